import type { Interval } from "../../ranking/metrics/bootstrap.ts";
import type { Measure } from "./judge-order.ts";
import type { Weights } from "./tune-weights.ts";

export interface Evaluation {
  readonly products: number;
  readonly queries: number;
  /** Queries that nothing judged was right for; left out, since any order of them is as good. */
  readonly withoutPositive: number;
  /** Queries weights may be chosen on. */
  readonly train: number;
  /** Queries that are reported. */
  readonly test: number;
  readonly weights: Weights;
  readonly orders: readonly Row[];
  /** What the first stage has over each other order, query by query. */
  readonly gains: readonly Row[];
}

export interface Row {
  readonly name: string;
  readonly train: Readonly<Record<Measure, Interval>>;
  readonly test: Readonly<Record<Measure, Interval>>;
}

export function formatEvaluation(evaluation: Evaluation): string {
  const { products, queries, withoutPositive, train, test, weights } = evaluation;
  const head = `Icecat: ${products} products, ${queries} queries, ${withoutPositive} of them left out for want of a positive judgment.\n`;
  const fields = Object.entries(weights).map(([name, weight]) => `${name} ${weight}`);
  return [
    head,
    `Weights: ${fields.join(", ")}.\n`,
    table(`Test half, ${test} queries`, "test", evaluation),
    table(`Training half, ${train} queries (weights may have been chosen on them)`, "train", evaluation),
    "Mean [95 % interval by bootstrap over queries]. BM25: one field, stems, any word matches.\n",
  ].join("\n");
}

function table(title: string, half: "train" | "test", { orders, gains }: Evaluation): string {
  const lines = [title, row("", ["NDCG@10, unjudged = 0", "NDCG@10, unjudged removed", "recall@100"])];
  for (const each of orders) lines.push(row(each.name, cells(each[half], "")));
  for (const each of gains.slice(1))
    lines.push(
      row(
        `gain over ${each.name.replace(" of title, brand, attributes, description", " of all")}`,
        cells(each[half], "+"),
      ),
    );
  return `${lines.join("\n")}\n`;
}

const cells = (values: Readonly<Record<Measure, Interval>>, sign: string): readonly string[] =>
  measures.map((measure) => cell(values[measure], sign));

const measures = ["unjudgedWrong", "unjudgedRemoved", "recall"] as const satisfies readonly Measure[];

const row = (name: string, values: readonly string[]): string =>
  `  ${name.padEnd(54)}${values.map((each) => each.padEnd(28)).join("")}`.trimEnd();

const cell = ({ mean, low, high }: Interval, sign: string): string =>
  `${number(mean, sign)} [${number(low, sign)}, ${number(high, sign)}]`;

const number = (value: number, sign: string): string => `${value >= 0 ? sign : ""}${value.toFixed(3)}`;
