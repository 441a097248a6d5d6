/** What a caller can see of the shop: each is asked while the fault lasts. */
export type Asked = "search" | "product" | "events" | "jobs" | "import";

/** An upper bound that is said in words; of one busy two-core machine. */
export interface Bound {
  readonly says: string;
  readonly ms: number;
}

export const within = {
  instantly: { says: "0.25 s", ms: 250 },
  soon: { says: "1 s", ms: 1000 },
  /** The default deadline of a search, 0.8 s, and what a busy machine adds. */
  deadline: { says: "its deadline", ms: 1300 },
  threeSeconds: { says: "3 s", ms: 3000 },
  tenSeconds: { says: "10 s", ms: 10_000 },
  halfMinute: { says: "30 s", ms: 30_000 },
} as const satisfies Record<string, Bound>;

/** A row of the fault matrix: what is broken, how, and what is promised then. It is documentation and test at once. */
export interface FaultRow {
  /** Of the row, for ever: `redis-frozen`. */
  readonly id: string;
  readonly of: Part;
  readonly fault: string;
  /** How it is made, on the real thing. */
  readonly made: string;
  /** Per question all answers that may be seen, each as `status`, `status code` or `200 [degraded, …]`. */
  readonly answers: Partial<Readonly<Record<Asked, readonly string[]>>>;
  /** What else is true of what shopper or operator gets. */
  readonly remark?: string;
  /** Of searches: the slowest, and the median of the later half. Null where none is asked. */
  readonly fast: { readonly slowest: Bound; readonly usually: Bound } | null;
  /** How it heals, and from the end of the fault how soon. */
  readonly heals: { readonly how: string; readonly within: Bound };
  /** Absent: it needs nothing but Node. */
  readonly needs?: Need | readonly Need[];
  /** Takes so long that it has a live test of its own, which the older of two servers runs, too. */
  readonly isLong?: boolean;
  /** Points in a run of minutes; 20 unless told; 200 in the long form. */
  readonly quickPoints?: number;
  readonly run: (scale: Scale) => Promise<Seen>;
}

/** `own elasticsearch`: one that may be killed. */
export type Need = "redis" | "elasticsearch" | "own elasticsearch" | "mount";

export type Part = "model" | "elasticsearch" | "redis" | "language model" | "disk" | "clock" | "kill -9" | "processes";

/** How much of a row that repeats itself. */
export interface Scale {
  /** Points of a kill, or corrupt files. */
  readonly points: number;
  readonly seed: number;
}

/** What was seen. */
export interface Seen {
  readonly answers: readonly SeenAnswer[];
  /** Acknowledged and not there afterwards, or there twice: sentences. */
  readonly lost: readonly string[];
  /** Other promises that were not kept: sentences. */
  readonly broken?: readonly string[];
  /** From the end of the fault to the first whole answer; null where there is nothing to wait for. */
  readonly healedMs: number | null;
  /** A number worth keeping: `200 points, 41 in mid-import`. */
  readonly note?: string;
}

export interface SeenAnswer {
  readonly asked: Asked;
  readonly says: string;
  readonly ms: number;
}
