/**
 * `one_way`: who searches for `from` also finds `to`. `two_way`: each finds the other. `correction`: `from` is how some
 * write `to`. `phrase`: `from` is several words that mean `to` together.
 */
export type SynonymKind = "one_way" | "two_way" | "correction" | "phrase";

/** `proposed` waits for a person, `live` is searched by, `refused` and `retired` are not proposed again. */
export type SynonymStatus = "proposed" | "live" | "refused" | "retired";

/** What shoppers did that says so. */
export interface SynonymEvidence {
  /** Distinct ones who searched for the one, got nothing out of it, and got somewhere by the other. */
  readonly shoppers: number;
  /** Of those who got somewhere after such a search, the share who did so by this one. */
  readonly share: number;
  /** How many times as often as in other searches that got somewhere. */
  readonly lift: number;
  /** A few of the searches, and what led on. */
  readonly examples: readonly { readonly searched: string; readonly then: string }[];
}

/** Logged searches answered again, without and with it. */
export interface SynonymEffect {
  /** Searches replayed; each as often as it was asked. */
  readonly searches: number;
  /** Of them, those that find nothing, or only something else, without it and all that was asked for with it. */
  readonly recovered: number;
  /** Of them, those that find nothing at all. */
  readonly emptyBefore: number;
  readonly emptyAfter: number;
  /** Products of the first ten that are no longer among them, a search that was answered already; mean. */
  readonly displaced: number;
  /** Of what these shoppers clicked or bought in the end, the share among the first 24. */
  readonly refoundBefore: number;
  readonly refoundAfter: number;
  /** NDCG@10 on what these shoppers clicked and bought in the end. */
  readonly ndcgBefore: number;
  readonly ndcgAfter: number;
}

/** What became of the searches that hold `from` since it is live. */
export interface SynonymWatch {
  readonly searches: number;
  readonly empty: number;
  readonly clicked: number;
  readonly purchased: number;
  /** They lead to clicks more seldom than before, beyond what chance explains; absent: they do not. */
  readonly worse?: true;
}

/** A synonym that was learned, or given by a person, of one catalogue. */
export interface Synonym {
  readonly catalog: string;
  /** Of `from` and `to`; see `synonymId`. */
  readonly id: string;
  /** From 1; each change is made over the one before. */
  readonly revision: number;
  readonly kind: SynonymKind;
  readonly from: string;
  readonly to: string;
  readonly status: SynonymStatus;
  readonly source: "log" | "model" | "person";
  /** Null where a person or a model says so. */
  readonly evidence: SynonymEvidence | null;
  /** Null where it was not measured. */
  readonly effect: SynonymEffect | null;
  /** Null until it is looked at. */
  readonly watch: SynonymWatch | null;
  /** Who has decided last: `backfill`, `api`, `command line`. */
  readonly by: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}
