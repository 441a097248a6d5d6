import { readFileSync } from "node:fs";
import type { JsonObject } from "../domain/json.ts";
import type { Product } from "../domain/product.ts";
import { analyzeDocument, createAnalyzers } from "./analyze-document.ts";
import { createAnalyzer, createNormalizer } from "./analyzer.ts";
import { compose } from "./compose.ts";

import { generatedStrings } from "./generated-strings.ts";
import { HARD_SHOP_STRINGS } from "./hard-shop-strings.ts";
import { HARD_UNICODE_STRINGS } from "./hard-unicode-strings.ts";
import { readMapping } from "./read-mapping.ts";
import { toDocument } from "./to-document.ts";

// Run by name against a real Elasticsearch, 8 or 9, at ELASTICSEARCH_URL.
const url = process.env["ELASTICSEARCH_URL"];
const index = "winnow-analyze-live-test";
const seed = Number(process.env["SEED"] ?? 20240607);
const texts = [
  ...[...HARD_SHOP_STRINGS, ...HARD_UNICODE_STRINGS].map(([text]) => text),
  ...generatedStrings(seed, 1000),
].map((text) => compose(text.toWellFormed()));
const body = JSON.parse(readFileSync("mappings/products.json", "utf8")) as JsonObject;

beforeAll(async () => {
  if (url === undefined)
    throw new Error("Set ELASTICSEARCH_URL to a running Elasticsearch, such as http://127.0.0.1:9200.");
  await call("DELETE", `/${index},${index}-german?ignore_unavailable=true`);
});

afterAll(async () => {
  if (url !== undefined) await call("DELETE", `/${index},${index}-german?ignore_unavailable=true`);
});

test("Elasticsearch takes mappings/products.json as it is", async () => {
  expect(await call("PUT", `/${index}`, body)).toMatchObject({ acknowledged: true });
});

test(`Elasticsearch cuts hard and generated strings (seed ${seed}) into the same terms`, async () => {
  const { terms } = createAnalyzer(body, "text");
  const theirs = await analyzeAll(texts);
  expect(theirs.map((each, i) => [texts[i], each])).toEqual(texts.map((text) => [text, terms(text).join(" ")]));
});

test("Elasticsearch takes mappings/products.german.json as it is", async () => {
  const german = JSON.parse(readFileSync("mappings/products.german.json", "utf8")) as JsonObject;
  expect(await call("PUT", `/${index}-german`, german)).toMatchObject({ acknowledged: true });
});

test("Elasticsearch indexes a document with the same terms at the same positions", async () => {
  const mapping = readMapping(body);
  const { text, keywords, numbers, source } = toDocument(product, mapping);
  const document = { ...text, ...keywords, ...numbers, in_stock: numbers["in_stock"] === 1, source };
  await call("PUT", `/${index}/_doc/1?refresh=true`, document);
  const { term_vectors: vectors = {} } = await call("GET", `/${index}/_termvectors/1?fields=*_text,title,description`);
  const theirs = Object.entries(vectors).map(([field, { terms }]) => {
    const inOrder: string[] = [];
    for (const [term, { tokens }] of Object.entries(terms)) for (const { position } of tokens) inOrder[position] = term;
    return [field, inOrder];
  });
  const ours = analyzeDocument(toDocument(product, mapping), createAnalyzers(mapping)).terms;
  expect(Object.fromEntries(theirs)).toEqual(ours);
});

const product: Product = {
  id: "1",
  title: 'Sony\u2019s 55" TV, 2 × 10 W',
  brand: "Sony",
  description: `${"x".repeat(40_000)} ${"1.".repeat(10_000)} ${"漢".repeat(1000)}`,
  categories: ["Audio & Video > TVs", "Home > TVs"],
  attributes: { colour: ["Black", "Dark grey"], depth_cm: [7.5], smart: [true] },
  price: 499.9,
  in_stock: true,
  created_at: "2024-03-01T00:00:00Z",
};

test("Elasticsearch normalises identifiers alike", async () => {
  const normalize = createNormalizer(body, "identifier");
  for (const text of texts.filter((each) => each !== "")) {
    const { tokens } = await call("POST", `/${index}/_analyze`, { normalizer: "identifier", text });
    expect([text, tokens?.map(({ token }) => token).join("")]).toEqual([text, normalize(text)]);
  }
}, 60_000);

interface Answer {
  readonly tokens?: readonly { readonly token: string }[];
  readonly error?: unknown;
  readonly term_vectors?: Readonly<
    Record<
      string,
      { readonly terms: Readonly<Record<string, { readonly tokens: readonly { readonly position: number }[] }>> }
    >
  >;
}

const call = async (method: string, path: string, json?: JsonObject): Promise<Answer> => {
  const response = await fetch(`${url}${path}`, {
    method,
    ...(json && { headers: { "content-type": "application/json" }, body: JSON.stringify(json) }),
  });
  const answer = (await response.json()) as Answer;
  if (answer.error !== undefined) throw new Error(`${method} ${path}: ${JSON.stringify(answer.error)}`);
  return answer;
};

/** Many texts a request, a marker between them; the index allows 10,000 tokens a request. */
const analyzeAll = async (all: readonly string[]): Promise<readonly string[]> => {
  const marker = "qzmarkerzq";
  const lists: string[] = [];
  for (let i = 0; i < all.length; i += 100) {
    const text = all.slice(i, i + 100).join(`\n${marker}\n`);
    const { tokens = [] } = await call("POST", `/${index}/_analyze`, { analyzer: "text", text });
    const joined = tokens.map(({ token }) => token).join(" ");
    lists.push(...joined.split(marker).map((list) => list.trim()));
  }
  return lists;
};
