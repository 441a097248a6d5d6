import { Presets, SingleBar } from "cli-progress";
import type { ColumnGuess, ImportProgress, ImportReport } from "../catalog/import-report.ts";

/** What `winnow import` shows: the formats, the guesses, a bar with rate and time left, what has become of it. */
export interface ImportScreen {
  readonly file: (file: { readonly name: string; readonly format: string }) => void;
  readonly columns: (columns: readonly ColumnGuess[]) => void;
  readonly progress: (progress: ImportProgress) => void;
  readonly done: (report: ImportReport) => void;
  /** Takes the bar off the screen. */
  readonly stop: () => void;
}

export function importScreen(stdout: NodeJS.WritableStream, stderr: NodeJS.WritableStream): ImportScreen {
  const startedMs = performance.now();
  const print = (text: string): void => void stdout.write(`${text}\n`);
  let bar: SingleBar | null = null;
  const stop = (): void => {
    bar?.stop();
    bar = null;
  };
  return {
    file: ({ name, format }) => {
      if (bar === null) print(`${name}: ${format}`);
    },
    columns: (columns) => print(`\n${columnTable(columns)}\n`),
    progress: (progress) => {
      if (!("isTTY" in stderr) || stderr.isTTY !== true) return;
      bar ??= startBar(stderr, progress.totalBytes);
      const { read } = progress;
      const rate = count(Math.round(read / secondsSince(startedMs)));
      const what = progress.phase === "committing" ? "making them live" : `${count(read)} products, ${rate}/s`;
      bar.update(progress.bytes, { what });
    },
    done: (report) => {
      stop();
      print(summary(report, secondsSince(startedMs)));
    },
    stop,
  };
}

function startBar(stderr: NodeJS.WritableStream, totalBytes: number | null): SingleBar {
  const left = totalBytes === null ? "" : " {bar} {percentage} % | {eta_formatted} left |";
  const bar = new SingleBar(
    { format: `${left} {what}`, stream: stderr, hideCursor: true, clearOnComplete: true, etaBuffer: 100 },
    Presets.shades_classic,
  );
  bar.start(totalBytes ?? 1, 0, { what: "" });
  return bar;
}

/** Columns that are told one by one; attributes beyond are summed up. */
const SHOWN_ATTRIBUTES = 12;

function columnTable(columns: readonly ColumnGuess[]): string {
  const isAttribute = ({ field }: ColumnGuess): boolean => field?.startsWith("attributes.") === true;
  const attributes = columns.filter(isAttribute);
  const shown = [...columns.filter((column) => !isAttribute(column)), ...attributes.slice(0, SHOWN_ATTRIBUTES)];
  const width = Math.min(40, Math.max(6, ...shown.map(({ column }) => printable(column).length)));
  const rows = shown.map(({ column, field }) => `  ${printable(column).padEnd(width)}  ${field ?? "(left out)"}`);
  const more = attributes.length - SHOWN_ATTRIBUTES;
  return [
    `  ${"column".padEnd(width)}  taken for`,
    ...rows,
    ...(more > 0 ? [`  and ${count(more)} more columns  attributes of their own names`] : []),
    "  (--map field=column says otherwise)",
  ].join("\n");
}

function summary({ read, rejected, duplicates, dropped, counts }: ImportReport, seconds: number): string {
  const { created, updated, unchanged, deleted } = counts;
  const taken = read - rejected;
  return [
    `Imported ${count(taken)} products in ${seconds.toFixed(1)} s (${count(Math.round(taken / seconds))}/s): ` +
      `${count(created)} created, ${count(updated)} updated, ${count(unchanged)} unchanged, ${count(deleted)} deleted.`,
    ...(rejected > 0 ? [`${lines(rejected, "was", "were")} rejected.`] : []),
    ...(duplicates > 0 ? [`${lines(duplicates, "replaced", "replaced")} an earlier one with the same id.`] : []),
    ...Object.entries(dropped).map(
      ([field, { count: times, example }]) =>
        `${field} made no sense ${count(times)} times and was left out (${example}).`,
    ),
  ].join("\n");
}

function lines(number: number, one: string, several: string): string {
  return number === 1 ? `1 line ${one}` : `${count(number)} lines ${several}`;
}

/** A column's name may hold anything, terminal controls included. */
function printable(text: string): string {
  const plain = text.replace(/[^\P{C} ]/gu, "?");
  return plain.length > 40 ? `${plain.slice(0, 39)}…` : plain;
}

function count(value: number): string {
  return value.toLocaleString("en");
}

function secondsSince(startedMs: number): number {
  return Math.max(0.001, (performance.now() - startedMs) / 1000);
}
