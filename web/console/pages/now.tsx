import type { VNode } from "preact";
import type { PageProps } from "../app.tsx";
import { fetchDecisions, fetchModels, fetchStatus, fetchTraffic } from "../api/client.ts";
import { KindBadge } from "../parts/badge.tsx";
import { fromNow, whole } from "../format.ts";
import { Arms } from "../parts/arms.tsx";
import { Learning } from "../parts/learning.tsx";
import { Serving } from "../parts/serving.tsx";
import { TrafficTiles } from "../parts/traffic-tiles.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { usePolled } from "../state/use-polled.ts";

/** What happens at this moment: what serves, what comes of it, what is being learned. */
export const NowPage = ({ catalog, onSignedOut }: PageProps): VNode => {
  const models = usePolled(`models ${catalog}`, () => fetchModels(catalog));
  const status = usePolled(`status ${catalog}`, () => fetchStatus(catalog));
  const traffic = usePolled(`traffic ${catalog}`, () => fetchTraffic(catalog, "hour"));
  const decisions = usePolled(`decision ${catalog}`, () => fetchDecisions(catalog, 1));
  const last = decisions.value?.[0];
  return (
    <>
      <h1>Now</h1>
      <Trouble error={models.error ?? status.error ?? traffic.error} onSignedOut={onSignedOut} />
      <Serving models={models.value} status={status.value} />
      <TrafficTiles traffic={traffic.value} />
      {traffic.value !== null && traffic.value.behind > 0 && (
        <p class="quiet">
          These numbers are still growing: {whole(traffic.value.behind)} entries of the log are unread.
        </p>
      )}
      <div class="columns">
        <Learning catalog={catalog} status={status.value} onChange={status.refresh} />
        <Arms traffic={traffic.value} />
      </div>
      {last !== undefined && (
        <section class="panel" aria-labelledby="last">
          <h2 id="last">Last decision</h2>
          <p class="decision-line">
            <KindBadge kind={last.kind} /> <code>{last.version}</code> <span>{last.reason}</span>{" "}
            <small>{fromNow(last.at)}</small>
          </p>
        </section>
      )}
    </>
  );
};
