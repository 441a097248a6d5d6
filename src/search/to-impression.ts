import type { Impression, ShownProduct } from "../domain/impression.ts";
import type { SearchRequest } from "../domain/search.ts";
import { nobody } from "../domain/visitor.ts";
import type { Learning } from "./learning.ts";
import type { Ordered } from "./order-window.ts";
import { windowSize, type SearchPlan } from "./plan.ts";
import type { Found } from "./relax.ts";

/** Candidates of the window that were not shown and are logged all the same: what was left out is to be learned too. */
const sampled = 4;

/**
 * What was asked, what was shown, and the numbers it was ordered by.
 */
export function toImpression(
  queryId: string,
  request: SearchRequest,
  { retrieved, tree }: Found,
  { ranked, ranking, learned }: Ordered,
  { offset, skip }: SearchPlan,
  learning: Learning,
): Impression {
  const visitor = request.visitor ?? nobody;
  const page = ranked.slice(skip, skip + request.size);
  // Beyond the window nothing was computed: such a page is remembered without numbers.
  const vectors = visitor.bot || skip + page.length > windowSize ? null : (learned?.rescored.vectors ?? null);
  const unshown = vectors === null ? [] : sample(ranked.slice(0, windowSize), skip, skip + page.length, learning);
  const places = [...page.map((_, i) => skip + i), ...unshown];
  const shown = places.map((place, i): ShownProduct => {
    const { candidate, index, score } = ranked[place]!;
    return {
      id: candidate.id,
      group: candidate.group,
      position: i < page.length ? offset + i + 1 : 0,
      firstStageRank: index + 1,
      score,
      propensity: learned?.propensities[place] ?? 1,
      ownPlace: i < page.length ? (learned?.ownPlaces[place] ?? null) : null,
    };
  });
  const text = learning.scrub(request.text);
  return {
    queryId,
    catalog: request.catalog,
    shownAtMs: learned?.nowMs ?? learning.now(),
    ...visitor,
    text,
    // Split into words, an address is not seen as one any more.
    normalized: tree === null || text !== request.text ? "" : tree.text,
    filters: request.filters,
    sort: request.sort,
    page: request.page,
    size: request.size,
    total: retrieved.total,
    engine: learning.engine,
    modelVersion: ranking.model,
    arm: ranking.arm,
    rescoreMs: ranking.model === null ? null : (learned?.rescored.ms ?? null),
    featureSet: learning.featureSet.hash,
    stateSequence: learned?.rescored.stateSequence ?? 0,
    sessionSequence: learned?.rescored.sessionSequence ?? 0,
    shown,
    vectors:
      vectors === null
        ? new Float32Array(0)
        : pick(
            vectors,
            places.map((place) => ranked[place]!.index),
            learning,
          ),
  };
}

/** Places of the window outside the page. */
function sample(window: readonly unknown[], from: number, to: number, learning: Learning): readonly number[] {
  const outside = window.length - (to - from);
  const chosen = new Set<number>();
  for (let i = 0; i < Math.min(sampled, outside); i += 1) {
    const drawn = Math.floor(learning.random() * outside);
    chosen.add(drawn < from ? drawn : drawn + (to - from));
  }
  return [...chosen];
}

function pick(vectors: Float32Array, rows: readonly number[], { featureSet }: Learning): Float32Array {
  const columns = featureSet.names.length;
  const picked = new Float32Array(rows.length * columns);
  for (const [i, row] of rows.entries()) picked.set(vectors.subarray(row * columns, (row + 1) * columns), i * columns);
  return picked;
}
