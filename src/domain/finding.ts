/** What one look at the installation has shown. */
export interface Finding {
  /** What was looked at: `node`, `store`, `elasticsearch disk`. */
  readonly check: string;
  /** `warn` works but should be seen to; `fail` does not work. */
  readonly level: "ok" | "warn" | "fail";
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
}

/** Something to look at; what `look` throws is a finding of its own. */
export interface Probe {
  readonly check: string;
  look(): Promise<readonly Finding[]>;
}
