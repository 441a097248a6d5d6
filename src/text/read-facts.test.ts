import { readFileSync } from "node:fs";
import type { Product } from "../domain/product.ts";
import { factsReader, readFacts } from "./read-facts.ts";
import { readMapping } from "./read-mapping.ts";

const body = JSON.parse(readFileSync("mappings/products.json", "utf8")) as Record<string, unknown>;
const mapping = readMapping(body);
const facts = (product: object) => readFacts(JSON.stringify(product), mapping);

const laptop: Product = {
  id: "a",
  title: "Acme Laptop 15,6″ — 16 GB",
  description: "Light.",
  brand: " Acme ",
  categories: ["Computers>Laptops ", "Sale"],
  price: 499.5,
  list_price: 599,
  image: "/a.jpg",
  in_stock: false,
  rating: 4.5,
  reviews: 12,
  created_at: "2026-01-02T03:04:05Z",
};

test("facts are read from a product's JSON, its title as the title's field is analysed", () => {
  expect(facts(laptop)).toEqual({
    titleTerms: ["acme", "laptop", "15.6", "inch", "16", "gb"],
    titlePhrase: 2,
    brand: "Acme",
    category: "Computers > Laptops",
    price: 499.5,
    listPrice: 599,
    rating: 4.5,
    reviews: 12,
    inStock: false,
    createdAtMs: Date.parse("2026-01-02T03:04:05Z"),
    descriptionLength: 6,
    hasImage: true,
    numbers: new Map(),
  });
});

test.each([
  ["Laptop bag", 2],
  ["Bag for laptops 15 inch", 1],
  ["Tansy brushed cotton duvet cover, double, navy", 5],
  ["Café-Stuhl (Eiche)", 2],
  ["HP EliteBook 15,6 – black", 2],
  ["With a View", 1],
  ["", 0],
])("the first phrase of %j has %i words", (title, words) => {
  expect(facts({ id: "a", title }).titlePhrase).toBe(words);
});

test("what a product lacks or has in another shape is unknown", () => {
  const unknown = { brand: null, category: null, price: null, inStock: null, createdAtMs: null, hasImage: false };
  expect(facts({ id: "b", title: "Lamp" })).toMatchObject({ ...unknown, titleTerms: ["lamp"], descriptionLength: 0 });
  const odd = {
    brand: 7,
    categories: [null],
    price: "9",
    in_stock: "yes",
    created_at: "soon",
    image: 3,
    description: 4,
  };
  expect(facts({ id: "b", title: ["x"], ...odd })).toMatchObject({ ...unknown, descriptionLength: 0 });
});

test("numbers of a shop's own mapping are facts, too", () => {
  const changed = structuredClone(body) as { mappings: { properties: Record<string, unknown> } };
  changed.mappings.properties["margin"] = { type: "double" };
  changed.mappings.properties["weight"] = { type: "double" };
  const own = readFacts(JSON.stringify({ ...laptop, margin: 0.25, other: 1 }), readMapping(changed));
  expect(own.numbers).toEqual(
    new Map([
      ["margin", 0.25],
      ["weight", NaN],
    ]),
  );
});

test("a title's terms that are known already are taken as they are", () => {
  const reader = factsReader(mapping);
  expect(reader.titleField).toBe("title");
  expect(reader.read(JSON.stringify(laptop), ["given"]).titleTerms).toEqual(["given"]);
});
