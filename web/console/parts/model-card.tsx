import type { VNode } from "preact";
import { Bars } from "../charts/bars.tsx";
import type { Model } from "../api/learning.ts";
import { fromNow, kiloBytes, moment, percent, whole, words } from "../format.ts";
import { StatusBadge } from "./badge.tsx";

const SHOWN = 12;

/** One model: what it is, what it was made from, what it looks at. */
export const ModelCard = ({ model, onPromote }: { model: Model; onPromote: () => void }): VNode => {
  const { version, status, created_at, trainer, window, importance, bytes } = model;
  const total = importance.reduce((sum, { gain }) => sum + gain, 0) || 1;
  return (
    <li class={status === "champion" ? "panel model model-serving" : "panel model"}>
      <div class="model-head">
        <h2>
          <code>{version}</code>
        </h2>
        <StatusBadge status={status} />
        <span class="quiet" title={moment(created_at)}>
          trained {fromNow(created_at)}
        </span>
        {status !== "champion" && (
          <button type="button" class="text-button" onClick={onPromote} aria-label={`Promote ${version}`}>
            Promote
          </button>
        )}
      </div>
      <p class="quiet">
        Made by {trainer} from {whole(window.searches)} searches between {moment(window.from)} and {moment(window.to)}:{" "}
        {whole(window.rows)} shown products, {whole(window.positives)} of them opened or bought. {kiloBytes(bytes)}.
      </p>
      <details>
        <summary>What it looks at</summary>
        <Bars
          label={`Importance of the features of ${version}`}
          bars={importance.slice(0, SHOWN).map(({ feature, gain }) => ({ name: words(feature), value: gain / total }))}
          format={(share) => percent(share)}
        />
      </details>
    </li>
  );
};
