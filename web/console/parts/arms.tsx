import type { VNode } from "preact";
import type { ArmTraffic, TrafficReport } from "../../../src/events/traffic-report.ts";
import { IntervalDots } from "../charts/interval-dots.tsx";
import { percent, whole } from "../format.ts";
import { shareOf } from "../wilson.ts";

const NAMES: Readonly<Record<ArmTraffic["arm"], string>> = {
  first_stage: "Text order",
  champion: "Serving model",
  challenger: "Model on trial",
};

/** What came of each order that shoppers were given. */
export const Arms = ({ traffic }: { traffic: TrafficReport | null }): VNode => (
  <section class="panel" aria-labelledby="arms">
    <h2 id="arms">What came of each order</h2>
    {traffic === null || traffic.arms.length === 0 ? (
      <p class="quiet">No searches in the last hour.</p>
    ) : (
      <>
        <Rates title="Searches with a click" arms={traffic.arms} of={({ clicked }) => clicked} />
        <Rates title="Searches with a purchase" arms={traffic.arms} of={({ purchased }) => purchased} />
        <p class="quiet">Of the last hour, with 95 % intervals: where they overlap, the orders may be alike.</p>
      </>
    )}
  </section>
);

interface RatesProps {
  readonly title: string;
  readonly arms: readonly ArmTraffic[];
  readonly of: (arm: ArmTraffic) => number;
}

const Rates = ({ title, arms, of }: RatesProps): VNode => (
  <>
    <h3>{title}</h3>
    <IntervalDots
      label={title}
      format={(share) => percent(share)}
      rows={arms.map((arm) => ({
        name: NAMES[arm.model === null ? "first_stage" : arm.arm],
        note: `${noteOf(arm)} · ${whole(arm.searches)} searches`,
        interval: shareOf(of(arm), arm.searches),
        tone: arm.arm === "first_stage" ? "weak" : arm.arm === "champion" ? "main" : "good",
      }))}
    />
  </>
);

/** A model that is late or lacks its numbers leaves the first stage's order. */
const noteOf = ({ arm, model }: ArmTraffic): string =>
  model ?? (arm === "first_stage" ? "no model" : `in place of the ${NAMES[arm].toLowerCase()}`);
