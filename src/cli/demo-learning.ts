import type { Exploration } from "../search/learning.ts";
import { defaultLoopSettings, type LoopSettings } from "../training/settings.ts";

/**
 * The loop as the demo shop runs it: the same gate, asked sooner, and a canary of seconds instead of hours, since its
 * shoppers come by the thousand a minute.
 */
const demoLoopSettings: LoopSettings = {
  ...defaultLoopSettings,
  retrainAfterSearches: 1000,
  everyMs: 500,
  canary: { ...defaultLoopSettings.canary, share: 0.2, minSearches: 150, minMs: 5000, maxMs: 30_000 },
};

/** The same until the demo shop is gone; then as any shop's. */
export const demoSettings = (): { readonly settings: LoopSettings; end(): void } => {
  let now = demoLoopSettings;
  return {
    settings: {
      ...demoLoopSettings,
      get retrainAfterSearches() {
        return now.retrainAfterSearches;
      },
      get canary() {
        return now.canary;
      },
    },
    end: () => (now = defaultLoopSettings),
  };
};

/** Much is tried while nothing is known: it tells what a place does from what a product does. Little once a model serves. */
export const demoExploration = (): Exploration & { calm(): void; end(share: number): void } => {
  let share = 0.5;
  return {
    get share() {
      return share;
    },
    calm: () => (share = Math.min(share, 0.05)),
    /** @param own what the shop itself has asked for */
    end: (own) => (share = own),
  };
};
