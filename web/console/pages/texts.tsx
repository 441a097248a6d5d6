import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { PageProps } from "../app.tsx";
import {
  acceptText,
  fetchSpend,
  fetchTexts,
  refuseText,
  revertBatch,
  revertText,
  type TextStatus,
} from "../api/texts.ts";
import { fetchLatestBackfill } from "../api/jobs.ts";
import { Confirm } from "../parts/confirm.tsx";
import { SpendTable } from "../parts/spend-table.tsx";
import { StatusSegments } from "../parts/status-segments.tsx";
import { TextCard } from "../parts/text-card.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { useChange } from "../state/use-change.ts";
import { usePolled } from "../state/use-polled.ts";

const STATUSES: Readonly<Record<TextStatus, string>> = {
  proposed: "To review",
  applied: "Shown",
  refused: "Refused",
  reverted: "Taken back",
};

/** What a language model has written for products: each beside what it was written from, to be let through or not. */
export const TextsPage = ({ catalog, onSignedOut }: PageProps): VNode => {
  const [status, setStatus] = useState<TextStatus>("proposed");
  const { value, error, refresh } = usePolled(`texts ${catalog} ${status}`, () => fetchTexts(catalog, status));
  const spend = usePolled("spend", fetchSpend);
  const latest = usePolled("latest backfill", fetchLatestBackfill);
  const { failure, change } = useChange(refresh);
  const [undoing, setUndoing] = useState<string | null>(null);
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
            <button key={batch} type="button" class="text-button" onClick={() => setUndoing(batch)}>
              Take back all of run {batch}
            </button>
          ))}
        </p>
      )}
      <ul class="cards">
        {value?.enrichments.map((text) => (
          <TextCard
            key={`${text.product} ${text.updated_at}`}
            text={text}
            onAccept={(description) => void change(acceptText(catalog, text, description))}
            onRefuse={() => void change(refuseText(catalog, text))}
            onRevert={() => void change(revertText(catalog, text))}
          />
        ))}
      </ul>
      {spend.value !== null && <SpendTable spend={spend.value} latest={latest.value} />}
      {undoing !== null && (
        <Confirm
          title="Take back the whole run?"
          action="Take back"
          run={() => revertBatch(catalog, undoing)}
          onClose={(done) => {
            setUndoing(null);
            if (done) refresh();
          }}
        >
          <p>
            What run <code>{undoing}</code> has written is no longer searched or shown. A merchant’s own texts are not
            touched.
          </p>
        </Confirm>
      )}
    </>
  );
};
