import type { Check } from "../domain/model.ts";
import type { Interval } from "../../ranking/metrics/bootstrap.ts";
import type { ArmFacts, CanaryArms } from "./canary-arms.ts";
import type { CanarySettings } from "./settings.ts";

export interface CanaryVerdict {
  readonly verdict: "promote" | "roll_back" | "wait";
  readonly reason: string;
  readonly checks: readonly Check[];
}

/**
 * Whether a model that serves a share of the shoppers may serve all, has to go, or stays as it is. It may be asked at
 * any time and as often as one likes: the intervals hold for all looks together.
 *
 * @param runningMs since the share was given to it
 */
export function judgeCanary(arms: CanaryArms, runningMs: number, settings: CanarySettings): CanaryVerdict {
  const { champion, challenger } = arms;
  const { minSearches, minMs, maxMs, tolerance } = settings;
  const clicks = clickCheck(champion, challenger, settings);
  const checks = [clicks, emptyCheck(champion, challenger, settings), ...serviceChecks(champion, challenger, settings)];
  const harm = checks.find(({ passed }) => !passed);
  if (harm !== undefined) return { verdict: "roll_back", reason: harm.says, checks };

  const enough = challenger.searches >= minSearches && champion.searches > 0 && runningMs >= minMs;
  const limit = -tolerance * rateOf(champion);
  if (enough && clicks.low! > limit) return { verdict: "promote", reason: clicks.says, checks };
  if (runningMs >= maxMs && challenger.searches > 0) {
    // No harm was found in all that time; what it was promoted for was shown on the log.
    if (clicks.value! >= limit)
      return { verdict: "promote", reason: `${clicks.says} The time for trying is over.`, checks };
    return { verdict: "roll_back", reason: `${clicks.says} The time for trying is over, and it looks worse.`, checks };
  }
  const says = `${challenger.searches} of ${minSearches} searches tried. ${clicks.says}`;
  return { verdict: "wait", reason: says, checks };
}

function clickCheck(champion: ArmFacts, challenger: ArmFacts, { falseAlarms, tolerance }: CanarySettings): Check {
  const gain = always(rateOf(challenger) - rateOf(champion), Math.hypot(errorOf(champion), errorOf(challenger)), {
    falseAlarms,
    // The sequence of intervals is tightest about where a change that matters would show.
    scale: Math.max(0.005, tolerance * rateOf(champion)),
  });
  const passed = !(gain.high < 0);
  const says =
    `Searches with a click: ${percent(rateOf(challenger))} with it, ${percent(rateOf(champion))} without` +
    (passed ? "." : ": shoppers find less.");
  return { name: "click_rate", passed, value: gain.mean, low: gain.low, high: gain.high, limit: 0, says };
}

/** The same products are found whatever orders them, so any difference is a fault. */
function emptyCheck(champion: ArmFacts, challenger: ArmFacts, { falseAlarms }: CanarySettings): Check {
  const rate = ({ noResults, searches }: ArmFacts): number => (searches === 0 ? 0 : noResults / searches);
  const error = ({ searches, noResults }: ArmFacts): number =>
    searches === 0 ? Infinity : Math.sqrt((noResults + 1) * (searches - noResults + 1)) / (searches + 2) ** 1.5;
  const more = always(rate(challenger) - rate(champion), Math.hypot(error(champion), error(challenger)), {
    ...{ falseAlarms, scale: 0.02 },
  });
  const passed = !(more.low > 0);
  const says = `Searches without results: ${percent(rate(challenger))} with it, ${percent(rate(champion))} without${passed ? "." : ": more than before."}`;
  return { name: "no_results", passed, value: more.mean, low: more.low, high: more.high, limit: 0, says };
}

/** Fewer searches prove no slowness. */
const LEAST_SERVED = 20;

function serviceChecks(
  champion: ArmFacts,
  challenger: ArmFacts,
  { maxDegraded, maxRescoreMs }: CanarySettings,
): readonly Check[] {
  const share = ({ degraded, searches }: ArmFacts): number => (searches === 0 ? 0 : degraded / searches);
  const many = challenger.searches >= LEAST_SERVED;
  const lost = share(challenger) - share(champion);
  const lostToo = !many || lost <= maxDegraded;
  const slow = challenger.rescoreMs ?? 0;
  const inTime = !many || slow <= maxRescoreMs || slow <= (champion.rescoreMs ?? 0);
  return [
    {
      ...{ name: "errors", passed: lostToo, value: lost, low: null, high: null, limit: maxDegraded },
      says: lostToo
        ? "It orders the searches that it is given."
        : `${percent(share(challenger))} of its searches fell back to the text order.`,
    },
    {
      ...{ name: "latency", passed: inTime, value: slow, low: null, high: null, limit: maxRescoreMs },
      says: inTime
        ? `Ordering takes ${slow.toFixed(1)} ms at most in 95 of 100 searches.`
        : `Ordering takes ${slow.toFixed(1)} ms and more in 5 of 100 searches; ${maxRescoreMs} are allowed.`,
    },
  ];
}

const rateOf = ({ clicked, searches }: ArmFacts): number => (searches === 0 ? 0 : clicked / searches);

/** Standard error of a ratio of sums over shoppers (linearised); a shopper more on each side keeps it off 0. */
function errorOf(arm: ArmFacts): number {
  const { searches, clicked, shoppers, squares } = arm;
  if (shoppers < 2) return Infinity;
  const rate = (clicked + 0.5) / (searches + 1);
  const variance = squares.clicked - 2 * rate * squares.both + rate ** 2 * squares.searches + rate * (1 - rate);
  return (Math.sqrt(Math.max(0, variance)) / searches) * Math.sqrt(shoppers / (shoppers - 1));
}

/**
 * An interval that holds at every look at once: the mixture sequential test of a normal mean (Robbins 1970; Johari,
 * Koomen, Pekelis, Walsh 2022), inverted.
 */
function always(
  mean: number,
  error: number,
  { falseAlarms, scale }: { readonly falseAlarms: number; readonly scale: number },
): Interval {
  if (!Number.isFinite(error)) return { mean, low: -1, high: 1 };
  if (error === 0) return { mean, low: mean, high: mean };
  const [v, t] = [error ** 2, scale ** 2];
  const half = Math.sqrt(((v * (v + t)) / t) * (2 * Math.log(1 / falseAlarms) + Math.log((v + t) / v)));
  return { mean, low: Math.max(-1, mean - half), high: Math.min(1, mean + half) };
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
