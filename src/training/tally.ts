import type { LogEntry } from "../domain/log-entry.ts";

/** What has come in since the last training. */
export interface Tally {
  readonly searches: number;
  readonly events: number;
  readonly clicks: number;
  readonly carts: number;
  readonly purchases: number;
  /** Searches that something came of: what a model can learn from. */
  readonly judgedSearches: number;
}

export interface Tallying {
  add(entry: LogEntry): void;
  read(): Tally;
}

export function createTally(): Tallying {
  const judged = new Set<string>();
  const counts = { searches: 0, events: 0, clicks: 0, carts: 0, purchases: 0 };
  return {
    add(entry) {
      if (entry.kind === "impression") {
        if (entry.impression.page === 1 && !entry.impression.bot) counts.searches += 1;
        return;
      }
      const { type, queryId, setAside } = entry.event;
      counts.events += 1;
      if (setAside !== null) return;
      const kind = kinds[type];
      if (kind === undefined) return;
      counts[kind] += 1;
      if (queryId !== null) judged.add(queryId);
    },
    read: () => ({ ...counts, judgedSearches: judged.size }),
  };
}

const kinds: Readonly<Record<string, "clicks" | "carts" | "purchases">> = {
  click: "clicks",
  add_to_cart: "carts",
  purchase: "purchases",
};
