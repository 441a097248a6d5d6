import type { Synonym, SynonymWatch } from "../domain/synonym.ts";
import type { SynonymStore } from "../ports/synonym-store.ts";
import { likelihoodRatio } from "./likelihood-ratio.ts";
import type { Trail } from "./trails.ts";
import type { Words } from "./words.ts";

export interface WatchDeps {
  readonly store: Pick<SynonymStore, "save">;
  readonly words: Words;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Searches since it is live; fewer say nothing. */
const LEAST = 20;
/** G² that chance alone exceeds once in a thousand looks. */
const SURE = 10.8;

/**
 * Notes what became of the searches that hold a live synonym's words since it is live. Where they lead to clicks more
 * seldom than before, one that nobody has looked at is taken back; one that a person wants is marked.
 *
 * @returns all of `known`, as they are now
 */
export async function watchLive(
  { store, words, now }: WatchDeps,
  known: readonly Synonym[],
  trails: readonly Trail[],
): Promise<readonly Synonym[]> {
  const live = known.filter(({ status }) => status === "live");
  if (live.length === 0) return known;
  const watched = watch(live, trails, words);
  const after: Synonym[] = [];
  for (const synonym of known) {
    const counts = watched.get(synonym.id);
    const seen = counts === undefined ? null : toWatch(counts);
    if (seen === null || JSON.stringify(seen) === JSON.stringify(synonym.watch)) {
      after.push(synonym);
      continue;
    }
    // The time of its last decision stays: it is counted from there.
    const noted = { ...synonym, watch: seen, revision: synonym.revision + 1 };
    const next: Synonym =
      seen.worse === true && synonym.by === "backfill"
        ? { ...noted, status: "retired", by: "watch", updatedAtMs: now() }
        : noted;
    // A change in between is another's, who is right.
    after.push((await store.save(next)) ? next : synonym);
  }
  return after;
}

interface Counts {
  readonly before: { searches: number; clicked: number };
  readonly since: { searches: number; empty: number; clicked: number; purchased: number };
}

function watch(live: readonly Synonym[], trails: readonly Trail[], words: Words): ReadonlyMap<string, Counts> {
  const sides = live.map(({ id, from, updatedAtMs }) => ({
    id,
    updatedAtMs,
    side: ` ${words.terms(from).join(" ")} `,
  }));
  const watched = new Map(
    live.map(({ id }): [string, Counts] => [
      id,
      { before: { searches: 0, clicked: 0 }, since: { searches: 0, empty: 0, clicked: 0, purchased: 0 } },
    ]),
  );
  for (const { searches } of trails) {
    for (const { text, atMs, total, clicked, bought } of searches) {
      const terms = ` ${words.terms(text).join(" ")} `;
      for (const { id, updatedAtMs, side } of sides) {
        if (!terms.includes(side)) continue;
        const { before, since } = watched.get(id)!;
        const when = atMs < updatedAtMs ? before : since;
        when.searches += 1;
        if (clicked.size > 0) when.clicked += 1;
        if (when === before) continue;
        if (total === 0) since.empty += 1;
        if (bought.size > 0) since.purchased += 1;
      }
    }
  }
  return watched;
}

const toWatch = ({ before, since }: Counts): SynonymWatch => {
  const worse =
    since.searches >= LEAST && likelihoodRatio(since.clicked, since.searches, before.clicked, before.searches) < -SURE;
  return { ...since, ...(worse && { worse }) };
};
