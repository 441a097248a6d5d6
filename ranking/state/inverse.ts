import type { Increment } from "../../src/domain/counters.ts";

/** Takes increments back: what an erased shopper or a flood of bots had added. */
export const inverse = (increments: readonly Increment[]): readonly Increment[] =>
  increments.map(({ key, field, by }) => ({ key, field, by: -by }));
