import type { VNode } from "preact";
import { Bars } from "../charts/bars.tsx";
import type { Decision } from "../api/learning.ts";
import { fromNow, moment, percent, words } from "../format.ts";
import { KindBadge } from "./badge.tsx";
import { Checks } from "./checks.tsx";
import { OrdersChart } from "./orders-chart.tsx";
import { SlicesChart } from "./slices-chart.tsx";

/** One decision: what, why, and all it was made by. */
export const DecisionCard = ({ decision, open }: { decision: Decision; open: boolean }): VNode => {
  const { kind, version, against, by, reason, at, checks, report } = decision;
  const { orders = [], slices = [], importance = [] } = report;
  const failed = checks.filter(({ passed }) => !passed).length;
  return (
    <li class="panel decision">
      <div class="model-head">
        <KindBadge kind={kind} />
        <h2>
          <code>{version}</code>
        </h2>
        <span class="quiet">
          against {against === null ? "the text order" : <code>{against}</code>} · by {by} ·{" "}
          <time dateTime={new Date(at).toISOString()} title={moment(at)}>
            {fromNow(at)}
          </time>
        </span>
      </div>
      <p class="decision-reason">{reason}</p>
      {(checks.length > 0 || orders.length > 0) && (
        <details open={open}>
          <summary>
            The numbers
            <span class="quiet">
              {checks.length === 0
                ? ""
                : failed === 0
                  ? `all ${checks.length} checks passed`
                  : `${failed} of ${checks.length} checks failed`}
            </span>
          </summary>
          <div class="decision-body">
            {orders.length > 0 && <OrdersChart orders={orders} />}
            {slices.length > 0 && <SlicesChart slices={slices} />}
            {checks.length > 0 && <Checks checks={checks} />}
            {importance.length > 0 && (
              <section>
                <h3>What the model looks at</h3>
                <Bars
                  label="Importance of the features"
                  bars={importance.slice(0, 10).map(({ feature, share }) => ({ name: words(feature), value: share }))}
                  format={(share) => percent(share)}
                />
              </section>
            )}
          </div>
        </details>
      )}
    </li>
  );
};
