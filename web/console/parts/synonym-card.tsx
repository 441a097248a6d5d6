import type { VNode } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { draftOf, nameOf, type Synonym, type SynonymDecision, type SynonymDraft } from "../api/synonyms.ts";
import { fromNow, moment, percent, whole } from "../format.ts";
import { SynonymForm } from "./synonym-form.tsx";
import { SynonymPreviewPart } from "./synonym-preview.tsx";

const SOURCES: Readonly<Record<Synonym["source"], string>> = {
  log: "from what shoppers did",
  model: "by a language model, among the catalogue's words",
  person: "given by a person",
};

interface SynonymCardProps {
  readonly catalog: string;
  readonly synonym: Synonym;
  /** When it comes back. */
  readonly takesFocus: boolean;
  readonly onDecide: (decision: SynonymDecision) => void;
  /** @returns whether it was taken */
  readonly onEdit: (draft: SynonymDraft) => Promise<boolean>;
}

/** One pair: who said so, what it changed when logged searches were answered again, and what it would change now. */
export const SynonymCard = ({ catalog, synonym, takesFocus, onDecide, onEdit }: SynonymCardProps): VNode => {
  const { kind, status, source, evidence, effect, watch, updated_at, by } = synonym;
  const name = nameOf(synonym);
  const [draft, setDraft] = useState<SynonymDraft | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const editButton = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    if (takesFocus) heading.current?.focus();
  }, [takesFocus]);
  const hasLeft = useRef(false);
  const leave = () => {
    hasLeft.current = true;
    setDraft(null);
  };
  useLayoutEffect(() => {
    if (draft === null && hasLeft.current) editButton.current?.focus();
    hasLeft.current = false;
  }, [draft]);
  return (
    <li class="panel model">
      <div class="model-head">
        <h2 ref={heading} tabIndex={-1}>
          {name}
        </h2>
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
      <SynonymPreviewPart
        catalog={catalog}
        pair={draft ?? draftOf(synonym)}
        searched={evidence?.examples[0]?.searched ?? synonym.from}
      />
      {draft !== null ? (
        <SynonymForm
          label={`Edit ${name}`}
          action="Search by this"
          start={draftOf(synonym)}
          onInput={setDraft}
          onSubmit={onEdit}
        >
          <button type="button" class="button" onClick={leave}>
            Leave as it was
          </button>
        </SynonymForm>
      ) : (
        <div class="text-buttons">
          {status !== "live" && (
            <button
              type="button"
              class="button button-main"
              onClick={() => onDecide("accept")}
              aria-label={`Search by it: ${name}`}
            >
              Search by it
            </button>
          )}
          {(status === "proposed" || status === "live") && (
            <button
              ref={editButton}
              type="button"
              class="button"
              onClick={() => setDraft(draftOf(synonym))}
              aria-label={`Edit ${name}`}
            >
              Edit
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
      )}
    </li>
  );
};
