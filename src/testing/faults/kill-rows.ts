import { killInEvents } from "./kill-events.ts";
import { killInIndex } from "./kill-index.ts";
import { killInIngest } from "./kill-ingest.ts";
import { killInPromotion } from "./kill-promotion.ts";
import { type FaultRow, within } from "./row.ts";

const made = "a child process that does nothing else is killed with SIGKILL at seeded points";

/** On the embedded deployment; what the same is on Elasticsearch and Redis, `src/events/kill.live.test.ts` shows. */
export const killRows: readonly FaultRow[] = [
  {
    ...{ id: "kill-ingest", of: "kill -9", fault: "in single writes and imports", made },
    answers: {},
    remark: "Each write is there or not, an import as a whole; the next start clears what the dead one had staged.",
    fast: null,
    heals: { how: "by itself at the next start", within: within.soon },
    run: killInIngest,
  },
  {
    ...{ id: "kill-events", of: "kill -9", fault: "in events, counting and erasures", made },
    answers: {},
    remark: "No event is lost, none counted twice, and an erasure that was asked for is finished.",
    fast: null,
    heals: { how: "by itself: the next process counts on where the last one was", within: within.soon },
    run: killInEvents,
  },
  {
    ...{ id: "kill-merge", of: "kill -9", fault: "in a merge of index parts", made },
    answers: { search: ["200"] },
    remark: "A merge changes nothing durable.",
    fast: { slowest: within.soon, usually: within.instantly },
    heals: { how: "by itself: the index is read from its snapshot and follows the store", within: within.tenSeconds },
    quickPoints: 8,
    run: killInIndex("merge"),
  },
  {
    ...{ id: "kill-snapshot", of: "kill -9", fault: "in writing a snapshot of the index" },
    made: "a child process is killed with SIGKILL before the n-th write, sync or rename of a snapshot, n seeded",
    answers: { search: ["200"] },
    remark: "The snapshot is the one before or the new one, never half; the next start removes what was half written.",
    fast: { slowest: within.soon, usually: within.instantly },
    heals: { how: "by itself at the next start", within: within.tenSeconds },
    quickPoints: 8,
    run: killInIndex("snapshot"),
  },
  {
    ...{ id: "kill-promotion", of: "kill -9", fault: "in storing, promoting and rolling back models", made },
    answers: {},
    remark:
      "The pointer is the one before or the new one, with a decision that says why; statuses are set right by the next decision.",
    fast: null,
    heals: { how: "by itself at the next start", within: within.soon },
    run: killInPromotion,
  },
];
