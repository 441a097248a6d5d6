import { createHash } from "node:crypto";
import type { JsonValue } from "../domain/json.ts";
import type { PopularQuery } from "../domain/popular-query.ts";
import type { AnswerStore } from "../ports/answer-store.ts";

/** Where a catalogue's popular queries are kept. @throws WinnowError as `AnswerStore` does */
export interface KeptQueries {
  /** In place of all that were kept before; durable when resolved. */
  replace(catalog: string, queries: readonly PopularQuery[], atMs: number): Promise<void>;
  /** Changes with them; cheap. Empty where none were ever kept. */
  version(catalog: string): Promise<string>;
  read(catalog: string): Promise<readonly PopularQuery[]>;
}

/**
 * Beside the answers of language models, the one store of JSON by a hash that both deployments have: the list under one
 * key, what it comes to under another, which is all that is read while nothing has changed.
 */
export const keptQueries = (store: Pick<AnswerStore, "find" | "keep">): KeptQueries => {
  const keep = (key: string, value: JsonValue, atMs: number) =>
    store.keep({ ...{ key, value, atMs, model: "", promptVersion: "popular-queries" }, usage: nothing });
  return {
    async replace(catalog, queries, atMs) {
      const list = queries.map(({ text, shoppers, count }) => ({ text, shoppers, count }));
      // The list first: who sees the new version finds it.
      await keep(keyOf(catalog, "list"), list, atMs);
      await keep(keyOf(catalog, "version"), sha256(JSON.stringify(list)), atMs);
    },
    async version(catalog) {
      return ((await store.find(keyOf(catalog, "version")))?.value ?? "") as string;
    },
    async read(catalog) {
      // Written above in this shape.
      return ((await store.find(keyOf(catalog, "list")))?.value ?? []) as unknown as readonly PopularQuery[];
    },
  };
};

const nothing = { promptTokens: 0, completionTokens: 0, costMicros: 0 };

const keyOf = (catalog: string, what: "list" | "version"): string => sha256(`popular queries\n${what}\n${catalog}`);

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
