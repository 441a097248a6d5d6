/** Retries may be at most a tenth of all calls, so that they cannot keep an overloaded server down. */
export interface RetryBudget {
  /** Tells of a first try. */
  called(): void;
  /** True when a retry may be made; it is then counted. */
  take(): boolean;
}

const SHARE = 0.1;
/** What quiet times may save up. */
const MOST = 10;

export function createRetryBudget(): RetryBudget {
  let saved = 1;
  return {
    called() {
      saved = Math.min(MOST, saved + SHARE);
    },
    take() {
      if (saved < 1) return false;
      saved--;
      return true;
    },
  };
}
