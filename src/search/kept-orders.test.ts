import { keptOrders, type KeptSearch } from "./kept-orders.ts";

it("knows an order by its search alone: the same id of another catalogue, or under another key's filter, is another", () => {
  const kept = keptOrders();
  const within = (value: string): KeptSearch["within"] => [{ kind: "terms", field: "brand", values: [value] }];
  const searches: readonly KeptSearch[] = [
    { catalog: "north", queryId: "q" },
    { catalog: "south", queryId: "q" },
    { catalog: "north", queryId: "r" },
    { catalog: "north", queryId: "q", within: within("a")! },
    { catalog: "north", queryId: "q", within: within("b")! },
  ];
  searches.forEach((search, i) => {
    for (const [before, one] of searches.entries()) expect(kept.of(one)).toEqual(before < i ? [String(before)] : null);
    kept.keep(search, [String(i)]);
  });
});
