import { describeCall } from "./describe-call.ts";

it.each([
  ["POST", "/winnow-products/_search", "search winnow-products"],
  ["POST", "/_bulk", "bulk"],
  ["GET", "/winnow-keys/_doc/u-4711", "get winnow-keys"],
  ["PUT", "/winnow-products-1", "index winnow-products-1"],
  ["GET", "/", "get"],
  ["POST", "/winnow-log/_delete_by_query", "delete_by_query winnow-log"],
])("says of %s %s what is done where, and no id: %s", (method, path, name) => {
  const described = describeCall({ method, path });
  expect(described.name).toBe(name);
  expect(JSON.stringify(described)).not.toContain("4711");
});
