import { setTimeout as sleep } from "node:timers/promises";

/** The time in which shoppers live. */
export interface ShopClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves when it is that late; at once for what is past. */
  advanceTo(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Jumps to whatever time is asked for and never back: what a program's `now` follows in the same process. */
export function fakeClock(startMs: number): ShopClock {
  let nowMs = startMs;
  return {
    now: () => nowMs,
    advanceTo: (ms) => {
      nowMs = Math.max(nowMs, ms);
      return Promise.resolve();
    },
  };
}

/** The time on the wall. */
export const wallClock: ShopClock = {
  now: Date.now,
  advanceTo: async (ms, signal) => {
    const left = ms - Date.now();
    if (left > 0) await sleep(left, undefined, signal === undefined ? {} : { signal });
  },
};
