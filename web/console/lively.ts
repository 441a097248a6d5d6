import type { TrafficReport } from "../../src/events/traffic-report.ts";

type Bucket = TrafficReport["buckets"][number];

const FEWEST = 12;

/**
 * From where something happened: a shop that opened ten minutes ago is no flat line of an hour. Without the last step,
 * which is not over yet and would look like a fall.
 */
export const lively = (buckets: readonly Bucket[]): readonly Bucket[] => {
  const first = buckets.findIndex(({ searches, clicks, purchases }) => searches + clicks + purchases > 0);
  const from = Math.max(0, Math.min(first === -1 ? 0 : first - 1, buckets.length - 1 - FEWEST));
  return buckets.slice(from, -1);
};
