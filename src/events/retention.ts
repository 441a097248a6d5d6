import { dayMs } from "../domain/log-entry.ts";
import type { EventStore } from "../ports/event-store.ts";

export interface RetentionDeps {
  readonly store: Pick<EventStore, "catalogs" | "trim">;
  /** How long searches and events are kept, in days. */
  readonly days: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly onTrimmed: (catalog: string, entries: number) => void;
  readonly onTrouble: (error: unknown) => void;
}

export interface Retention extends Disposable {
  /** Removes what is too old. What it added to the counters stays: sums say nothing of a person. */
  trim(): Promise<void>;
  /** Now, and once an hour. */
  start(): void;
}

const everyMs = 3_600_000;

export const createRetention = ({ store, days, now, onTrimmed, onTrouble }: RetentionDeps): Retention => {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const trim = async (): Promise<void> => {
    for (const catalog of await store.catalogs()) {
      const entries = await store.trim(catalog, now() - days * dayMs);
      if (entries > 0) onTrimmed(catalog, entries);
    }
  };
  return {
    trim,
    start: () => {
      const run = () =>
        void trim().catch((error: unknown) => {
          if (!stopped) onTrouble(error);
        });
      run();
      timer = setInterval(run, everyMs).unref();
    },
    [Symbol.dispose]: () => {
      stopped = true;
      clearInterval(timer);
    },
  };
};
