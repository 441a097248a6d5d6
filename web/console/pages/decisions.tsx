import type { VNode } from "preact";
import type { PageProps } from "../app.tsx";
import { fetchDecisions } from "../api/client.ts";
import { DecisionCard } from "../parts/decision-card.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { usePolled } from "../state/use-polled.ts";

const SHOWN = 50;

/** Why models serve or do not: each decision with its numbers, newest first. */
export const DecisionsPage = ({ catalog, onSignedOut }: PageProps): VNode => {
  const { value, error } = usePolled(`decisions ${catalog}`, () => fetchDecisions(catalog, SHOWN));
  // The newest one that has charts to show.
  const charted = value?.find(({ report }) => report.orders !== undefined) ?? value?.[0];
  return (
    <>
      <h1>Decisions</h1>
      <Trouble error={error} onSignedOut={onSignedOut} />
      {value?.length === 0 && (
        <p class="panel quiet">Nothing has been decided yet: the first model has still to be trained and judged.</p>
      )}
      <ul class="cards">
        {value?.map((decision) => (
          <DecisionCard key={decision.id} decision={decision} open={decision.id === charted?.id} />
        ))}
      </ul>
    </>
  );
};
