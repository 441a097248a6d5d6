import { setTimeout as sleep } from "node:timers/promises";
import type { Connection } from "./connection.ts";
import { ofAnswer } from "./errors.ts";
import { logProperties } from "./log-documents.ts";
import type { Names } from "./names.ts";

/**
 * The index of each catalogue's log, and how far it can be read.
 *
 * A log has one primary shard, and its order is that shard's `_seq_no`: given to writes one after the other, and never
 * again, whoever writes. Sequences are it plus one, since 0 means the beginning. Gaps are normal: what marks repeats, and
 * what is removed, uses up numbers, too. Writes with neighbouring numbers may become visible in any order, so what is read
 * ends at the shard's global checkpoint: all up to it is on every copy, and nothing can come before it any more.
 */
export interface LogIndex {
  /** What to send requests of a catalogue's log to. */
  alias(catalog: string): string;
  /** Makes it when it is not there. */
  ensure(catalog: string): Promise<void>;
  /** Those that have a log, by name. */
  catalogs(): Promise<readonly string[]>;
  /**
   * The last sequence up to which all is there to be searched; 0 where there is no log.
   * @param how `lately` puts up with an answer that is a moment old, but knows what this process has written
   */
  readable(catalog: string, how?: "now" | "lately"): Promise<number>;
  /** All up to this sequence is there to be searched already. */
  isReadable(catalog: string, sequence: number): boolean;
  /** To be told of writes that this process has seen acknowledged; what is read after has them. */
  wrote(catalog: string, sequence: number): void;
  /** To be told of removals. */
  removed(catalog: string): void;
  /** To be told that there is no such log any more. */
  gone(catalog: string): void;
}

interface State {
  made: boolean;
  /** The last sequence that this process was told is durable. */
  written: number;
  /** The last answer of `readable`, and when it was asked for. */
  last: { until: number; askedAtMs: number } | null;
  /** All up to here has been refreshed. */
  refreshed: number;
  running: Promise<number> | null;
  next: Promise<number> | null;
}

const LIMIT = { ms: 10_000 };
const MOMENT_MS = 100;
/** How long a write of another process, begun before one of ours, is waited for. */
const PATIENCE_MS = 1000;

export function createLogIndex(connection: Connection, names: Names): LogIndex {
  const states = new Map<string, State>();
  const stateOf = (catalog: string): State => {
    const known = states.get(catalog);
    if (known !== undefined) return known;
    const state: State = { made: false, written: 0, last: null, refreshed: 0, running: null, next: null };
    states.set(catalog, state);
    return state;
  };
  const aliasOf = (catalog: string): string => names.log(catalog).alias;

  /** Null while a log that was just made has no primary shard yet. */
  const checkpoint = async (catalog: string): Promise<number | null> => {
    const query = { level: "shards", filter_path: "indices.*.shards.*.routing.primary,indices.*.shards.*.seq_no" };
    const path = `/${aliasOf(catalog)}/_stats/docs`;
    const { status, body } = await connection.call<Stats>(
      { method: "GET", path, query, accept: [404], repeatable: true },
      LIMIT,
    );
    if (status === 404) return 0;
    const [index] = Object.values(body.indices ?? {});
    const primary = index?.shards?.["0"]?.find(({ routing }) => routing.primary);
    return primary === undefined ? null : primary.seq_no.global_checkpoint + 1;
  };
  const look = async (catalog: string): Promise<number> => {
    const state = stateOf(catalog);
    const askedAtMs = performance.now();
    let until = await checkpoint(catalog);
    const isBehind = () => until === null || (until > 0 && until < state.written);
    while (isBehind() && performance.now() - askedAtMs < PATIENCE_MS) {
      await sleep(5);
      until = await checkpoint(catalog);
    }
    if (until === null) throw ofAnswer(503, `the primary shard of ${names.log(catalog).index} is not there.`);
    // Beyond patience, or of a log that was removed and made anew: what is not there yet is not waited for again.
    state.written = Math.min(state.written, until);
    if (until > state.refreshed) {
      await connection.call({ method: "POST", path: `/${aliasOf(catalog)}/_refresh`, repeatable: true }, LIMIT);
      state.refreshed = until;
    }
    state.last = { until, askedAtMs };
    return until;
  };
  /** One look at a time: who comes while one is under way shares the next. */
  const lookTogether = (catalog: string): Promise<number> => {
    const state = stateOf(catalog);
    if (state.running === null) {
      const running = look(catalog).finally(() => (state.running = null));
      return (state.running = running);
    }
    const before = state.running.catch(() => undefined);
    return (state.next ??= before.then(() => {
      state.next = null;
      return lookTogether(catalog);
    }));
  };

  return {
    alias: aliasOf,
    async ensure(catalog) {
      const state = stateOf(catalog);
      if (state.made) return;
      await createLog(connection, names, catalog);
      state.made = true;
    },
    async catalogs() {
      const query = { expand_wildcards: "all", filter_path: "*.mappings._meta" };
      const call = { method: "GET", path: `/${names.logs}/_mapping`, query, accept: [404], repeatable: true } as const;
      const { body } = await connection.call<Readonly<Record<string, Mapped>>>(call, LIMIT);
      // Another winnow's prefix may begin with ours.
      return Object.entries(body)
        .flatMap(([index, { mappings }]) => {
          const name = mappings?._meta?.catalog;
          return name !== undefined && names.log(name).index === index ? [name] : [];
        })
        .sort();
    },
    async readable(catalog, how = "now") {
      const { last, written } = stateOf(catalog);
      const isFresh = last !== null && last.until >= written && performance.now() - last.askedAtMs < MOMENT_MS;
      return how === "lately" && isFresh ? last.until : await lookTogether(catalog);
    },
    isReadable: (catalog, sequence) => sequence <= stateOf(catalog).refreshed,
    wrote(catalog, sequence) {
      const state = stateOf(catalog);
      state.written = Math.max(state.written, sequence);
    },
    removed: (catalog) => void (stateOf(catalog).last = null),
    gone: (catalog) => void states.delete(catalog),
  };
}

interface Stats {
  readonly indices?: Readonly<Record<string, { readonly shards?: Readonly<Record<string, readonly ShardStats[]>> }>>;
}

interface ShardStats {
  readonly routing: { readonly primary: boolean };
  readonly seq_no: { readonly global_checkpoint: number };
}

interface Mapped {
  readonly mappings?: { readonly _meta?: { readonly catalog?: string } };
}

/** With its alias in one step; who comes second finds it made. */
async function createLog(connection: Connection, names: Names, catalog: string): Promise<void> {
  const { index, alias } = names.log(catalog);
  const body = {
    settings: {
      number_of_shards: 1,
      auto_expand_replicas: "0-1",
      hidden: true,
      // Who reads refreshes; this is for people who look into it.
      refresh_interval: "30s",
      // The default, said because all rests on it: what is acknowledged has been synced to disk.
      "translog.durability": "request",
    },
    mappings: { dynamic: false, _meta: { catalog }, properties: logProperties },
    aliases: { [alias]: { is_hidden: true } },
  };
  const { status } = await connection.call({ method: "HEAD", path: `/${alias}`, accept: [404] }, LIMIT);
  if (status === 404) await connection.call({ method: "PUT", path: `/${index}`, body, accept: [400] }, { ms: 30_000 });
}
