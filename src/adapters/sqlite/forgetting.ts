import { setTimeout as sleep } from "node:timers/promises";
import type { EventStore } from "../../ports/event-store.ts";
import type { Connection } from "./client.ts";

export interface ForgettingOptions {
  /** A file of no more bytes is written anew after an erasure; writes wait some 10 ms a megabyte for it. */
  readonly rewriteUpTo?: number;
  /** Erasures that follow each other so soon share it; by then every process has heard what counters have lost. In ms. */
  readonly quietMs?: number;
}

/** The log of behaviour, and how to let go of what is still to be done. */
export interface Forgetting {
  readonly store: EventStore;
  /** Resolves when nothing of what was erased before is on disk, as far as the options let it. */
  settle(): Promise<void>;
}

/** Readers hold the log of pages for moments; beyond these tries the next erasure does it. */
const tries = 50;
const pauseMs = 100;

/**
 * What is removed from the log of behaviour leaves the disk too, a moment later. `secure_delete` overwrites it where it
 * stood; pages that have been split before keep copies in their unused parts, which only writing the file anew clears;
 * and the log of pages (WAL) keeps pages from before until it is cut.
 */
export const forgetting = (store: EventStore, writer: Connection, options: ForgettingOptions = {}): Forgetting => {
  const { rewriteUpTo = 512 * 1024 * 1024, quietMs = 3000 } = options;
  let timer: NodeJS.Timeout | null = null;
  let working: Promise<void> = Promise.resolve();

  const clear = async (): Promise<void> => {
    await writer.call("dropEmptyCounters");
    await writer.call("rewritePages", rewriteUpTo);
    for (let i = 0; i < tries && !(await writer.call("cutPageLog")); i++) await sleep(pauseMs);
  };
  const run = (): void => {
    timer = null;
    // A full disk, or a file that is being closed: the next erasure tries again.
    working = working.then(clear).catch(() => undefined);
  };
  const soon = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(run, quietMs);
  };
  return {
    store: {
      ...store,
      erase: async (catalog, erasure) => {
        const erased = await store.erase(catalog, erasure);
        soon();
        return erased;
      },
      trim: async (catalog, beforeMs) => {
        const removed = await store.trim(catalog, beforeMs);
        if (removed > 0) soon();
        return removed;
      },
    },
    async settle() {
      if (timer !== null) {
        clearTimeout(timer);
        run();
      }
      await working;
    },
  };
};
