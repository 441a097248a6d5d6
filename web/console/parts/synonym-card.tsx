import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { fetchFound, type Found, type Synonym, type SynonymDecision } from "../api/synonyms.ts";
import { fromNow, moment, percent, whole } from "../format.ts";

const SOURCES: Readonly<Record<Synonym["source"], string>> = {
  log: "from what shoppers did",
  model: "by a language model, among the catalogue's words",
  person: "given by a person",
};

interface SynonymCardProps {
  readonly catalog: string;
  readonly synonym: Synonym;
  readonly onDecide: (decision: SynonymDecision) => void;
}

/** One pair: who said so, what it changed when logged searches were answered again, and what both find. */
export const SynonymCard = ({ catalog, synonym, onDecide }: SynonymCardProps): VNode => {
  const { kind, from, to, status, source, evidence, effect, watch, updated_at, by } = synonym;
  const arrow = kind === "two_way" ? "↔" : "→";
  const name = `${from} ${arrow} ${to}`;
  return (
    <li class="panel model">
      <div class="model-head">
        <h2>{name}</h2>
        <span class="quiet" title={moment(updated_at)}>
          {`${kind === "correction" ? "a slip of typing; " : ""}${SOURCES[source]}; ${status === "proposed" ? "found" : `decided by ${by}`} ${fromNow(updated_at)}`}
        </span>
      </div>
      {evidence !== null && (
        <p>
          {`${whole(evidence.shoppers)} shoppers gave up the one and got somewhere with the other: ${percent(evidence.share, 0)} of those who did.`}{" "}
          <span class="quiet">
            {evidence.examples
              .slice(0, 3)
              .map(({ searched, then }) => `“${searched}”, then “${then}”`)
              .join("; ")}
          </span>
        </p>
      )}
      {effect !== null && (
        <p>
          {`Of ${whole(effect.searches)} logged searches, answered again with it: ${whole(effect.recovered)} are answered that were not, or only in part; ${whole(effect.empty_before)} found nothing before, ${whole(effect.empty_after)} now; what was wanted stood on the first page in ${percent(effect.refound_before, 0)}, now ${percent(effect.refound_after, 0)}; ${effect.displaced.toFixed(1)} of the first ten products are others.`}
        </p>
      )}
      {watch !== null && watch.searches > 0 && (
        <p class="quiet">
          {`Since it is live: ${whole(watch.searches)} searches, ${whole(watch.empty)} without results, ${whole(watch.clicked)} with a click, ${whole(watch.purchased)} with a purchase.${watch.worse ? " Fewer clicks than before it was live: consider taking it back." : ""}`}
        </p>
      )}
      <Compared catalog={catalog} from={from} to={to} />
      <div class="text-buttons">
        {status !== "live" && (
          <button
            type="button"
            class="button button-main"
            onClick={() => onDecide("accept")}
            aria-label={`Accept ${name}`}
          >
            Search by it
          </button>
        )}
        {status === "proposed" && (
          <button type="button" class="button" onClick={() => onDecide("refuse")} aria-label={`Refuse ${name}`}>
            Refuse
          </button>
        )}
        {status === "live" && (
          <button type="button" class="button" onClick={() => onDecide("retire")} aria-label={`Take back ${name}`}>
            Take back
          </button>
        )}
      </div>
    </li>
  );
};

/** What both words find as the shop stands, side by side, when asked for. */
const Compared = ({ catalog, from, to }: { catalog: string; from: string; to: string }): VNode => {
  const [found, setFound] = useState<readonly [Found, Found] | null>(null);
  const look = async () => setFound([await fetchFound(catalog, from), await fetchFound(catalog, to)]);
  return (
    <details
      onToggle={({ currentTarget }) => {
        if (currentTarget.open) look().catch(() => setFound(null));
      }}
    >
      <summary>What both find now</summary>
      {found === null ? (
        <p class="quiet">Searching.</p>
      ) : (
        <div class="columns">
          {[from, to].map((text, i) => (
            <section key={text} aria-label={`What ${text} finds`}>
              <h3>{`“${text}”: ${whole(found[i]!.total)}`}</h3>
              <ol class="plain-list">
                {found[i]!.titles.map((title) => (
                  <li key={title}>{title}</li>
                ))}
              </ol>
            </section>
          ))}
        </div>
      )}
    </details>
  );
};
