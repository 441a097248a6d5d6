import { readConfig } from "./config.ts";

it("serves this machine alone on port 3000 unless told otherwise", () => {
  const config = readConfig({ HOST: "", PORT: undefined });
  expect(config).toMatchObject({
    host: "127.0.0.1",
    port: 3000,
    searchDeadlineMs: 800,
    requireSearchKey: false,
    corsOrigins: [],
  });
  expect(config.dataFolder).toMatch(/\/data$/);
});

it("reads lists and truth values", () => {
  const config = readConfig({
    WINNOW_CORS_ORIGINS: "https://a.example, http://localhost:5173,",
    WINNOW_TRUST_PROXY: "1",
  });
  expect(config.corsOrigins).toEqual(["https://a.example", "http://localhost:5173"]);
  expect(config.trustProxy).toBe(true);
});

it.each([
  ["PORT", "abc"],
  ["PORT", "70000"],
  ["LOG_LEVEL", "loud"],
  ["WINNOW_CORS_ORIGINS", "shop.example"],
  ["WINNOW_CORS_ORIGINS", "https://shop.example/path"],
  ["WINNOW_REQUIRE_SEARCH_KEY", "yes"],
  ["WINNOW_SEARCH_DEADLINE_MS", "1"],
])("refuses %s=%s and names the variable", (name, value) => {
  expect(() => readConfig({ [name]: value })).toThrow(
    expect.objectContaining({ code: "invalid_config", where: name }) as Error,
  );
});
