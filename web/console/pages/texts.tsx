import type { VNode } from "preact";
import { useRef, useState } from "preact/hooks";
import type { PageProps } from "../app.tsx";
import {
  acceptText,
  fetchSpend,
  fetchTexts,
  refuseText,
  revertAll,
  revertBatch,
  revertText,
  type TextStatus,
} from "../api/texts.ts";
import { fetchLatestBackfill } from "../api/jobs.ts";
import { whole } from "../format.ts";
import { Confirm } from "../parts/confirm.tsx";
import { SpendTable } from "../parts/spend-table.tsx";
import { StatusSegments } from "../parts/status-segments.tsx";
import { TextCard } from "../parts/text-card.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { useChange } from "../state/use-change.ts";
import { useNextFocus } from "../state/use-next-focus.ts";
import { usePolled } from "../state/use-polled.ts";

const STATUSES: Readonly<Record<TextStatus, string>> = {
  proposed: "To review",
  applied: "Shown",
  refused: "Refused",
  reverted: "Taken back",
};

/** What is to be taken back at once. */
type Undoing = { readonly batch: string } | "all";

/** What a language model has written for products: each beside what it was written from, to be let through or not. */
export const TextsPage = ({ catalog, onSignedOut }: PageProps): VNode => {
  const [status, setStatus] = useState<TextStatus>("proposed");
  const { value, error, refresh } = usePolled(`texts ${catalog} ${status}`, () => fetchTexts(catalog, status));
  const spend = usePolled("spend", fetchSpend);
  const latest = usePolled("latest backfill", fetchLatestBackfill);
  const { failure, change } = useChange(refresh);
  const [undoing, setUndoing] = useState<Undoing | null>(null);
  const list = useRef<HTMLUListElement>(null);
  const leaving = useNextFocus(list, value);
  const batches = [...new Set(value?.enrichments.map(({ batch }) => batch))];
  return (
    <>
      <div class="page-head">
        <h1>Texts</h1>
        <StatusSegments
          label="Which texts"
          names={STATUSES}
          counts={value?.counts ?? null}
          chosen={status}
          onChoose={setStatus}
        />
      </div>
      <Trouble error={failure ?? error} onSignedOut={onSignedOut} />
      {value?.enrichments.length === 0 && (
        <p class="panel quiet">
          {status === "proposed"
            ? "Nothing waits for you. “winnow backfill descriptions” has a language model write where a description is missing."
            : "None."}
        </p>
      )}
      {status === "applied" && batches.length > 0 && (
        <p class="text-batches">
          {batches.map((batch) => (
            <button key={batch} type="button" class="text-button" onClick={() => setUndoing({ batch })}>
              Take back all of run {batch}
            </button>
          ))}
          <button type="button" class="text-button" onClick={() => setUndoing("all")}>
            Take back all texts
          </button>
        </p>
      )}
      <ul class="cards" ref={list}>
        {value?.enrichments.map((text, i) => (
          <TextCard
            key={`${text.product} ${text.updated_at}`}
            text={text}
            onAccept={(description) => void leaving(i, change(acceptText(catalog, text, description)))}
            onRefuse={() => void leaving(i, change(refuseText(catalog, text)))}
            onRevert={() => void leaving(i, change(revertText(catalog, text)))}
          />
        ))}
      </ul>
      {typeof value?.next === "string" && (
        <p class="quiet">{`These are the first ${whole(value.enrichments.length)}; more follow as you decide.`}</p>
      )}
      {spend.value !== null && <SpendTable spend={spend.value} latest={latest.value} />}
      {undoing !== null && (
        <Confirm
          title={undoing === "all" ? "Take back all texts?" : "Take back the whole run?"}
          action="Take back"
          run={() => (undoing === "all" ? revertAll(catalog) : revertBatch(catalog, undoing.batch))}
          onClose={(done) => {
            setUndoing(null);
            if (done) refresh();
          }}
        >
          <p>
            {undoing === "all" ? (
              "What language models have written for this catalogue"
            ) : (
              <>
                What run <code>{undoing.batch}</code> has written
              </>
            )}{" "}
            is no longer searched or shown. A merchant’s own texts are not touched.
          </p>
        </Confirm>
      )}
    </>
  );
};
