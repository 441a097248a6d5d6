import type { LogEntry } from "./domain/log-entry.ts";
import type { Behind, StateSources } from "./observe/state-metrics.ts";
import type { Stores } from "./open-engine.ts";
import type { JobQueue } from "./ports/job-queue.ts";
import type { ServingModels } from "./training/serving-models.ts";

export interface StateSourcesDeps {
  readonly stores: Pick<Stores, "events" | "counters" | "keepsBehaviour" | "breakers">;
  readonly queue: Pick<JobQueue, "counts">;
  readonly serving: Pick<ServingModels, "of">;
  readonly catalogs: () => readonly string[];
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What metrics say of learning, of the queue and of the servers that are asked. */
export const stateSources = ({ stores, queue, serving, catalogs, now }: StateSourcesDeps): StateSources => ({
  models: () =>
    catalogs().map((catalog) => {
      const { champion, canary, refused, suspended } = serving.of(catalog);
      return {
        catalog,
        champion: champion?.version ?? null,
        canary: canary?.model.version ?? null,
        refused: refused.length,
        suspended: suspended !== null,
      };
    }),
  jobs: () => queue.counts(),
  ...(stores.breakers !== undefined && { breakers: stores.breakers }),
  ...(stores.keepsBehaviour && {
    behind: () => Promise.all(catalogs().map((catalog) => behindOf(stores, catalog, now()))),
  }),
});

const behindOf = async (
  { events, counters }: Pick<Stores, "events" | "counters">,
  catalog: string,
  nowMs: number,
): Promise<Behind> => {
  const folded = await counters.sequence(catalog);
  const head = await events.head(catalog);
  if (folded >= head) return { catalog, entries: 0, staleMs: 0 };
  const [oldest] = (await events.tail(catalog, folded, 1)).entries;
  const staleMs = oldest === undefined ? 0 : Math.max(0, nowMs - cameAtMs(oldest));
  return { catalog, entries: head - folded, staleMs };
};

const cameAtMs = (entry: LogEntry): number =>
  entry.kind === "impression" ? entry.impression.shownAtMs : entry.event.receivedAtMs;
