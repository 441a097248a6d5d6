import type { SynonymAnswer, SynonymsAnswer } from "../../../src/wire/synonym.ts";
import { call } from "./client.ts";

export type Synonym = SynonymAnswer;
export type SynonymStatus = SynonymAnswer["status"];
export type SynonymDecision = "accept" | "refuse" | "retire";

export const fetchSynonyms = (catalog: string, status: SynonymStatus): Promise<SynonymsAnswer> =>
  call("GET", `/v1/synonyms?${new URLSearchParams({ catalog, status, limit: "100" }).toString()}`);

export const decideSynonym = (catalog: string, { id }: Synonym, decision: SynonymDecision): Promise<unknown> =>
  call("POST", `/v1/synonyms/${encodeURIComponent(id)}/${decision}?${new URLSearchParams({ catalog }).toString()}`);

export const addSynonym = (catalog: string, from: string, to: string, isTwoWay: boolean): Promise<unknown> =>
  call("POST", `/v1/synonyms?${new URLSearchParams({ catalog }).toString()}`, { from, to, two_way: isTwoWay });

export interface Found {
  readonly total: number;
  readonly titles: readonly string[];
}

/** What a search finds as the shop stands. */
export const fetchFound = async (catalog: string, text: string): Promise<Found> => {
  const asked = new URLSearchParams({ catalog, q: text, size: "5", facets: "", order: "text" });
  const { total, hits } = await call<{
    total: number;
    hits: readonly { id: string; product: { title?: unknown } }[];
  }>("GET", `/v1/search?${asked.toString()}`);
  return {
    total,
    titles: hits.map(({ id, product }) => (typeof product.title === "string" ? product.title : id)),
  };
};

/** How many products a search finds as the shop stands, all filters off. Nothing is shown, so nothing is logged. */
export const countFound = async (catalog: string, text: string): Promise<number> => {
  const asked = new URLSearchParams({ catalog, q: text, size: "0", facets: "", order: "text" });
  return (await call<{ total: number }>("GET", `/v1/search?${asked.toString()}`)).total;
};
