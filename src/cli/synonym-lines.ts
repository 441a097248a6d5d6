import type { Synonym } from "../domain/synonym.ts";

/** A synonym for people: what, why, and what it does. */
export function synonymLines({ id, kind, from, to, status, source, by, evidence, effect, watch }: Synonym) {
  return [
    `${id}  ${status.padEnd(8)}  ${from} ${kind === "two_way" ? "↔" : "→"} ${to}  (${kind.replace("_", " ")}, from ${source}, by ${by})`,
    ...(evidence === null
      ? []
      : [
          `    ${evidence.shoppers} shoppers went on from the one to the other, ${percent(evidence.share)} of those who got somewhere: ` +
            evidence.examples.map(({ searched, then }) => `“${searched}” then “${then}”`).join(", "),
        ]),
    ...(effect === null
      ? []
      : [
          `    of ${effect.searches} searches replayed ${effect.recovered} are answered that were not; nothing found: ` +
            `${effect.emptyBefore} → ${effect.emptyAfter}; of what was wanted in the end, ${percent(effect.refoundBefore)} → ` +
            `${percent(effect.refoundAfter)} is found; ${effect.displaced.toFixed(1)} of ten products displaced`,
        ]),
    ...(watch === null || watch.searches === 0
      ? []
      : [`    since it is live: ${watch.searches} searches, ${watch.empty} empty, ${watch.clicked} clicked, ${watch.purchased} bought${watch.worse === true ? "; CLICKED LESS THAN BEFORE: consider winnow synonyms remove" : ""}`]), // prettier-ignore
  ];
}

const percent = (share: number): string => `${Math.round(100 * share)} %`;
