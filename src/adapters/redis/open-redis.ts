import type { ClearDisk } from "../../ports/clear-disk.ts";
import type { CounterStore } from "../../ports/counter-store.ts";
import type { RateCounts } from "../../ports/rate-counts.ts";
import type { SessionStore } from "../../ports/session-store.ts";
import { clearAppendFile } from "./clear-append-file.ts";
import { connect } from "./connection.ts";
import { createCounterStore } from "./counter-store.ts";
import { createRateCounts } from "./rate-counts.ts";
import { createSessionStore } from "./session-store.ts";

export interface RedisOptions {
  /** `redis://` or `rediss://`, with user and password where needed. */
  readonly url: string;
  /** What the names of our keys begin with: another log's counters are none of ours. */
  readonly prefix: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface RedisStores extends AsyncDisposable {
  readonly counters: CounterStore;
  readonly sessions: SessionStore;
  readonly rates: RateCounts;
  readonly clearDisk: ClearDisk;
  close(): Promise<void>;
}

/** Counters and sessions that any number of processes share. A Redis that is not there yet is waited for by nobody. */
export async function openRedis({ url, prefix, now }: RedisOptions): Promise<RedisStores> {
  const connection = await connect(url);
  let closing: Promise<void> | null = null;
  const close = () => (closing ??= connection.close());
  return {
    counters: createCounterStore(connection, { prefix, close }),
    sessions: createSessionStore(connection, { prefix, now, close }),
    rates: createRateCounts(connection, prefix),
    clearDisk: clearAppendFile(connection, prefix),
    close,
    [Symbol.asyncDispose]: close,
  };
}
