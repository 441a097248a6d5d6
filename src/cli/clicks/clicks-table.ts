import type { Interval } from "../../../ranking/metrics/bootstrap.ts";
import type { ClicksEvaluation } from "./eval-clicks.ts";

export function formatClicks(evaluation: ClicksEvaluation): string {
  const { trainer, searches, clicks, bias, orders, tau, sure, seconds } = evaluation;
  const width = Math.max(...orders.map(({ name }) => name.length)) + 2;
  const line = (name: string, cells: readonly string[]): string =>
    `${name.padEnd(width)}${cells.map((cell) => cell.padStart(24)).join("")}`;
  return [
    `${searches.learned + searches.judged} searches for movies, ${clicks} simulated clicks; ${searches.learned} learned from (${trainer}), ${searches.judged} of other queries judged by.`,
    `Position bias (${bias.method}): within ${(100 * bias.worst).toFixed(1)} % of the true curve at every position.`,
    "",
    line("NDCG@10 [95 %]", ["true relevance", "the gate", "clicks as they are"]),
    ...orders.map(({ name, truth, gate, raw }) => line(name, [truth, gate, raw].map(cell))),
    "",
    `Order of the orders beside the true one (Kendall's tau): gate ${tau.gate.toFixed(3)}, clicks as they are ${tau.raw.toFixed(3)}.`,
    `Pairs of orders told apart for sure: gate ${sure.gate}, ${sure.gateWrong} of them wrongly; clicks as they are ${sure.raw}, ${sure.rawWrong} wrongly.`,
    `${seconds.all.toFixed(0)} s, judging ${seconds.judging.toFixed(1)} s of them.`,
    "",
  ].join("\n");
}

function cell({ mean, low, high }: Interval): string {
  return `${mean.toFixed(4)} [${low.toFixed(3)}, ${high.toFixed(3)}]`;
}
