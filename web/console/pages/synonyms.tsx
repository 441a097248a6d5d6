import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { PageProps } from "../app.tsx";
import { ConsoleError } from "../api/client.ts";
import { addSynonym, decideSynonym, fetchSynonyms, type SynonymStatus } from "../api/synonyms.ts";
import { whole } from "../format.ts";
import { AddSynonym } from "../parts/add-synonym.tsx";
import { SynonymCard } from "../parts/synonym-card.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { usePolled } from "../state/use-polled.ts";

const STATUSES: Readonly<Record<SynonymStatus, string>> = {
  proposed: "To decide",
  live: "Live",
  refused: "Refused",
  retired: "Taken back",
};

/** What shoppers call otherwise than the catalogue: what speaks for each, what it would change, and the decision. */
export const SynonymsPage = ({ catalog, onSignedOut }: PageProps): VNode => {
  const [status, setStatus] = useState<SynonymStatus>("proposed");
  const { value, error, refresh } = usePolled(`synonyms ${catalog} ${status}`, () => fetchSynonyms(catalog, status));
  const [failure, setFailure] = useState<ConsoleError | null>(null);
  const change = async (work: Promise<unknown>): Promise<boolean> => {
    setFailure(null);
    try {
      await work;
      refresh();
      return true;
    } catch (reason) {
      setFailure(reason instanceof ConsoleError ? reason : new ConsoleError(0, String(reason)));
      return false;
    }
  };
  return (
    <>
      <div class="page-head">
        <h1>Synonyms</h1>
        <div class="segments" role="group" aria-label="Which synonyms">
          {(Object.keys(STATUSES) as SynonymStatus[]).map((one) => (
            <button
              key={one}
              type="button"
              class="segment"
              aria-pressed={status === one}
              onClick={() => setStatus(one)}
            >
              {STATUSES[one]} {value !== null && <span class="quiet">{whole(value.counts[one])}</span>}
            </button>
          ))}
        </div>
      </div>
      <Trouble error={failure ?? error} onSignedOut={onSignedOut} />
      <AddSynonym onAdd={(from, to, isTwoWay) => change(addSynonym(catalog, from, to, isTwoWay))} />
      {value?.synonyms.length === 0 && (
        <p class="panel quiet">
          {status === "proposed"
            ? "Nothing to decide. Once a day the log is looked through for words that shoppers use and the catalogue does not; “winnow backfill synonyms” does it at once."
            : "None."}
        </p>
      )}
      <ul class="cards">
        {value?.synonyms.map((synonym) => (
          <SynonymCard
            key={synonym.id}
            catalog={catalog}
            synonym={synonym}
            onDecide={(decision) => void change(decideSynonym(catalog, synonym, decision))}
          />
        ))}
      </ul>
    </>
  );
};
