import type { AttributeValue } from "./product.ts";

/**
 * `proposed` waits for a person, `applied` is searched and shown, `refused` and `reverted` stay away until the product
 * that they were written from changes.
 */
export type EnrichmentStatus = "proposed" | "applied" | "refused" | "reverted";

/** What a model has added to a product. Absent: nothing of this kind. */
export interface EnrichmentContent {
  readonly description?: string;
  readonly attributes?: Readonly<Record<string, readonly AttributeValue[]>>;
}

/** Why a text is not shown without a person's consent. */
export interface TextFinding {
  /** Stable: `number`, `word`, `markup`. */
  readonly check: string;
  /** For a shopkeeper. */
  readonly says: string;
  /** The part of the text that it is about, as it stands there; empty for the whole. */
  readonly text: string;
}

/** What a text was made from and by. */
export interface Provenance {
  readonly model: string;
  readonly promptVersion: string;
  /** Of the product's facts; when they change, the text no longer stands. */
  readonly sourceHash: string;
  /** Run that wrote it: what is taken back together. */
  readonly batch: string;
  /** Key of the model's answer among the kept ones. */
  readonly answer: string;
  readonly writtenAtMs: number;
}

/** What a model has written for one product; one a product, the latest. */
export interface Enrichment {
  readonly catalog: string;
  readonly product: string;
  /** From 1; each change is made over the one before. */
  readonly revision: number;
  readonly status: EnrichmentStatus;
  readonly content: EnrichmentContent;
  readonly findings: readonly TextFinding[];
  readonly provenance: Provenance;
  /** The product's facts as the model was given them, a line each. */
  readonly source: readonly string[];
  /** Whether a person has changed the text. */
  readonly edited: boolean;
  /** Who has decided last: `backfill`, a key's id, `command line`. */
  readonly by: string;
  readonly updatedAtMs: number;
}

/** The product's field that holds what a model has added: ours alone, whatever a feed says in it. */
export const generatedField = "winnow_generated";

/** As it stands in a product. */
export interface Generated extends EnrichmentContent {
  readonly model: string;
  readonly source_hash: string;
  /** Whether a person has read it. */
  readonly reviewed: boolean;
}
