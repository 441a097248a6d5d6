import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { IntervalDots } from "../charts/interval-dots.tsx";
import type { Report } from "../api/learning.ts";
import { nameOf } from "../names.ts";
import { Segments } from "./segments.tsx";

type Orders = NonNullable<Report["orders"]>;

/** The same later searches in each order: how good each is, by the measure chosen. */
export const OrdersChart = ({ orders }: { orders: Orders }): VNode => {
  const metrics = [...new Set(orders.flatMap(({ metrics }) => Object.keys(metrics)))];
  const [chosen, setChosen] = useState(metrics[0] ?? "");
  return (
    <section class="chart">
      <div class="chart-head">
        <h3>How good each order was</h3>
        <Segments
          label="Measure"
          of={metrics.map((metric) => [metric, nameOf(metric)])}
          chosen={chosen}
          onChoose={setChosen}
        />
      </div>
      <IntervalDots
        label={`${nameOf(chosen)} of each order`}
        format={(value) => value.toFixed(Math.abs(value) >= 10 ? 1 : 3)}
        rows={orders.map(({ order, version, metrics }) => ({
          name: nameOf(order),
          ...(version === null ? {} : { note: version }),
          interval: metrics[chosen] ?? null,
          tone: order === "challenger" ? "main" : order === "random" ? "weak" : "plain",
        }))}
      />
      <p class="quiet">
        Judged on searches later than all it was trained on, corrected for what shoppers saw first; lines are 95 %
        intervals.
      </p>
    </section>
  );
};
