import type { Connection } from "./connection.ts";
import type { LogIndex } from "./log-index.ts";

/** A piece of Elasticsearch's query language. */
export type Clause = Readonly<Record<string, unknown>>;

export interface ScanOptions {
  /** All of these hold. */
  readonly where: readonly Clause[];
  /** Only what comes after it. */
  readonly after?: number;
  /** Up to and with it; `LogIndex.readable` says how far all is there. */
  readonly until: number;
  readonly limit?: number;
  /** Names in the document. */
  readonly fields: readonly string[];
  /** Documents of one request; fewer where they are large. */
  readonly page?: number;
}

export interface Hit<T> {
  readonly sequence: number;
  readonly source: T;
}

const LIMIT = { ms: 30_000 };
/** Some 2 MB: larger answers would hold up the event loop while they are read. */
const PAGE = 500;

/** What matches, oldest first. */
export async function scan<T>(
  connection: Connection,
  index: LogIndex,
  catalog: string,
  options: ScanOptions,
): Promise<readonly Hit<T>[]> {
  const { where, after = 0, until, limit = Infinity, fields, page = PAGE } = options;
  const found: Hit<T>[] = [];
  for (let from = after; from < until && found.length < limit;) {
    const size = Math.min(page, limit - found.length);
    const hits = await search<T>(connection, index.alias(catalog), {
      size,
      query: { bool: { filter: [...where, between(from, until)] } },
      sort: [{ _seq_no: "asc" }],
      _source: fields,
    });
    found.push(...hits);
    if (hits.length < size) break;
    from = hits.at(-1)!.sequence;
  }
  return found;
}

/** The last sequence up to `until` that matches; 0 for none. */
export async function lastOf(
  connection: Connection,
  index: LogIndex,
  catalog: string,
  { where, until }: Pick<ScanOptions, "where" | "until">,
): Promise<number> {
  if (until === 0) return 0;
  const [last] = await search(connection, index.alias(catalog), {
    size: 1,
    query: { bool: { filter: [...where, between(0, until)] } },
    sort: [{ _seq_no: "desc" }],
    _source: false,
  });
  return last?.sequence ?? 0;
}

/** What has one of these values. */
export const anyOf = (field: string, values: readonly (string | number)[]): Clause => ({ terms: { [field]: values } });

/** After one sequence, up to another. */
export const between = (after: number, until: number): Clause => ({
  range: { _seq_no: { gte: after, lt: until } },
});

async function search<T>(connection: Connection, alias: string, body: object): Promise<readonly Hit<T>[]> {
  interface Answer {
    readonly hits?: { readonly hits: readonly { readonly _seq_no: number; readonly _source: T }[] };
  }
  const call = {
    method: "POST",
    path: `/${alias}/_search`,
    // Half an answer would be a log with holes.
    query: { allow_partial_search_results: false },
    body: { ...body, seq_no_primary_term: true, track_total_hits: false },
    accept: [404],
    repeatable: true,
  } as const;
  const { body: answer } = await connection.call<Answer>(call, LIMIT);
  return (answer.hits?.hits ?? []).map(({ _seq_no, _source }) => ({ sequence: _seq_no + 1, source: _source }));
}
