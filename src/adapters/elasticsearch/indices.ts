import type { CatalogMapping } from "../../domain/mapping.ts";
import type { Connection } from "./connection.ts";
import type { Names } from "./names.ts";
import { indexBody } from "./product-documents.ts";

export interface IndexOptions {
  readonly shards: number;
  /** `0-1`: a copy as soon as there is a second node. */
  readonly autoExpandReplicas: string;
}

/** The indices of catalogues' products, and the alias that searches are sent to. */
export interface Indices {
  /** An empty one. */
  create(index: string, mapping: CatalogMapping, options?: { readonly forImport: boolean }): Promise<void>;
  /** Ends the time of few refreshes and shows everything in it. */
  finishImport(index: string): Promise<void>;
  /** Atomically. */
  pointAlias(catalog: string, index: string): Promise<void>;
  refresh(index: string): Promise<void>;
  drop(indices: readonly string[]): Promise<void>;
  /** All that belong to a catalogue, live or left behind. */
  list(catalog: string): Promise<readonly string[]>;
}

const LIMIT = { ms: 30_000 };
/** How long a write may stay unseen. */
const REFRESH = "500ms";

export function createIndices(connection: Connection, names: Names, options: IndexOptions): Indices {
  const list = async (catalog: string): Promise<readonly string[]> => {
    const call = { method: "GET", path: `/${names.pattern(catalog)}/_alias`, accept: [404] } as const;
    const { body } = await connection.call<Readonly<Record<string, unknown>>>(call, LIMIT);
    return Object.keys(body).filter((index) => names.isOf(catalog, index));
  };
  return {
    list,
    async create(index, mapping, { forImport } = { forImport: false }) {
      const body = indexBody(mapping, {
        number_of_shards: options.shards,
        auto_expand_replicas: options.autoExpandReplicas,
        refresh_interval: forImport ? "-1" : REFRESH,
        // Facets ask for more than a hundred values of long names.
        max_result_window: 10_000,
      });
      await connection.call({ method: "PUT", path: `/${index}`, body }, LIMIT);
    },
    async finishImport(index) {
      const body = { index: { refresh_interval: REFRESH } };
      await connection.call({ method: "PUT", path: `/${index}/_settings`, body }, LIMIT);
      await refresh(index);
    },
    async pointAlias(catalog, index) {
      const alias = names.alias(catalog);
      const others = (await list(catalog)).filter((each) => each !== index);
      const actions = [
        ...(others.length > 0 ? [{ remove: { indices: others, alias, must_exist: false } }] : []),
        { add: { index, alias } },
      ];
      await connection.call({ method: "POST", path: "/_aliases", body: { actions } }, LIMIT);
    },
    refresh,
    async drop(indices) {
      // One by one: a list of them would grow past what a path may hold.
      for (const index of indices) await connection.call({ method: "DELETE", path: `/${index}`, accept: [404] }, LIMIT);
    },
  };

  async function refresh(index: string): Promise<void> {
    await connection.call({ method: "POST", path: `/${index}/_refresh`, repeatable: true }, LIMIT);
  }
}
