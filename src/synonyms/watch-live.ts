import type { Synonym, SynonymWatch } from "../domain/synonym.ts";
import type { SynonymStore } from "../ports/synonym-store.ts";
import type { Words } from "./words.ts";
import type { Trail } from "./trails.ts";

export interface WatchDeps {
  readonly store: Pick<SynonymStore, "save">;
  readonly words: Words;
}

/** Notes what became of the searches that hold a live synonym's words since it is live. */
export async function watchLive(
  { store, words }: WatchDeps,
  known: readonly Synonym[],
  trails: readonly Trail[],
): Promise<void> {
  const live = known.filter(({ status }) => status === "live");
  if (live.length === 0) return;
  const sides = new Map(live.map(({ id, from }) => [id, ` ${words.terms(from).join(" ")} `]));
  const watched = new Map(live.map(({ id }) => [id, { searches: 0, empty: 0, clicked: 0, purchased: 0 }]));
  for (const { searches } of trails) {
    for (const { text, atMs, total, clicked, bought } of searches) {
      const terms = ` ${words.terms(text).join(" ")} `;
      for (const { id, updatedAtMs } of live) {
        if (atMs < updatedAtMs || !terms.includes(sides.get(id)!)) continue;
        const watch = watched.get(id)!;
        watch.searches += 1;
        if (total === 0) watch.empty += 1;
        if (clicked.size > 0) watch.clicked += 1;
        if (bought.size > 0) watch.purchased += 1;
      }
    }
  }
  for (const synonym of live) {
    const watch: SynonymWatch = watched.get(synonym.id)!;
    if (JSON.stringify(watch) === JSON.stringify(synonym.watch)) continue;
    // The time of its last decision stays: it is counted from there. A change in between is another's, who is right.
    await store.save({ ...synonym, watch, revision: synonym.revision + 1 });
  }
}
