import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { Text } from "../api/texts.ts";
import { fromNow, moment } from "../format.ts";
import { marked } from "../marked.ts";

interface TextCardProps {
  readonly text: Text;
  /** @param description in other words; null as it is */
  readonly onAccept: (description: string | null) => void;
  readonly onRefuse: () => void;
  readonly onRevert: () => void;
}

/** One product's text beside the data it was written from; what the checks stopped at is marked. */
export const TextCard = ({ text, onAccept, onRefuse, onRevert }: TextCardProps): VNode => {
  const { product, status, description, attributes, source, findings, model, written_at, edited, by } = text;
  const [draft, setDraft] = useState<string | null>(null);
  const added = Object.entries(attributes);
  return (
    <li class="panel model" tabIndex={-1}>
      <div class="model-head">
        <h2>
          <code>{product}</code>
        </h2>
        <span class="quiet" title={moment(written_at)}>
          {`written ${fromNow(written_at)} by ${model}${edited ? ", edited" : ""}${status === "proposed" ? "" : `; decided by ${by}`}`}
        </span>
      </div>
      <div class="columns text-columns">
        <section aria-label={`What is known of ${product}`}>
          <h3>What is known</h3>
          <ul class="plain-list">
            {source.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </section>
        <section aria-label={`What was written for ${product}`}>
          <h3>What was written</h3>
          {draft !== null ? (
            <textarea
              class="text-draft"
              rows={6}
              maxLength={5000}
              aria-label={`Description of ${product}`}
              value={draft}
              onInput={({ currentTarget }) => setDraft(currentTarget.value)}
            />
          ) : (
            description !== null && (
              <p>
                {marked(description, findings).map((part, i) =>
                  part.mark ? <mark key={i}>{part.text}</mark> : part.text,
                )}
              </p>
            )
          )}
          {added.length > 0 && (
            <ul class="plain-list">
              {added.map(([name, values]) => (
                <li key={name}>
                  <span class="quiet">{`${name}: `}</span>
                  {values.join(", ")}
                </li>
              ))}
            </ul>
          )}
          {!edited && findings.length > 0 && (
            <ul class="plain-list text-findings">
              {findings.map(({ check, says, text: about }) => (
                <li key={`${check} ${about}`}>{says}</li>
              ))}
            </ul>
          )}
        </section>
      </div>
      <div class="text-buttons">
        {status !== "applied" && (
          <button
            type="button"
            class="button button-main"
            onClick={() => onAccept(draft)}
            aria-label={`${draft === null ? "Show it" : "Show as edited"}: ${product}`}
          >
            {draft === null ? "Show it" : "Show as edited"}
          </button>
        )}
        {status !== "applied" && description !== null && (
          <button
            type="button"
            class="button"
            onClick={() => setDraft(draft === null ? description : null)}
            aria-label={`${draft === null ? "Edit" : "Leave as it was"}: ${product}`}
          >
            {draft === null ? "Edit" : "Leave as it was"}
          </button>
        )}
        {status === "proposed" && (
          <button type="button" class="button" onClick={onRefuse} aria-label={`Refuse: ${product}`}>
            Refuse
          </button>
        )}
        {status === "applied" && (
          <button type="button" class="button" onClick={onRevert} aria-label={`Take back: ${product}`}>
            Take back
          </button>
        )}
      </div>
    </li>
  );
};
