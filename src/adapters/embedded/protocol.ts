import type { CatalogMapping } from "../../domain/mapping.ts";
import type { ProductChange } from "../../ports/product-store.ts";
import type { IndexState, Part } from "./parts.ts";

/** What the main thread asks of a catalogue's index worker; answered in order. */
export type WorkerRequest =
  /** Starts with the snapshot, when there is one that fits; answered with an OpenAnswer. */
  | {
      readonly call: "open";
      readonly mapping: CatalogMapping;
      readonly mappingVersion: number;
      readonly file: string;
      /** The store's; a snapshot beyond it is of another store. */
      readonly sequence: number;
    }
  | { readonly call: "add"; readonly changes: readonly ProductChange[] }
  /** Shows what was added; a `state` event comes before the answer. */
  | { readonly call: "commit"; readonly sequence: number }
  /** Resolves when nothing is being merged or written. */
  | { readonly call: "settle" };

export interface OpenAnswer {
  /** Changes of the store that the snapshot holds; 0 without one. */
  readonly sequence: number;
  /** Why a snapshot that is there was not used. */
  readonly refused: string | null;
}

export type ToWorker = WorkerRequest & { readonly id: number };

export type FromWorker =
  | { readonly kind: "answer"; readonly id: number; readonly value: unknown }
  | { readonly kind: "failure"; readonly id: number; readonly message: string }
  | { readonly kind: "state"; readonly state: IndexState }
  /** Something went wrong that the index can live with, such as a snapshot that could not be written. */
  | { readonly kind: "trouble"; readonly message: string };

export interface MergeJob {
  readonly mapping: CatalogMapping;
  readonly parts: readonly Part[];
}
