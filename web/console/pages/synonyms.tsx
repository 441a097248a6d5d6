import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { PageProps } from "../app.tsx";
import { addSynonym, decideSynonym, fetchSynonyms, type Synonym, type SynonymStatus } from "../api/synonyms.ts";
import { AddSynonym } from "../parts/add-synonym.tsx";
import { StatusSegments } from "../parts/status-segments.tsx";
import { SynonymCard } from "../parts/synonym-card.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { useChange } from "../state/use-change.ts";
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
  const { failure, change } = useChange(refresh);
  return (
    <>
      <div class="page-head">
        <h1>Synonyms</h1>
        <StatusSegments
          label="Which synonyms"
          names={STATUSES}
          counts={value?.counts ?? null}
          chosen={status}
          onChoose={setStatus}
        />
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
        {mostSaidFirst(value?.synonyms ?? []).map((synonym) => (
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

/** As the command lists them. */
const mostSaidFirst = (synonyms: readonly Synonym[]): readonly Synonym[] => {
  const shoppers = ({ evidence }: Synonym) => evidence?.shoppers ?? 0;
  return [...synonyms].sort((a, b) => shoppers(b) - shoppers(a) || (a.from < b.from ? -1 : 1));
};
