import { ndcg } from "../../ranking/metrics/ndcg.ts";
import type { SynonymEffect, SynonymEvidence } from "../domain/synonym.ts";
import type { AskedText } from "./asked-texts.ts";
import type { Rule } from "./live-synonyms.ts";

/** What a search finds, by the first stage's order. */
export interface Answered {
  readonly total: number;
  /** Whether all that was asked for, as it was asked, is in what was found. */
  readonly whole: boolean;
  /** The first 24, best first. */
  readonly groups: readonly string[];
}

/** Answers a search as it would be with these synonyms. */
export type Replay = (text: string, rules: readonly Rule[]) => Promise<Answered>;

/** Answers the searches again, without and with a synonym. @param texts that it is about, most frequent first */
export async function measureEffect(
  replay: Replay,
  texts: readonly AskedText[],
  rules: { readonly without: readonly Rule[]; readonly with: readonly Rule[] },
): Promise<SynonymEffect> {
  const sum = { searches: 0, recovered: 0, emptyBefore: 0, emptyAfter: 0, answered: 0, displaced: 0 };
  const judged = { searches: 0, refoundBefore: 0, refoundAfter: 0, ndcgBefore: 0, ndcgAfter: 0 };
  for (const { text, count, wanted } of texts) {
    const before = await replay(text, rules.without);
    const after = await replay(text, rules.with);
    sum.searches += count;
    if (before.total === 0) sum.emptyBefore += count;
    if (after.total === 0) sum.emptyAfter += count;
    const was = before.whole && before.total > 0;
    if (!was && after.whole && after.total > 0) sum.recovered += count;
    if (was) {
      const still = new Set(after.groups.slice(0, 10));
      sum.answered += count;
      sum.displaced += count * before.groups.slice(0, 10).filter((group) => !still.has(group)).length;
    }
    if (wanted.size === 0) continue;
    judged.searches += count;
    judged.refoundBefore += count * shareOf(wanted, before);
    judged.refoundAfter += count * shareOf(wanted, after);
    judged.ndcgBefore += count * ndcgOf(wanted, before);
    judged.ndcgAfter += count * ndcgOf(wanted, after);
  }
  const mean = (total: number, of: number): number => (of === 0 ? 0 : total / of);
  return {
    ...{ searches: sum.searches, recovered: sum.recovered },
    ...{ emptyBefore: sum.emptyBefore, emptyAfter: sum.emptyAfter },
    displaced: mean(sum.displaced, sum.answered),
    refoundBefore: mean(judged.refoundBefore, judged.searches),
    refoundAfter: mean(judged.refoundAfter, judged.searches),
    ndcgBefore: mean(judged.ndcgBefore, judged.searches),
    ndcgAfter: mean(judged.ndcgAfter, judged.searches),
  };
}

/** Whether it helps anyone at all; what does not is not even proposed. */
export const isUseful = (effect: SynonymEffect): boolean => {
  const { searches, recovered, refoundBefore, refoundAfter, ndcgBefore, ndcgAfter } = effect;
  if (recovered === 0 && refoundAfter <= refoundBefore && ndcgAfter <= ndcgBefore) return false;
  const least = recovered >= 0.5 * searches ? whereWordsWereDropped : whereAnswered;
  return ndcgAfter >= least.ndcg * ndcgBefore && refoundAfter >= least.refound * refoundBefore;
};

/** Shares of what there was before that must be left. */
const whereAnswered = { ndcg: 0.95, refound: 0.85 };
/** Where words were dropped to find anything, clicks are on what was shown for the rest: a true answer has less of it. */
const whereWordsWereDropped = { ndcg: 0.8, refound: 0.5 };

/** Whether it may go live without a person: many say so, most of the searches are answered by it, and none lose. */
export const isClearlyGood = (effect: SynonymEffect, evidence: SynonymEvidence | null): boolean =>
  evidence !== null &&
  evidence.shoppers >= 5 &&
  evidence.share >= 0.5 &&
  effect.recovered >= 0.5 * effect.searches &&
  effect.ndcgAfter >= effect.ndcgBefore + 0.1 &&
  effect.refoundAfter >= whereAnswered.refound * effect.refoundBefore &&
  effect.displaced <= 1;

const shareOf = (wanted: ReadonlySet<string>, { groups }: Answered): number =>
  groups.filter((group) => wanted.has(group)).length / Math.min(wanted.size, 24);

const ndcgOf = (wanted: ReadonlySet<string>, { groups }: Answered): number =>
  ndcg(
    groups.map((group) => (wanted.has(group) ? 1 : 0)),
    Array.from(wanted, () => 1),
    10,
  ) ?? 0;
