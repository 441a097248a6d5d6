import { readFileSync } from "node:fs";
import type { Product } from "../domain/product.ts";
import { analyzeDocument, createAnalyzers } from "./analyze-document.ts";
import { createNormalizers } from "./normalizers.ts";
import { readMapping } from "./read-mapping.ts";
import { toDocument } from "./to-document.ts";

const mapping = readMapping(JSON.parse(readFileSync("mappings/products.json", "utf8")));
const headphones: Product = {
  id: "P-1",
  title: "WH-1000XM4 Headphones",
  description: "For men\u2019s ears",
  brand: " Sony ",
  categories: ["Audio > Headphones > Wireless", "Audio>Travel"],
  attributes: { colour: ["Black", "Silver"], driver_mm: [40.0], noise_cancelling: [true], wired: [false], empty: [""] },
  price: 279.95,
  in_stock: true,
  reviews: 12,
  created_at: "2024-03-01T00:00:00Z",
  sku: "WH1000-XM4/B",
  gtin: ["4548736112001", "4548736112001"],
  image: "https://example.com/1.jpg",
  warranty_months: 24,
};

test("text fields hold texts as both engines analyse them", () => {
  expect(toDocument(headphones, mapping).text).toEqual({
    title: ["WH-1000XM4 Headphones"],
    description: ["For men\u2019s ears"],
    brand_text: ["Sony"],
    categories_text: ["Audio", "Headphones", "Wireless", "Travel"],
    attributes_text: ["Black", "Silver", "40", "noise cancelling"],
  });
  expect(toDocument({ id: "1", title: "\uff34\uff36 cafe\u0301 \ud800" }, mapping).text).toEqual({
    title: ["TV caf\u00e9 \ufffd"],
  });
});

test("what a language model has written is searched after what the shop says, and filtered by", () => {
  const generated = { description: "Headphones by Sony.", attributes: { form: ["over-ear"] }, model: "m", price: 1 };
  const { text, keywords, numbers } = toDocument({ ...headphones, winnow_generated: generated }, mapping);
  const plain = toDocument(headphones, mapping);
  expect(text["description"]).toEqual(["For men\u2019s ears", "Headphones by Sony."]);
  expect(text["attributes_text"]).toEqual([...plain.text["attributes_text"]!, "over-ear"]);
  expect(keywords["attributes"]).toEqual([...plain.keywords["attributes"]!, "form=over-ear"]);
  expect(numbers).toEqual(plain.numbers);
  expect(toDocument({ ...headphones, winnow_generated: "nonsense" }, mapping).text).toEqual(plain.text);
});

test("keyword fields hold ancestors of categories, pairs of attributes and normalised identifiers", () => {
  expect(toDocument(headphones, mapping).keywords).toEqual({
    id: ["P-1"],
    id_code: ["p1"],
    group_id: ["P-1"],
    sku: ["wh1000xm4b"],
    gtin: ["4548736112001"],
    brand: ["Sony"],
    categories: ["Audio", "Audio > Headphones", "Audio > Headphones > Wireless", "Audio > Travel"],
    attributes: ["colour=Black", "colour=Silver", "driver_mm=40", "noise_cancelling=true", "wired=false"],
  });
});

test("number fields hold dates as milliseconds and booleans as 0 and 1, and nothing that is not a number", () => {
  expect(toDocument(headphones, mapping).numbers).toEqual({
    price: 279.95,
    reviews: 12,
    in_stock: 1,
    created_at: Date.UTC(2024, 2, 1),
  });
  const odd = { id: "1", title: "x", in_stock: false, created_at: "soon", reviews: 3.9 } as const;
  expect(toDocument(odd, mapping).numbers).toEqual({ in_stock: 0, reviews: 3 });
});

test("variants share their group; the source is the product as it was given", () => {
  const variant = { ...headphones, id: "P-2", group_id: "P" };
  expect(toDocument(variant, mapping)).toMatchObject({ id: "P-2", group: "P", keywords: { group_id: ["P"] } });
  expect(JSON.parse(toDocument(variant, mapping).source)).toEqual(variant);
});

test("a value too long to filter by is left out of keywords and kept in text", () => {
  const brand = "x".repeat(40_000);
  const document = toDocument({ id: "1", title: "t", brand }, mapping);
  expect(document.keywords["brand"]).toBeUndefined();
  expect(document.text["brand_text"]).toEqual([brand]);
});

test("a filter's value becomes what is indexed", () => {
  const normalizers = createNormalizers(mapping);
  expect(normalizers["sku"]?.("wh 1000 xm4-b")).toBe("wh1000xm4b");
  expect(normalizers["brand"]?.("Cafe\u0301 ")).toBe("Caf\u00e9");
});

test("a document's fields are cut into terms, all texts of a field one after the other", () => {
  const analyzers = createAnalyzers(mapping);
  expect(analyzeDocument(toDocument(headphones, mapping), analyzers).terms).toEqual({
    title: ["wh", "1000xm4", "headphones"],
    description: ["for", "men", "ears"],
    brand_text: ["sony"],
    categories_text: ["audio", "headphones", "wireless", "travel"],
    attributes_text: ["black", "silver", "40", "noise", "cancelling"],
  });
  expect(analyzers["title"]).toBe(analyzers["description"]);
});
