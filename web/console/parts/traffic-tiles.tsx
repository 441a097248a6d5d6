import type { VNode } from "preact";
import type { TrafficReport } from "../../../src/events/traffic-report.ts";
import { percent, whole } from "../format.ts";
import { lively } from "../lively.ts";
import { Sparkline } from "../charts/sparkline.tsx";

/** The last minutes in four numbers. */
export const TrafficTiles = ({ traffic }: { traffic: TrafficReport | null }): VNode => {
  const buckets = traffic === null ? [] : lively(traffic.buckets);
  const lately = buckets.slice(-5);
  const perMinute = (of: (bucket: (typeof buckets)[number]) => number) =>
    lately.reduce((sum, bucket) => sum + of(bucket), 0) / Math.max(1, lately.length);
  const events = (bucket: (typeof buckets)[number]) => bucket.clicks + bucket.add_to_carts + bucket.purchases;
  const searched = traffic?.arms.reduce((sum, arm) => sum + arm.searches, 0) ?? 0;
  const clicked = traffic?.arms.reduce((sum, arm) => sum + arm.clicked, 0) ?? 0;
  return (
    <dl class="tiles">
      <Tile
        name="Searches a minute"
        value={oneDigit(perMinute(({ searches }) => searches))}
        values={buckets.map(({ searches }) => searches)}
      />
      <Tile name="Events a minute" value={oneDigit(perMinute(events))} values={buckets.map(events)} />
      <Tile
        name="Searches with a click, last hour"
        value={searched === 0 ? "–" : percent(clicked / searched)}
        values={buckets.map(({ clicks, searches }) => (searches === 0 ? 0 : clicks / searches))}
      />
      <Tile
        name="Purchases, last hour"
        value={whole(traffic?.totals.purchases ?? 0)}
        values={buckets.map(({ purchases }) => purchases)}
      />
    </dl>
  );
};

const Tile = ({ name, value, values }: { name: string; value: string; values: readonly number[] }): VNode => (
  <div class="tile">
    <dt>{name}</dt>
    <dd>
      {value}
      <Sparkline values={values} />
    </dd>
  </div>
);

const oneDigit = (n: number): string => n.toLocaleString(undefined, { maximumFractionDigits: n < 100 ? 1 : 0 });
