import { readMapping } from "../../text/read-mapping.ts";
import { factsReader } from "../../text/read-facts.ts";
import { defaultMapping } from "../../testing/harness.ts";
import { keptFacts } from "./kept-facts.ts";

it("keeps facts apart of products that share an id: in another catalogue, and of the same one after it has changed", () => {
  const ofCatalogs = [readMapping(defaultMapping.body), readMapping(defaultMapping.body)];
  const sources = ["north", "south"].map((name) => JSON.stringify({ id: "1", title: `${name} lamp`, brand: name }));
  for (const mapping of ofCatalogs) {
    for (const source of [...sources, ...sources]) {
      expect(keptFacts("1", source, mapping)).toEqual(factsReader(mapping).read(source));
    }
  }
  const brands = sources.map((source) => keptFacts("1", source, ofCatalogs[0]!).brand);
  expect(brands).toEqual(["north", "south"]);
});
