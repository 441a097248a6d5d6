import { figure, type K6Run, runK6 } from "./k6.ts";
import type { System } from "./system.ts";

/** What three times too much did, as ratios of what was measured before it in the same run. */
export interface OverloadFigures {
  /** Answers a second at most, from as many shoppers as wait for each other. */
  readonly capacity: number;
  /** Answers a second under three times as many searches, of the best that was measured. */
  readonly goodputShare: number;
  readonly healthyP99Ms: number;
  readonly acceptedP99Ms: number;
  readonly acceptedRatio: number;
  readonly refusedMedMs: number;
  readonly refusedP95Ms: number;
  readonly refusedP99Ms: number;
  readonly livezMaxMs: number;
  readonly livezAnswered: number;
  /** Seconds from the end of the flood until a second in which nobody was refused and all was as fast as before; NaN when none came. */
  readonly recoveryS: number;
  /** Neither answered nor told to come back. */
  readonly failed: number;
}

/** Finds what the system can do, then asks it for half of that, three times that, and half again (load-tests/overload.ts). */
export const measureOverload = async (
  { settings }: Pick<System, "settings">,
  seconds: number,
  settleS = 12,
): Promise<OverloadFigures> => {
  // Code that is compiled while it is measured says little.
  await runK6("capacity", { ...settings, SECONDS: String(seconds) });
  const found = await runK6("capacity", { ...settings, SECONDS: String(Math.min(seconds, 8)) });
  const capacity = figure(found, "goodput", "rate");
  const run = await runK6("overload", {
    ...settings,
    SECONDS: String(seconds),
    CAPACITY: String(Math.ceil(capacity)),
    SETTLE: String(settleS),
  });
  const healthyP99Ms = figure(run, "accepted_ms{phase:healthy}", "p(99)");
  const acceptedP99Ms = figure(run, "accepted_ms{phase:overload}", "p(99)");
  return {
    capacity,
    goodputShare: figure(run, "goodput{phase:overload}", "count") / seconds / capacity,
    ...{ healthyP99Ms, acceptedP99Ms, acceptedRatio: acceptedP99Ms / healthyP99Ms },
    refusedMedMs: figure(run, "refused_ms{phase:overload}", "med"),
    refusedP95Ms: figure(run, "refused_ms{phase:overload}", "p(95)"),
    refusedP99Ms: figure(run, "refused_ms{phase:overload}", "p(99)"),
    livezMaxMs: figure(run, "livez_ms{phase:overload}", "max"),
    livezAnswered: figure(run, "livez_ms{phase:overload}", "count") / (5 * seconds),
    recoveryS: recoveredAfter(run, settleS, Math.max(2 * healthyP99Ms, 20)),
    failed: figure(run, "failed", "passes"),
  };
};

const recoveredAfter = (run: K6Run, settleS: number, p95Ms: number): number => {
  for (let second = 0; second < settleS; second++) {
    const phase = `{phase:after-${second}}`;
    const isQuick = figure(run, `accepted_ms${phase}`, "p(95)") <= p95Ms;
    if (isQuick && figure(run, `refused${phase}`, "rate") === 0) return second + 1;
  }
  return NaN;
};
