import { readFileSync } from "node:fs";
import type { JsonObject } from "../domain/json.ts";
import { createAnalyzer, createNormalizer } from "./analyzer.ts";
import { compose } from "./compose.ts";

import { generatedStrings } from "./generated-strings.ts";
import { HARD_SHOP_STRINGS } from "./hard-shop-strings.ts";
import { HARD_UNICODE_STRINGS } from "./hard-unicode-strings.ts";

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
  await call("DELETE", `/${index}?ignore_unavailable=true`);
});

afterAll(async () => {
  if (url !== undefined) await call("DELETE", `/${index}?ignore_unavailable=true`);
});

test("Elasticsearch takes mappings/products.json as it is", async () => {
  expect(await call("PUT", `/${index}`, body)).toMatchObject({ acknowledged: true });
});

test(`Elasticsearch cuts hard and generated strings (seed ${seed}) into the same terms`, async () => {
  const { terms } = createAnalyzer(body, "text");
  const theirs = await analyzeAll(texts);
  expect(theirs.map((each, i) => [texts[i], each])).toEqual(texts.map((text) => [text, terms(text).join(" ")]));
});

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
