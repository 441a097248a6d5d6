import type { VNode } from "preact";
import type { Models, Status } from "../api/learning.ts";
import { fromNow, percent, whole } from "../format.ts";

/** Which order shoppers are given. */
export const Serving = ({ models, status }: { models: Models | null; status: Status | null }): VNode => {
  if (models === null) return <section class="panel serving skeleton" aria-hidden="true" />;
  const { champion, canary } = models.pointer;
  const record = models.models.find(({ version }) => version === champion);
  const suspended = status?.suspended ?? null;
  return (
    <section class={suspended === null ? "panel serving" : "panel serving serving-suspended"} aria-labelledby="serving">
      <h2 id="serving">What serves</h2>
      <p class="serving-what">
        {suspended !== null ? "Text order, for safety" : champion === null ? "Text order" : "Learned order"}
        {champion !== null && suspended === null && <code>{champion}</code>}
      </p>
      <p class="serving-why">
        {suspended !== null
          ? `${suspended.why} Since ${fromNow(suspended.since_ms)}; the model comes back by itself.`
          : champion === null
            ? "No model has passed its test yet. Shoppers get the order by the words alone while their clicks are collected."
            : record === undefined
              ? "Its record is not here any more."
              : `Trained ${fromNow(record.created_at)} by ${record.trainer} on ${whole(record.window.searches)} searches.`}
      </p>
      {canary !== null && (
        <>
          <div class="split" aria-hidden="true">
            <span style={{ flexGrow: 1 - canary.share }} />
            <span class="split-canary" style={{ flexGrow: canary.share }} />
          </div>
          <p class="serving-why">
            <strong>{percent(canary.share, 0)}</strong> of the shoppers try <code>{canary.version}</code>. It is
            promoted or rolled back by what they do.
          </p>
        </>
      )}
    </section>
  );
};
