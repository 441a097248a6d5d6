import type { ImportCounts } from "../ports/product-store.ts";
import type { Match } from "./fields/match-fields.ts";

/** A line that was not taken, or that replaced an earlier one with its id. */
export interface RejectedLine {
  readonly file: string;
  readonly line: number;
  readonly id: string | null;
  readonly reason: string;
}

/** What a column of the files was taken for. */
export interface ColumnGuess {
  readonly column: string;
  /** `title`; `attributes.colour`; `title, where there is no name`; null when left out. */
  readonly field: string | null;
}

export interface ImportProgress {
  readonly phase: "reading" | "committing";
  /** Of the sources, as packed. */
  readonly bytes: number;
  /** Null when unknown. */
  readonly totalBytes: number | null;
  readonly read: number;
  readonly rejected: number;
}

export interface ImportReport {
  readonly files: readonly { readonly name: string; readonly format: string }[];
  readonly columns: readonly ColumnGuess[];
  /** Lines that should be products. */
  readonly read: number;
  readonly rejected: number;
  /** Lines that replaced an earlier one with the same id. */
  readonly duplicates: number;
  /** Field → values in it that made no sense and were left out, with an example. */
  readonly dropped: Readonly<Record<string, { readonly count: number; readonly example: string }>>;
  readonly counts: ImportCounts;
}

export function describeColumns(seen: ReadonlyMap<string, Match>): readonly ColumnGuess[] {
  const first = new Map<string, { readonly column: string; readonly rank: number }>();
  for (const [column, match] of seen) {
    if (match.kind !== "field" || match.rank >= (first.get(match.target)?.rank ?? Infinity)) continue;
    first.set(match.target, { column, rank: match.rank });
  }
  return [...seen].map(([column, match]) => {
    const before = match.kind === "field" ? first.get(match.target)!.column : column;
    const field = describe(match);
    return { column, field: before === column ? field : `${field}, where there is no ${before}` };
  });
}

function describe(match: Match): string | null {
  if (match.kind === "field") return match.target;
  if (match.kind === "attribute") return `attributes.${match.name}`;
  if (match.kind === "attributes") return "attributes";
  return match.kind === "custom" ? match.name : null;
}
