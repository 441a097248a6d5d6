import type { Exploration } from "../search/learning.ts";
import { defaultLoopSettings, type LoopSettings } from "../training/settings.ts";

/**
 * The loop as the demo shop runs it: the same gate, asked sooner, and a canary of seconds instead of hours, since its
 * shoppers come by the thousand a minute.
 */
export const demoLoopSettings: LoopSettings = {
  ...defaultLoopSettings,
  retrainAfterSearches: 1000,
  everyMs: 500,
  canary: { ...defaultLoopSettings.canary, share: 0.2, minSearches: 150, minMs: 5000, maxMs: 30_000 },
};

/** Much is tried while nothing is known: it tells what a place does from what a product does. Little once a model serves. */
export const demoExploration = (): Exploration & { calm(): void } => {
  let share = 0.5;
  return {
    get share() {
      return share;
    },
    calm: () => (share = 0.05),
  };
};
