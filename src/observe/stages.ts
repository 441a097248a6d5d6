import { childSpan } from "./trace.ts";

/** What a search does one after the other; features and score only where something is learned. */
export const searchStages = ["parse", "retrieve", "features", "score", "rules", "present"] as const;
export type SearchStage = (typeof searchStages)[number];

/** Runs a stage of a search, measured and as a span of its trace; with a promise, until that is settled. */
export type Staged = <T>(stage: SearchStage, work: () => T) => T;

export const unmeasured: Staged = (_, work) => work();

/** @param observe is told of each stage that has come to its end how long it took, in seconds */
export const createStaged =
  (observe: Readonly<Record<SearchStage, (seconds: number) => void>>): Staged =>
  (stage, work) =>
    childSpan("internal", stage, noAttributes, () => {
      const startedAt = performance.now();
      const result = work();
      const done = () => observe[stage]((performance.now() - startedAt) / 1000);
      if (result instanceof Promise) result.then(done, done);
      else done();
      return result;
    });

const noAttributes = {};
