import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { PageProps } from "../app.tsx";
import {
  addSynonym,
  decideSynonym,
  editSynonym,
  fetchSynonyms,
  nameOf,
  restoreSynonym,
  type Synonym,
  type SynonymDecision,
  type SynonymDraft,
  type SynonymStatus,
  undoEdit,
} from "../api/synonyms.ts";
import { StatusSegments } from "../parts/status-segments.tsx";
import { SynonymCard } from "../parts/synonym-card.tsx";
import { SynonymForm } from "../parts/synonym-form.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { Undo } from "../parts/undo.tsx";
import { useChange } from "../state/use-change.ts";
import { usePolled } from "../state/use-polled.ts";

const STATUSES: Readonly<Record<SynonymStatus, string>> = {
  proposed: "To decide",
  live: "Live",
  refused: "Refused",
  retired: "Taken back",
};

const SAID: Readonly<Record<SynonymDecision, string>> = {
  accept: "is searched by.",
  refuse: "is refused.",
  retire: "is taken back.",
};

/** What was decided last. */
interface Decided {
  readonly synonym: Synonym;
  /** Where its card was. */
  readonly place: number;
  readonly says: string;
  readonly undo: () => Promise<unknown>;
}

/** What shoppers call otherwise than the catalogue: what speaks for each, what it would change, and the decision. */
export const SynonymsPage = ({ catalog, onSignedOut }: PageProps): VNode => {
  const [status, setStatus] = useState<SynonymStatus>("proposed");
  const { value, error, refresh } = usePolled(`synonyms ${catalog} ${status}`, () => fetchSynonyms(catalog, status));
  const { failure, change } = useChange(refresh);
  const [decided, setDecided] = useState<Decided | null>(null);
  const [cameBack, setCameBack] = useState<string | null>(null);
  const listed = mostSaidFirst(value?.synonyms ?? []).filter((one) => !isAsBefore(one, decided?.synonym));
  const cards = listed.map((synonym, place) => {
    const done = (says: string, undo: () => Promise<unknown>) => {
      setCameBack(null);
      setDecided({ synonym, place, says: `${nameOf(synonym)} ${says}`, undo });
    };
    const decide = async (decision: SynonymDecision) => {
      if (await change(decideSynonym(catalog, synonym, decision)))
        done(SAID[decision], () => restoreSynonym(catalog, synonym));
    };
    const edit = (draft: SynonymDraft) => {
      const asked = editSynonym(catalog, synonym, draft);
      const said = asked.then((edited) =>
        done(`is now ${nameOf(edited.synonym)}, and searched by.`, () => undoEdit(catalog, synonym, edited)),
      );
      return change(said);
    };
    return (
      <SynonymCard
        key={`${synonym.id} ${synonym.updated_at}`}
        catalog={catalog}
        synonym={synonym}
        takesFocus={cameBack === synonym.id}
        onDecide={(decision) => void decide(decision)}
        onEdit={edit}
      />
    );
  });
  const undo = async (last: Decided) => {
    if (!(await change(last.undo()))) return;
    setCameBack(last.synonym.id);
    setDecided(null);
  };
  if (decided !== null)
    cards.splice(
      decided.place,
      0,
      <Undo key={`undo ${decided.says}`} says={decided.says} onUndo={() => void undo(decided)} />,
    );
  return (
    <>
      <div class="page-head">
        <h1>Synonyms</h1>
        <StatusSegments
          label="Which synonyms"
          names={STATUSES}
          counts={value?.counts ?? null}
          chosen={status}
          onChoose={(chosen) => {
            setStatus(chosen);
            setDecided(null);
            setCameBack(null);
          }}
        />
      </div>
      <Trouble error={failure ?? error} onSignedOut={onSignedOut} />
      <div class="panel">
        <SynonymForm label="Add a synonym" action="Add" onSubmit={(draft) => change(addSynonym(catalog, draft))} />
      </div>
      {value?.synonyms.length === 0 && (
        <p class="panel quiet">
          {status === "proposed"
            ? "Nothing to decide. Once a day the log is looked through for words that shoppers use and the catalogue does not; “winnow backfill synonyms” does it at once."
            : "None."}
        </p>
      )}
      <ul class="cards">{cards}</ul>
    </>
  );
};

/** As the command lists them. */
const mostSaidFirst = (synonyms: readonly Synonym[]): readonly Synonym[] => {
  const shoppers = ({ evidence }: Synonym) => evidence?.shoppers ?? 0;
  return [...synonyms].sort((a, b) => shoppers(b) - shoppers(a) || (a.from < b.from ? -1 : 1));
};

/** A list that was asked for before the decision still has it. */
const isAsBefore = (one: Synonym, decided: Synonym | undefined): boolean =>
  one.id === decided?.id && one.updated_at === decided.updated_at;
