import type { JobPolicy } from "../domain/job.ts";
import type { JobName } from "../wire/job.ts";

/** What a job is, beside its payload (`wire/job.ts`) and its handler (handed to the worker). */
export interface JobDefinition extends Omit<JobPolicy, "name"> {
  /** What it does, for those who look at the list. */
  readonly says: string;
}

const minute = 60_000;

/**
 * All jobs there are. To add one: its payload in `wire/job.ts`, a line here, and a handler in `bind-jobs.ts`. A handler does
 * the same when it is done twice.
 */
export const definitions: Readonly<Record<JobName, JobDefinition>> = {
  fold_events: {
    says: "Counts what shoppers did, up to now; the servers do so by themselves all the time.",
    ...{ attempts: 5, backoffMs: 2000, concurrency: 1, exclusive: false },
  },
  retrain: {
    says: "Trains a model from the log, judges it, and promotes or refuses it.",
    ...{ attempts: 3, backoffMs: minute, concurrency: 1, exclusive: true },
  },
  judge_canary: {
    says: "Decides on a model that is tried on a share of the shoppers.",
    ...{ attempts: 5, backoffMs: 2000, concurrency: 1, exclusive: false },
  },
  reindex: {
    says: "Builds a catalogue's index anew from what is stored; searches go on meanwhile.",
    ...{ attempts: 3, backoffMs: minute, concurrency: 1, exclusive: true },
  },
  retention: {
    says: "Removes searches and events past their time.",
    ...{ attempts: 5, backoffMs: minute, concurrency: 1, exclusive: true },
  },
  erasure: {
    says: "Finishes forgetting shoppers: their entries go once the counters hold them no longer.",
    ...{ attempts: 8, backoffMs: 10_000, concurrency: 1, exclusive: false },
  },
  backfill_descriptions: {
    says: "Has a language model write descriptions where products have none.",
    ...{ attempts: 5, backoffMs: minute, concurrency: 1, exclusive: true },
  },
  backfill_synonyms: {
    says: "Looks for words that shoppers use and the catalogue does not, and measures what they would change.",
    ...{ attempts: 3, backoffMs: minute, concurrency: 1, exclusive: true },
  },
  mine_suggestions: {
    says: "Takes over as suggestions what several shoppers searched for and found.",
    ...{ attempts: 3, backoffMs: minute, concurrency: 1, exclusive: true },
  },
};

/** For queues. */
export const jobPolicies: readonly JobPolicy[] = Object.entries(definitions).map(
  ([name, { attempts, backoffMs, concurrency, exclusive }]) => ({ name, attempts, backoffMs, concurrency, exclusive }),
);
