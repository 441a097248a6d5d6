export type QueryKind = "or" | "and" | "prefix" | "typo";

/** Another engine with the same documents, asked for the best 100 of the same words in the same weighted fields. */
export interface Peer {
  readonly name: string;
  /** Milliseconds the search took in the peer itself; null when it has no such query. */
  readonly search: (kind: QueryKind, words: readonly string[]) => Promise<number | null>;
  readonly close: () => void;
}

export function timed(run: () => unknown): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}
