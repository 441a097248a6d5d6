import type { Impression } from "../domain/impression.ts";
import type { Outcome } from "../../ranking/labels/outcome.ts";
import type { SliceFacts } from "./gate-evidence.ts";
import { isPositive } from "./survey-log.ts";

export interface SliceFactsCollector {
  add(impression: Impression, outcomes: readonly (Outcome | null)[]): void;
  finish(): SliceFacts;
}

export function createSliceFacts(): SliceFactsCollector {
  const sessions = new Set<string>();
  const queries = new Map<string, number>();
  const shoppers = new Map<string, number>();
  const counts = { fromMs: Infinity, toMs: -Infinity, searches: 0, rows: 0, positives: 0, purchases: 0 };
  return {
    add({ shown, shownAtMs, user, session, queryId, normalized }, outcomes) {
      const positives = outcomes.filter((outcome, i) => isPositive(outcome) && shown[i]!.position > 0);
      counts.rows += shown.length;
      if (positives.length === 0) return;
      counts.fromMs = Math.min(counts.fromMs, shownAtMs);
      counts.toMs = Math.max(counts.toMs, shownAtMs);
      counts.searches += 1;
      counts.positives += positives.length;
      counts.purchases += positives.filter((outcome) => outcome!.purchases > outcome!.returned).length;
      sessions.add(session ?? user ?? queryId);
      queries.set(normalized, (queries.get(normalized) ?? 0) + 1);
      const shopper = user ?? session ?? queryId;
      shoppers.set(shopper, (shoppers.get(shopper) ?? 0) + 1);
    },
    finish: () => ({
      ...counts,
      fromMs: counts.searches === 0 ? 0 : counts.fromMs,
      toMs: counts.searches === 0 ? 0 : counts.toMs,
      sessions: sessions.size,
      queries: effective(queries),
      shoppers: effective(shoppers),
    }),
  };
}

/** How many equal ones would be spread as these are (Kish). */
function effective(counts: ReadonlyMap<string, number>): number {
  let sum = 0;
  let squares = 0;
  for (const count of counts.values()) {
    sum += count;
    squares += count * count;
  }
  return squares === 0 ? 0 : (sum * sum) / squares;
}
