import { retrievalComparison } from "./retrieval-comparison.contract.ts";
import { retrievalFacetContract } from "./retrieval-facets.contract.ts";
import { retrievalFollowingContract } from "./retrieval-following.contract.ts";
import type { Gaps, EngineUnderTest } from "./retrieval-harness.contract.ts";
import { retrievalHostileContract } from "./retrieval-hostile.contract.ts";
import { retrievalMatchingContract } from "./retrieval-matching.contract.ts";

/** What every retrieval engine must do, so that all answer alike. */
export function retrievalContract(name: string, engine: EngineUnderTest, gaps: Gaps = {}): void {
  describe(`${name} retrieves`, () => {
    retrievalMatchingContract(engine, gaps);
    retrievalFacetContract(engine, gaps);
    retrievalFollowingContract(engine, gaps);
    retrievalComparison(engine, gaps);
    retrievalHostileContract(engine, gaps);
    describe("knows its gaps", () => {
      for (const [id, why] of Object.entries(gaps)) it.todo(`${id}: ${why}`);
    });
  });
}
