import type { EnrichmentAnswer, EnrichmentsAnswer, SpendAnswer } from "../../../src/wire/enrichment.ts";
import { call } from "./client.ts";

export type Text = EnrichmentAnswer;
export type TextStatus = EnrichmentAnswer["status"];
export type Spend = SpendAnswer;

export const fetchTexts = (catalog: string, status: TextStatus): Promise<EnrichmentsAnswer> =>
  call("GET", `/v1/enrichments?${new URLSearchParams({ catalog, status, limit: "50" }).toString()}`);

export const fetchSpend = (): Promise<Spend> => call("GET", "/v1/enrichments/spend?days=31");

/** @param description in other words; null as it is */
export const acceptText = (catalog: string, text: Text, description: string | null): Promise<unknown> =>
  call("POST", pathOf(catalog, text, "accept"), description === null ? {} : { description });

export const refuseText = (catalog: string, text: Text): Promise<unknown> =>
  call("POST", pathOf(catalog, text, "refuse"));

export const revertText = (catalog: string, text: Text): Promise<unknown> =>
  call("POST", pathOf(catalog, text, "revert"));

export const revertBatch = (catalog: string, batch: string): Promise<unknown> =>
  call("POST", `/v1/enrichments/revert?${new URLSearchParams({ catalog }).toString()}`, { batch });

export const revertAll = (catalog: string): Promise<unknown> =>
  call("POST", `/v1/enrichments/revert?${new URLSearchParams({ catalog }).toString()}`, { all: true });

const pathOf = (catalog: string, { product }: Text, what: string): string =>
  `/v1/enrichments/${encodeURIComponent(product)}/${what}?${new URLSearchParams({ catalog }).toString()}`;
