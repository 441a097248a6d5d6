import { cpus, totalmem } from "node:os";

/**
 * A measurement beside its peers in one run. It asserts nothing: gates-table.ts says what is asked of the ratios.
 */
export interface Benchmark {
  readonly name: string;
  /** One line for `--list`. */
  readonly title: string;
  run(options: BenchOptions): Promise<BenchResult>;
}

export interface BenchOptions {
  /** Stay within about 30 seconds. */
  readonly quick: boolean;
  /** Tells a person what is going on. */
  readonly log: (line: string) => void;
}

/** Name of a figure → its value in the result's unit, unless the name says otherwise. */
export type Figures = Readonly<Record<string, number>>;

export interface BenchResult {
  readonly unit: string;
  readonly ours: Figures;
  readonly peers: Readonly<Record<string, Figures>>;
  /** Peer → how many times better than it ours is on the gated figure; above 1: ahead. */
  readonly ratio: Figures;
  /** Measurements of each side. */
  readonly n: number;
  readonly seed: number;
}

/** What `--json` prints. */
export interface BenchReport extends BenchResult {
  readonly name: string;
  readonly pass: boolean;
  readonly machine: string;
}

export function machine(): string {
  const [first] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${first?.model.trim() ?? "unknown"} × ${cpus().length}, ${memory} GiB, Node ${process.versions.node}`;
}

/** @param samples in any order; sorted in place */
export function percentiles(samples: number[]): { p50: number; p95: number; p99: number } {
  samples.sort((a, b) => a - b);
  const at = (share: number) => samples[Math.min(samples.length - 1, Math.floor(samples.length * share))] ?? NaN;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

/** Rows of figures, a column a side. */
export function printTable(name: string, result: BenchResult): void {
  const sides = { ours: result.ours, ...result.peers };
  const rows = [...new Set(Object.values(sides).flatMap((figures) => Object.keys(figures)))];
  const width = Math.max(...rows.map((row) => row.length), name.length) + 2;
  const cell = (text: string) => text.padStart(16);
  console.log(`\n${name.padEnd(width)}${Object.keys(sides).map(cell).join("")}   (${result.unit})`);
  for (const row of rows) {
    const values = Object.values(sides).map((figures) => cell(row in figures ? shortened(figures[row]!) : "–"));
    console.log(row.padEnd(width) + values.join(""));
  }
  for (const [peer, ratio] of Object.entries(result.ratio)) console.log(`${shortened(ratio)} × ${peer}`);
}

export function shortened(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : Number(value.toPrecision(3)).toString();
}
