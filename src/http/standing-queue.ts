/** Tells a queue that stands from a burst that drains by itself. All times are performance.now()'s milliseconds. */
export interface StandingQueue {
  /** How long a newcomer may have to wait now, in milliseconds. */
  allowedMs(): number;
  /** Someone's turn came after this wait; 0 when there was no line. */
  waited(ms: number, nowMs: number): void;
  /** Someone came. */
  came(refused: boolean, nowMs: number): void;
}

/**
 * Controlled delay (Nichols and Jacobson, ACM Queue 2012; the form that servers use: Maurer, "Fail at Scale", 2015). A burst may
 * wait up to `burstMs`. When everyone had to wait half of that for a twentieth of a second, more comes than can be answered, and a long line
 * would only make all of them wait for as long: then it is kept short, until nearly everyone who comes is let in again.
 *
 * @param workMs what a piece of work takes by itself: nobody minds a wait no longer than that
 */
export const createStandingQueue = (burstMs: number, workMs: () => number): StandingQueue => {
  let standing = false;
  /** Since when no wait was short; null after a short one. */
  let longSince: number | null = null;
  let windowFrom = 0;
  let offered = 0;
  let refusals = 0;

  const shortMs = () => Math.min(Math.max(leastMs, workMs()), burstMs);
  const settle = (nowMs: number) => {
    standing = refusals * 8 >= offered;
    longSince = null;
    restart(nowMs);
  };
  const restart = (nowMs: number) => {
    windowFrom = nowMs;
    offered = refusals = 0;
  };

  return {
    allowedMs: () => (standing ? shortMs() : burstMs),
    waited(ms, nowMs) {
      if (ms <= burstMs / 2) longSince = null;
      else longSince ??= nowMs;
      if (standing || longSince === null || nowMs - longSince < standsAfterMs) return;
      standing = true;
      restart(nowMs);
    },
    came(refused, nowMs) {
      if (!standing) return;
      offered++;
      if (refused) refusals++;
      if (nowMs - windowFrom >= lookEveryMs) settle(nowMs);
    },
  };
};

/** A wait that nobody notices, whatever the work takes: there must always be someone to serve next. */
const leastMs = 4;
const standsAfterMs = 50;
const lookEveryMs = 500;
