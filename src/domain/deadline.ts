/** The moment by which a request must be answered; made once, passed down. */
export interface Deadline {
  /** Aborts when the time is up or the caller has gone. */
  readonly signal: AbortSignal;
  /** Milliseconds left; 0 or less when it has passed. */
  remainingMs(): number;
}
