import type { Decision } from "../domain/model.ts";
import type { Counts } from "../simulation/shoppers/diary.ts";

/** How far the loop is, as the screen needs it. */
export interface LoopProgress {
  readonly training: { readonly phase: string; readonly done: number; readonly total: number } | null;
  readonly canary: { readonly share: number } | null;
}

/** The line that is written over and over: who shops, and what is being learned from it. */
export function progressLine(counts: Readonly<Counts>, { training, canary }: LoopProgress): string {
  const { sessions, searches, clicks, purchases } = counts;
  const people = `${whole(sessions)} sessions, ${whole(searches)} searches, ${whole(clicks)} clicks, ${whole(purchases)} purchases`;
  return row("Shoppers", `${people}${doing(training, canary)}`);
}

function doing(training: LoopProgress["training"], canary: LoopProgress["canary"]): string {
  if (training !== null) {
    const share = training.total > 0 ? ` ${Math.round((100 * training.done) / training.total)} %` : "";
    return ` | ${training.phase}${share}`;
  }
  return canary === null ? "" : ` | canary ${Math.round(100 * canary.share)} %`;
}

/** What is said of a decision, on a line of its own. @param earlier decisions on the same model, whose numbers still hold */
export function decisionLine(decision: Decision, earlier: readonly Decision[]): string {
  const judged = [decision, ...earlier].map(ndcgOf).find((found) => found !== null);
  const numbers = judged === undefined ? "" : `: NDCG@10 ${short(judged.before)} → ${short(judged.after)}`;
  const { kind, version, reason } = decision;
  if (kind === "promote_to_canary") return row("Judged", `${version}${numbers}; some shoppers get it first`);
  if (kind === "promote") return row("Promoted", `${version}${numbers}; every search is ordered by it now`);
  if (kind === "refuse") return row("Refused", `${version}: ${reason}`);
  return row(kind === "roll_back" ? "Rolled back" : "Fell back", `${version}: ${reason}`);
}

/** On the later searches that the gate judged by: the order that served, and the new one. */
function ndcgOf({ report, against, version }: Decision): { before: number; after: number } | null {
  const orders = report["orders"] as
    readonly { order: string; version: string | null; metrics: { ndcg_10?: { mean: number } | null } }[] | undefined;
  const mean = (order: string) => orders?.find((one) => one.order === order)?.metrics.ndcg_10?.mean;
  const after = orders?.find((one) => one.version === version)?.metrics.ndcg_10?.mean ?? mean("challenger");
  const before = mean(against === null ? "first_stage" : "champion");
  return before === undefined || after === undefined ? null : { before, after };
}

const row = (title: string, text: string): string => `  ${title.padEnd(12)} ${text}`;

const whole = (count: number): string => count.toLocaleString("en-GB");

/** .68, as NDCG is usually written. */
const short = (value: number): string => value.toFixed(3).replace(/^0/, "");

export interface Screen {
  /** A line that stays. */
  readonly print: (line: string) => void;
  /** The line below it, until the next one. */
  readonly show: (line: string) => void;
  readonly clear: () => void;
}

/** On a terminal the last line is written over; in a file it is written now and then. */
export function openScreen(out: { isTTY?: boolean; columns?: number; write(text: string): unknown }): Screen {
  if (out.isTTY !== true)
    return { print: (line) => out.write(`${line}\n`), show: () => undefined, clear: () => undefined };
  const wipe = "\r\x1b[2K";
  return {
    print: (line) => out.write(`${wipe}${line}\n`),
    show: (line) => out.write(wipe + line.slice(0, (out.columns ?? 100) - 1)),
    clear: () => out.write(wipe),
  };
}
