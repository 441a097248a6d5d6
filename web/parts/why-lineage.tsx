import type { VNode } from "preact";
import type { ExplainAnswer } from "../api/answers.ts";
import { plural } from "../format/names.ts";

/** Where the order comes from: model, trainer, and the behaviour it was made of. */
export const WhyLineage = ({ lineage }: { lineage: NonNullable<ExplainAnswer["lineage"]> }): VNode => {
  const { model, trained_at, trainer, from, to, searches, rows, positives } = lineage;
  return (
    <p class="why-lineage">
      Model <code>{model}</code>, trained {when(trained_at)} by {trainer} on {plural(searches, "search", "searches")}{" "}
      between {when(from)} and {when(to)}: {plural(rows, "shown product")},{" "}
      {plural(positives, "click or purchase", "clicks and purchases")}.
    </p>
  );
};

const when = (iso: string): string =>
  new Date(iso).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
