import { retrievalComparison } from "./retrieval-comparison.contract.ts";
import { retrievalFacetContract } from "./retrieval-facets.contract.ts";
import { retrievalFollowingContract } from "./retrieval-following.contract.ts";
import type { Gaps, MakeRetrieval } from "./retrieval-harness.contract.ts";
import { retrievalMatchingContract } from "./retrieval-matching.contract.ts";

/** What every retrieval engine must do, so that all answer alike. */
export function retrievalContract(name: string, makeRetrieval: MakeRetrieval, gaps: Gaps = {}): void {
  describe(`${name} retrieves`, () => {
    retrievalMatchingContract(makeRetrieval, gaps);
    retrievalFacetContract(makeRetrieval, gaps);
    retrievalFollowingContract(makeRetrieval, gaps);
    retrievalComparison(makeRetrieval, gaps);
  });
}
