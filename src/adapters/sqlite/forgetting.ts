import { setTimeout as sleep } from "node:timers/promises";
import type { ClearDisk } from "../../ports/clear-disk.ts";
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
  /** The same at once, and told what became of it. */
  readonly clearDisk: ClearDisk;
  /** Resolves when nothing of what was erased before is on disk, as far as the options let it. */
  settle(): Promise<void>;
}

/** What retention leaves behind is no debt to a shopper: the file is written anew when this much of it can be given back. */
const worthRewriting = 0.25;

/** Readers hold the log of pages for moments; beyond these tries the next erasure does it. */
const tries = 50;
const pauseMs = 100;

/**
 * What is erased from the log of behaviour leaves the disk too, a moment later. `secure_delete` overwrites it where it
 * stood; pages that have been split before keep copies in their unused parts, which only writing the file anew clears;
 * and the log of pages (WAL) keeps pages from before until it is cut. Retention, which runs every hour, makes writes wait
 * for a new file only where it gives room back.
 */
export const forgetting = (store: EventStore, writer: Connection, options: ForgettingOptions = {}): Forgetting => {
  const { rewriteUpTo = 512 * 1024 * 1024, quietMs = 3000 } = options;
  let timer: NodeJS.Timeout | null = null;
  let isErasure = false;
  let working: Promise<void> = Promise.resolve();

  const clear = async (unusedShare: number): Promise<string | null> => {
    await writer.call("dropEmptyCounters");
    const bytes = await writer.call("rewritePages", rewriteUpTo, unusedShare);
    let isCut = await writer.call("cutPageLog");
    for (let i = 1; i < tries && !isCut; i++) {
      await sleep(pauseMs);
      isCut = await writer.call("cutPageLog");
    }
    if (bytes > rewriteUpTo) return tooLarge(bytes, rewriteUpTo);
    return isCut ? null : readersInTheWay;
  };
  const run = (): void => {
    timer = null;
    const unusedShare = isErasure ? 0 : worthRewriting;
    isErasure = false;
    // A full disk, or a file that is being closed: the next erasure tries again.
    working = working
      .then(() => clear(unusedShare))
      .then(
        () => undefined,
        () => undefined,
      );
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
        isErasure = true;
        soon();
        return erased;
      },
      trim: async (catalog, beforeMs) => {
        const removed = await store.trim(catalog, beforeMs);
        if (removed > 0) soon();
        return removed;
      },
    },
    clearDisk: () => {
      const cleared = working.then(() => clear(0));
      working = cleared.then(
        () => undefined,
        () => undefined,
      );
      return cleared;
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

const megabytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MB`;

const tooLarge = (bytes: number, most: number): string =>
  `The database has ${megabytes(bytes)}; above ${megabytes(most)} it is not written anew while it serves, and unused parts of its pages may hold copies of what was erased. Stop winnow, run sqlite3 winnow.db VACUUM in its data folder, and start it.`;

const readersInTheWay =
  "Another process reads the database without a pause, so that its log of pages still holds what was erased. It is tried again with the next erasure job.";
