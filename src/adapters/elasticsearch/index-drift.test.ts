import { indexDrift } from "./index-drift.ts";

const wanted = {
  settings: { analysis: { tokenizer: { words: { type: "pattern", group: 0 } }, filter: { f: { words: ["a", "b"] } } } },
  mappings: { dynamic: false, properties: { title: { type: "text", analyzer: "text" }, price: { type: "double" } } },
};
/** As a server shows it. */
const live = {
  settings: {
    analysis: { tokenizer: { words: { type: "pattern", group: "0" } }, filter: { f: { words: ["a", "b"] } } },
    number_of_shards: "1",
  },
  mappings: { dynamic: "false", properties: { title: { type: "text", analyzer: "text" }, price: { type: "double" } } },
};

describe("index drift", () => {
  it("takes no offence at values as text and at defaults", () => {
    expect(indexDrift(wanted, live)).toEqual({ differing: [], added: [] });
  });
  it("names what is missing, what is otherwise and what was added", () => {
    const properties = { title: { type: "text", analyzer: "standard" }, colour: { type: "keyword" } };
    const filter = { f: { words: ["a"] } };
    const analysis = { ...live.settings.analysis, filter };
    expect(indexDrift(wanted, { settings: { analysis }, mappings: { dynamic: "false", properties } })).toEqual({
      differing: [
        "mappings.properties.title.analyzer is standard instead of text",
        "mappings.properties.price is missing",
        "settings.analysis.filter.f.words is a instead of a, b",
      ],
      added: ["colour"],
    });
  });
});
