import type { Interval } from "../../../ranking/metrics/bootstrap.ts";
import type { LearnedEvaluation } from "./evaluate.ts";
import type { Measure } from "./judge.ts";

/** @param shown the measures that tell something for these windows */
export function formatLearned(
  title: string,
  { queries, rows, folds, repeats, trainer, reason, orders, gains, importance }: LearnedEvaluation,
  shown: Readonly<Partial<Record<Measure, string>>>,
): string {
  const columns = Object.entries(shown) as [Measure, string][];
  const cells = (values: Readonly<Record<Measure, Interval>>, sign: string) =>
    columns.map(([measure]) => cell(values[measure], sign));
  const top = importance.slice(0, 8).map(({ feature, share }) => `${feature} ${Math.round(100 * share)} %`);
  const often = repeats === 1 ? "" : ` × ${repeats}`;
  return `${[
    `${title}: ${queries} held-out queries, ${rows} products, ${folds} folds${often}, ${trainer}`,
    row(
      "",
      columns.map(([, name]) => name),
    ),
    ...orders.map(({ name, measures }) => row(name, cells(measures, ""))),
    ...gains.map(({ over, measures }) => row(`learned over ${over}`, cells(measures, "+"))),
    `  ${reason}`,
    `  What the trees split by: ${top.join(", ")}.`,
  ].join("\n")}\n`;
}

const row = (name: string, values: readonly string[]): string =>
  `  ${name.padEnd(28)}${values.map((each) => each.padEnd(28)).join("")}`.trimEnd();

const cell = ({ mean, low, high }: Interval, sign: string): string =>
  `${number(mean, sign)} [${number(low, sign)}, ${number(high, sign)}]`;

const number = (value: number, sign: string): string => `${value >= 0 ? sign : ""}${value.toFixed(3)}`;
