import type { VNode } from "preact";
import { IntervalDots } from "../charts/interval-dots.tsx";
import type { Report } from "../api/learning.ts";
import { signed, whole } from "../format.ts";
import { nameOf } from "../names.ts";

/** Gain in each kind of search: none with enough evidence may fall. */
export const SlicesChart = ({ slices }: { slices: NonNullable<Report["slices"]> }): VNode => (
  <section class="chart">
    <h3>Gain by kind of search</h3>
    <IntervalDots
      label="Gain in NDCG@10 by kind of search"
      format={(value) => signed(value, 3)}
      zero={0}
      rows={slices.map(({ slice, searches, gain, enough }) => ({
        name: nameOf(slice),
        note: `${whole(searches)} searches${enough ? "" : ", too few to decide"}`,
        interval: gain,
        tone: !enough || gain === null ? "weak" : gain.low > 0 ? "good" : gain.high < 0 ? "bad" : "plain",
      }))}
    />
  </section>
);
