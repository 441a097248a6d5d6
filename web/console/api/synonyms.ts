import type {
  SynonymAnswer,
  SynonymEditAnswer,
  SynonymPreviewAnswer,
  SynonymsAnswer,
} from "../../../src/wire/synonym.ts";
import { call } from "./client.ts";

export type Synonym = SynonymAnswer;
export type SynonymPreview = SynonymPreviewAnswer;
export type SynonymStatus = SynonymAnswer["status"];
export type SynonymDecision = "accept" | "refuse" | "retire";

/** What a person writes of a synonym. */
export interface SynonymDraft {
  readonly from: string;
  readonly to: string;
  readonly isTwoWay: boolean;
}

export const draftOf = ({ from, to, kind }: Synonym): SynonymDraft => ({ from, to, isTwoWay: kind === "two_way" });

/** As it is called in lists. */
export const nameOf = ({ from, to, kind }: Synonym): string => `${from} ${kind === "two_way" ? "↔" : "→"} ${to}`;

export const fetchSynonyms = (catalog: string, status: SynonymStatus): Promise<SynonymsAnswer> =>
  call("GET", `/v1/synonyms?${new URLSearchParams({ catalog, status, limit: "100" }).toString()}`);

/** What a search finds without and with it; nothing is logged. */
export const fetchPreview = (
  catalog: string,
  { from, to, isTwoWay }: SynonymDraft,
  text: string,
): Promise<SynonymPreview> => {
  const asked = new URLSearchParams({ catalog, from, to, two_way: String(isTwoWay), q: text });
  return call("GET", `/v1/synonyms/preview?${asked.toString()}`);
};

export const addSynonym = (catalog: string, draft: SynonymDraft): Promise<unknown> =>
  call("POST", `/v1/synonyms?${new URLSearchParams({ catalog }).toString()}`, bodyOf(draft));

export const decideSynonym = (catalog: string, { id }: Synonym, decision: SynonymDecision): Promise<unknown> =>
  post(catalog, id, decision);

/** Puts another in its place. */
export const editSynonym = (catalog: string, { id }: Synonym, draft: SynonymDraft): Promise<SynonymEditAnswer> =>
  post(catalog, id, "edit", bodyOf(draft));

/** Has a synonym be what it was before a decision. */
export const restoreSynonym = async (catalog: string, { id, status }: Synonym): Promise<void> => {
  for (const step of BACK_TO[status]) await post(catalog, id, step);
};

/** Has both be what they were before one was put in the other's place. */
export const undoEdit = async (
  catalog: string,
  before: Synonym,
  { synonym: made, was }: SynonymEditAnswer,
): Promise<void> => {
  if (made.id === before.id) await editSynonym(catalog, before, draftOf(before));
  else await restoreSynonym(catalog, { ...made, status: was ?? "retired" });
  await restoreSynonym(catalog, before);
};

/** Each may be said of one that is so already. */
const BACK_TO: Readonly<Record<SynonymStatus, readonly (SynonymDecision | "reopen")[]>> = {
  proposed: ["reopen"],
  live: ["accept"],
  refused: ["reopen", "refuse"],
  retired: ["retire"],
};

const bodyOf = ({ from, to, isTwoWay }: SynonymDraft) => ({ from, to, two_way: isTwoWay });

const post = <T>(catalog: string, id: string, step: SynonymDecision | "reopen" | "edit", body?: object): Promise<T> =>
  call("POST", `/v1/synonyms/${encodeURIComponent(id)}/${step}?${new URLSearchParams({ catalog }).toString()}`, body);

/** How many products a search finds as the shop stands, all filters off. Nothing is shown, so nothing is logged. */
export const countFound = async (catalog: string, text: string): Promise<number> => {
  const asked = new URLSearchParams({ catalog, q: text, size: "0", facets: "", order: "text" });
  return (await call<{ total: number }>("GET", `/v1/search?${asked.toString()}`)).total;
};
