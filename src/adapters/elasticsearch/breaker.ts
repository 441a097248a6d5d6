/**
 * A circuit breaker: after several failures in a row calls are refused at once, and now and then one is let through to
 * see whether the server has come back.
 */
export interface Breaker {
  /** Milliseconds until the next try; 0 when a call may be made now. */
  waitMs(): number;
  /** Looks, and lets no call through. */
  isOpen(): boolean;
  succeeded(): void;
  /**
   * @param begunMs when the call began; now unless told. One from before the last success or before the pause says nothing new of
   * how the server is: calls with long deadlines that were lost in an outage would lengthen it when their time is over.
   */
  failed(begunMs?: number): void;
  /** The next call may try, however long the pause was to be: something says that the server is back. */
  tryNow(): void;
}

const FAILURES = 5;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5000;

export function createBreaker(nowMs: () => number): Breaker {
  let failures = 0;
  let openUntilMs = 0;
  let succeededAtMs = -Infinity;
  let pausedAtMs = -Infinity;
  return {
    waitMs() {
      if (failures < FAILURES) return 0;
      const wait = openUntilMs - nowMs();
      if (wait > 0) return wait;
      // This call is the probe; the others wait for what becomes of it.
      openUntilMs = nowMs() + FIRST_PAUSE_MS;
      return 0;
    },
    isOpen: () => failures >= FAILURES,
    succeeded() {
      failures = 0;
      succeededAtMs = nowMs();
    },
    failed(begunMs = nowMs()) {
      if (begunMs < succeededAtMs || begunMs < pausedAtMs) return;
      failures++;
      if (failures < FAILURES) return;
      pausedAtMs = nowMs();
      const doubled = FIRST_PAUSE_MS * 2 ** Math.min(10, failures - FAILURES);
      openUntilMs = pausedAtMs + Math.min(LONGEST_PAUSE_MS, doubled);
    },
    tryNow() {
      openUntilMs = 0;
    },
  };
}
