import type { Arm } from "../domain/impression.ts";

export type TrafficSpan = "hour" | "day" | "week" | "month";

export interface TrafficCounts {
  readonly searches: number;
  readonly zero_results: number;
  readonly clicks: number;
  readonly add_to_carts: number;
  readonly purchases: number;
  /** Of bots and repeats: kept, not counted. */
  readonly set_aside: number;
}

export interface QueryTraffic {
  /** As understood; as typed where nothing was found. */
  readonly text: string;
  readonly searches: number;
  /** Searches that led to one at least. */
  readonly clicked: number;
  readonly purchased: number;
  readonly zero_results: number;
}

export interface ArmTraffic {
  readonly arm: Arm;
  /** Null: the first stage's order. */
  readonly model: string | null;
  readonly searches: number;
  /** Searches that led to one at least. */
  readonly clicked: number;
  readonly purchased: number;
  readonly zero_results: number;
}

export interface TrafficReport {
  readonly from_ms: number;
  readonly to_ms: number;
  readonly step_ms: number;
  /** Oldest first, without a gap. */
  readonly buckets: readonly ({ readonly at_ms: number } & TrafficCounts)[];
  readonly totals: TrafficCounts;
  /** Most frequent first, of the last searches of the span. */
  readonly top_queries: readonly QueryTraffic[];
  /** Those that found nothing, most frequent first. */
  readonly empty_queries: readonly QueryTraffic[];
  readonly arms: readonly ArmTraffic[];
  /** Entries of the log that are not in it yet. */
  readonly behind: number;
}
