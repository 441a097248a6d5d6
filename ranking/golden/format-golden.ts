/** What a search answered, as far as a golden file keeps it. */
export interface GoldenAnswer {
  readonly query: string;
  readonly total: number;
  readonly corrected: string | null;
  readonly dropped: readonly string[];
  readonly hits: readonly GoldenHit[];
}

export interface GoldenHit {
  readonly id: string;
  /** Null where the catalogue's licence keeps its texts out of this repository. */
  readonly title: string | null;
  readonly score: number;
  readonly parts: readonly { readonly name: string; readonly value: number }[];
  readonly words: readonly (string | null)[];
  readonly rules: readonly string[];
}

/** One query's results as text, made to be read as a diff. Two decimals: what differs further is no change of order. */
export function formatGolden({ query, total, corrected, dropped, hits }: GoldenAnswer): string {
  const head = [`query      ${query}`, `total      ${total}`];
  if (corrected !== null) head.push(`corrected  ${corrected}`);
  if (dropped.length > 0) head.push(`dropped    ${dropped.join(", ")}`);
  const lines = hits.flatMap((hit, i) => {
    const rules = hit.rules.length === 0 ? "" : `  (${hit.rules.join(", ")})`;
    const parts = hit.parts.map(({ name, value }) => `${name} ${value.toFixed(2)}`).join(" + ");
    const words = hit.words.map((kind) => kind ?? "–").join(" ");
    const title = hit.title === null ? "" : `  ${hit.title}`;
    return [
      `${String(i + 1).padStart(2)}  ${hit.id}${title}${rules}`,
      `    ${hit.score.toFixed(2)} = ${parts === "" ? "0" : parts}  [${words}]`,
    ];
  });
  return `${[...head, "", ...lines].join("\n")}\n`;
}

/** All queries at a glance. */
export function formatStats(answers: readonly GoldenAnswer[]): string {
  const count = (which: (answer: GoldenAnswer) => boolean) => answers.filter(which).length;
  const head = [
    `queries     ${answers.length}`,
    `no result   ${count(({ total }) => total === 0)}`,
    `corrected   ${count(({ corrected }) => corrected !== null)}`,
    `relaxed     ${count(({ dropped }) => dropped.length > 0)}`,
  ];
  const rows = answers.map(
    ({ query, total, hits }) =>
      `${query.padEnd(36)} ${String(total).padStart(6)}  ${(hits[0]?.score ?? 0).toFixed(2).padStart(8)}`,
  );
  return `${[...head, "", `${"query".padEnd(36)} ${"total".padStart(6)}  ${"top score".padStart(8)}`, ...rows].join("\n")}\n`;
}

/** `55 inch tv` → `55-inch-tv.txt` */
export const goldenName = (query: string): string =>
  `${query
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/gu, "")}.txt`;
