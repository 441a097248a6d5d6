import type { Arm, Impression } from "../domain/impression.ts";
import type { ArmTraffic, QueryTraffic } from "./traffic-report.ts";

interface RecentSearch extends Outcome {
  readonly atMs: number;
  /** As understood. */
  readonly text: string;
  readonly typed: string;
  readonly arm: Arm;
  readonly model: string | null;
  readonly empty: boolean;
}

interface Outcome {
  clicked: boolean;
  purchased: boolean;
}

/** The last searches and what came of each. */
export interface RecentSearches {
  searched(impression: Impression): void;
  happened(queryId: string, what: "clicks" | "add_to_carts" | "purchases"): void;
  since(fromMs: number): readonly RecentSearch[];
}

const most = 20_000;
const mostEarly = 2_000;
const listed = 20;

export const createRecentSearches = (): RecentSearches => {
  const searches = new Map<string, RecentSearch>();
  // Searches are written in batches, so a quick click may stand in the log before what was clicked.
  const early = new Map<string, Outcome>();
  return {
    searched({ queryId, shownAtMs, normalized, text, arm, modelVersion, total }) {
      if (searches.has(queryId)) return;
      searches.set(queryId, {
        atMs: shownAtMs,
        text: normalized === "" ? text : normalized,
        typed: text.trim().toLowerCase().replace(/\s+/gu, " "),
        arm,
        model: modelVersion,
        empty: total === 0,
        ...(early.get(queryId) ?? { clicked: false, purchased: false }),
      });
      early.delete(queryId);
      keepLast(searches, most);
    },
    happened(queryId, what) {
      const outcome = searches.get(queryId) ?? early.get(queryId) ?? { clicked: false, purchased: false };
      outcome.clicked = true;
      if (what === "purchases") outcome.purchased = true;
      if (searches.has(queryId)) return;
      early.set(queryId, outcome);
      keepLast(early, mostEarly);
    },
    since: (fromMs) => [...searches.values()].filter(({ atMs }) => atMs >= fromMs),
  };
};

const keepLast = (map: Map<string, unknown>, count: number): void => {
  const oldest = map.keys().next();
  if (map.size > count && oldest.done !== true) map.delete(oldest.value);
};

/**
 * Browsing without words is not a query. What found something is counted as understood; what found nothing as typed, since
 * a correction that found nothing (`below dryer`) tells nobody what was wanted (`blow dryer`).
 */
export const countQueries = (searches: readonly RecentSearch[]) => {
  const worded = searches.filter(({ typed }) => typed !== "");
  const by = (textOf: (search: RecentSearch) => string) =>
    groupBy(worded, textOf).map(([first, group]): QueryTraffic => ({ text: textOf(first), ...outcomes(group) }));
  return {
    top_queries: largest(
      by(({ text }) => text),
      ({ searches }) => searches,
    ),
    empty_queries: largest(
      by(({ typed }) => typed).filter(({ zero_results }) => zero_results > 0),
      ({ zero_results }) => zero_results,
    ),
  };
};

export const countArms = (searches: readonly RecentSearch[]): readonly ArmTraffic[] =>
  largest(
    groupBy(searches, ({ arm, model }) => `${arm} ${model ?? ""}`).map(([{ arm, model }, group]) => ({
      arm,
      model,
      ...outcomes(group),
    })),
    ({ searches }) => searches,
  );

const outcomes = (group: readonly RecentSearch[]) => ({
  searches: group.length,
  clicked: group.filter(({ clicked }) => clicked).length,
  purchased: group.filter(({ purchased }) => purchased).length,
  zero_results: group.filter(({ empty }) => empty).length,
});

const groupBy = (searches: readonly RecentSearch[], keyOf: (search: RecentSearch) => string) => {
  const groups = new Map<string, [RecentSearch, RecentSearch[]]>();
  for (const search of searches) {
    const group = groups.get(keyOf(search));
    if (group === undefined) groups.set(keyOf(search), [search, [search]]);
    else group[1].push(search);
  }
  return [...groups.values()];
};

const largest = <T>(list: readonly T[], of: (one: T) => number): readonly T[] =>
  [...list].sort((a, b) => of(b) - of(a)).slice(0, listed);
