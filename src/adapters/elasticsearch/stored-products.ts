import type { Connection } from "./connection.ts";
import { documentId } from "./names.ts";
import type { Bookkeeping } from "./product-documents.ts";

/** A stored product or, with a null source, what is left of a deleted one. */
export interface Stored extends Bookkeeping {
  readonly source: string | null;
  readonly version: { readonly if_seq_no: number; readonly if_primary_term: number };
}

const LIMIT = { ms: 30_000 };

/** As they are now, whether searchable yet or not; null where there is none. @param withSource false leaves sources out */
export async function readProducts(
  connection: Connection,
  index: string,
  ids: readonly string[],
  withSource: boolean,
): Promise<readonly (Stored | null)[]> {
  interface Answer {
    readonly docs: readonly (Hit & { readonly found?: boolean; readonly error?: unknown })[];
  }
  if (ids.length === 0) return [];
  const body = { ids: ids.map(documentId) };
  const query = { _source_includes: withSource ? "source,winnow" : "winnow" };
  const call = { method: "POST", path: `/${index}/_mget`, query, body, repeatable: true } as const;
  const answer = await connection.call<Answer>(call, LIMIT);
  return answer.body.docs.map((document) => (document.found === true ? toStored(document) : null));
}

/** All products and deletions of an index as its last refresh shows them, by id. */
export async function* scanProducts(
  connection: Connection,
  index: string,
  { withSource, page }: { readonly withSource: boolean; readonly page: number },
): AsyncGenerator<Stored> {
  let after: readonly unknown[] | undefined;
  for (;;) {
    const hits = await find(connection, index, {
      size: page,
      sort: [{ "winnow.id": "asc" }],
      ...(after !== undefined && { search_after: after }),
      _source: withSource ? ["source", "winnow"] : ["winnow"],
    });
    for (const hit of hits) yield toStored(hit);
    if (hits.length < page) return;
    after = hits.at(-1)!.sort;
  }
}

/** What a query finds, as its last refresh shows it. */
export async function findProducts(connection: Connection, index: string, body: object): Promise<readonly Stored[]> {
  return (await find(connection, index, { ...body, _source: ["source", "winnow"] })).map(toStored);
}

interface Hit {
  readonly _seq_no: number;
  readonly _primary_term: number;
  readonly _source: { readonly source?: string; readonly winnow: Bookkeeping };
  readonly sort?: readonly unknown[];
}

async function find(connection: Connection, index: string, body: object): Promise<readonly Hit[]> {
  const whole = { track_total_hits: false, seq_no_primary_term: true, ...body };
  const query = { allow_partial_search_results: false };
  const call = { method: "POST", path: `/${index}/_search`, query, body: whole, repeatable: true } as const;
  return (await connection.call<{ hits: { hits: readonly Hit[] } }>(call, LIMIT)).body.hits.hits;
}

function toStored({ _source, _seq_no, _primary_term }: Hit): Stored {
  const version = { if_seq_no: _seq_no, if_primary_term: _primary_term };
  return { ..._source.winnow, source: _source.source ?? null, version };
}
