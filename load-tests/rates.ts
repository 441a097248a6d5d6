import type { ConstantArrivalRateScenario, RampingArrivalRateScenario } from "k6/options";

/** So many a second, whether or not the server keeps up: so queueing shows. */
export const steadily = (
  exec: string,
  rate: number,
  durationS: number,
  more: Partial<ConstantArrivalRateScenario> = {},
): ConstantArrivalRateScenario => ({
  executor: "constant-arrival-rate",
  exec,
  rate: Math.max(1, Math.round(rate)),
  timeUnit: "1s",
  duration: `${durationS}s`,
  ...usersFor(rate),
  ...more,
});

/** The same, from rate to rate. */
export const inWaves = (
  exec: string,
  stages: readonly { readonly rate: number; readonly seconds: number }[],
): RampingArrivalRateScenario => ({
  executor: "ramping-arrival-rate",
  exec,
  startRate: Math.round(stages[0]?.rate ?? 1),
  timeUnit: "1s",
  stages: stages.map(({ rate, seconds }) => ({ target: Math.round(rate), duration: `${seconds}s` })),
  ...usersFor(Math.max(...stages.map(({ rate }) => rate))),
});

// Enough for answers that take a fifth of a second, more when they take longer: each costs k6 memory and time to make.
const usersFor = (rate: number) => ({
  preAllocatedVUs: Math.max(10, Math.ceil(rate * 0.2)),
  maxVUs: Math.max(50, Math.ceil(rate)),
});
