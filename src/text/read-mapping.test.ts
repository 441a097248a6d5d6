import { readFileSync } from "node:fs";
import type { JsonObject } from "../domain/json.ts";
import { createAnalyzer } from "./analyzer.ts";
import { readMapping } from "./read-mapping.ts";

const body = JSON.parse(readFileSync("mappings/products.json", "utf8")) as JsonObject;

test("reads mappings/products.json", () => {
  const mapping = readMapping(body);
  expect(mapping.text.map(({ name }) => name)).toEqual([
    "title",
    "description",
    "brand_text",
    "categories_text",
    "attributes_text",
  ]);
  expect(mapping.keywords).toContainEqual({ name: "brand", normalizer: null });
  expect(mapping.keywords).toContainEqual({ name: "sku", normalizer: "identifier" });
  expect(mapping.keywords.map(({ name }) => name)).not.toContain("image");
  expect(mapping.numbers).toContainEqual({ name: "created_at", type: "date" });
  expect(mapping.identifiers).toEqual(["sku", "gtin", "id_code"]);
  expect(mapping.language).toBe("english");
  expect(mapping.body).toBe(body);
});

test.each<[string, string, unknown]>([
  ["/", "/", []],
  ["/aliases", "/aliases", {}],
  ["/settings/similarity", "/settings/similarity", { default: { type: "boolean" } }],
  ["/settings/analysis/char_filter/plus/pattern", "/settings/analysis/char_filter/plus/pattern", "(?i)+"],
  ["/mappings/dynamic", "/mappings/dynamic", true],
  ["/mappings/runtime", "/mappings/runtime", {}],
  ["/mappings/properties/price/type", "/mappings/properties/price/type", "scaled_float"],
  ["/mappings/properties/title/analyzer", "/mappings/properties/title/analyzer", "standard"],
  ["/mappings/properties/title/fields", "/mappings/properties/title/fields", { raw: { type: "keyword" } }],
  ["/mappings/properties/title", "/mappings/properties/title/position_increment_gap", 100],
  ["/mappings/properties/sku/normalizer", "/mappings/properties/sku/normalizer", "lower"],
  ["/mappings/properties/brand", "/mappings/properties/brand/index", false],
  ["/mappings/properties/brand_text/meta/from", "/mappings/properties/brand_text/meta/from", "brand,,sku"],
  ["/mappings/properties/a.b", "/mappings/properties/a.b", { type: "keyword" }],
  ["/mappings/_meta/winnow/weights/title", "/mappings/_meta/winnow/weights/title", -1],
  ["/mappings/_meta/winnow/weights/title", "/mappings/_meta/winnow/weights/title", undefined],
  ["/mappings/_meta/winnow/weights/brand", "/mappings/_meta/winnow/weights/brand", 1],
  ["/mappings/_meta/winnow/facets/0", "/mappings/_meta/winnow/facets", ["colour"]],
  ["/mappings/_meta/winnow/identifiers/1", "/mappings/_meta/winnow/identifiers", ["sku", "price"]],
  ["/mappings/_meta/winnow/language", "/mappings/_meta/winnow/language", "klingon"],
  ["/mappings/_meta/winnow/typo", "/mappings/_meta/winnow/typo", 1],
])("names %s when %s is %j", (where, path, value) => {
  const read = () => readMapping(changed(path, value));
  expect(read).toThrow(
    expect.objectContaining({
      code: "invalid_mapping",
      where,
      message: expect.stringContaining(`Mapping, at ${where}: `) as string,
      hint: expect.stringMatching(/.{10}/u) as string,
    }) as Error,
  );
});

test("mappings/products.german.json differs in its language and units only", () => {
  const german = JSON.parse(readFileSync("mappings/products.german.json", "utf8")) as JsonObject;
  const mapping = readMapping(german);
  expect(mapping.language).toBe("german");
  expect({ ...mapping, body: 0, language: "english" }).toEqual({ ...readMapping(body), body: 0 });
  const { terms } = createAnalyzer(german, "text");
  expect(terms('55 Zoll, 55zoll, 55", 2 Meter, 500 Gramm, 1,5 Liter, 6 Fuß').join(" ")).toBe(
    "55 inch 55 inch 55 inch 2 m 500 g 1.5 l 6 ft",
  );
});

/** The default body with one value changed, added or, when undefined, taken out. */
const changed = (path: string, value: unknown): unknown => {
  if (path === "/") return value;
  const copy = structuredClone(body) as Record<string, unknown>;
  const keys = path.slice(1).split("/");
  const parent = keys.slice(0, -1).reduce((at, key) => at[key] as Record<string, unknown>, copy);
  const last = keys.at(-1)!;
  if (value === undefined) Reflect.deleteProperty(parent, last);
  else parent[last] = value;
  return copy;
};
