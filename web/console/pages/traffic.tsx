import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { TrafficSpan } from "../../../src/events/traffic-report.ts";
import type { PageProps } from "../app.tsx";
import { fetchTraffic } from "../api/client.ts";
import { LineChart } from "../charts/line-chart.tsx";
import { percent, whole } from "../format.ts";
import { lively } from "../lively.ts";
import { EmptyQueries } from "../parts/empty-queries.tsx";
import { QueryTable } from "../parts/query-table.tsx";
import { Segments } from "../parts/segments.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { usePolled } from "../state/use-polled.ts";

const SPANS: readonly (readonly [TrafficSpan, string])[] = [
  ["hour", "Hour"],
  ["day", "Day"],
  ["week", "Week"],
  ["month", "Month"],
];

/** What shoppers do, over time. */
export const TrafficPage = ({ catalog, onSignedOut }: PageProps): VNode => {
  const [span, setSpan] = useState<TrafficSpan>("hour");
  const { value, error } = usePolled(`traffic ${catalog} ${span}`, () => fetchTraffic(catalog, span));
  const buckets = value === null ? [] : lively(value.buckets);
  const times = buckets.map(({ at_ms }) => at_ms);
  const totals = value?.totals;
  return (
    <>
      <div class="page-head">
        <h1>Traffic</h1>
        <Segments label="How far back" of={SPANS} chosen={span} onChoose={setSpan} />
      </div>
      <Trouble error={error} onSignedOut={onSignedOut} />
      {totals !== undefined && (
        <p class="sums">
          <strong>{whole(totals.searches)}</strong> searches, <strong>{whole(totals.clicks)}</strong> clicks,{" "}
          <strong>{whole(totals.add_to_carts)}</strong> into the cart, <strong>{whole(totals.purchases)}</strong>{" "}
          purchases. {whole(totals.set_aside)} of bots and repeats set aside.
          {value !== null && value.behind > 0 && ` ${whole(value.behind)} entries of the log are still being read.`}
        </p>
      )}
      <section class="panel" aria-labelledby="over-time">
        <h2 id="over-time">Searches, clicks, purchases</h2>
        {value !== null && (
          <LineChart
            label="Searches, clicks and purchases over time"
            times={times}
            lines={[
              { name: "Searches", colour: "--ink-soft", values: buckets.map(({ searches }) => searches) },
              { name: "Clicks", colour: "--accent", values: buckets.map(({ clicks }) => clicks) },
              { name: "Purchases", colour: "--star", values: buckets.map(({ purchases }) => purchases) },
            ]}
            format={whole}
          />
        )}
      </section>
      <section class="panel" aria-labelledby="empty">
        <h2 id="empty">Searches that found nothing</h2>
        {value !== null && (
          <LineChart
            label="Share of searches that found nothing, over time"
            times={times}
            lines={[
              {
                name: "Found nothing",
                colour: "--down",
                values: buckets.map(({ zero_results, searches }) => (searches === 0 ? 0 : zero_results / searches)),
              },
            ]}
            format={(share) => percent(share)}
          />
        )}
      </section>
      <div class="columns">
        <QueryTable title="Most frequent queries" queries={value?.top_queries ?? []} />
        <EmptyQueries key={catalog} catalog={catalog} queries={value?.empty_queries ?? []} />
      </div>
    </>
  );
};
