import type { FaultRow, Part, Seen } from "./row.ts";
import { searchTimes } from "./check-row.ts";

/** Row's id → what was last seen of it, in words. */
export type SeenWords = ReadonlyMap<string, string>;

export const notRun = "not run yet";

const titles: Readonly<Record<Part, string>> = {
  model: "A model",
  elasticsearch: "Elasticsearch",
  redis: "Redis",
  "language model": "The language model",
  disk: "The disk",
  clock: "The clock",
  "kill -9": "kill -9",
  processes: "Several processes",
};

const intro = `# What happens when something fails

This page is written by the test that makes each fault on the real thing and looks (\`src/testing/faults/\`):
\`npm run bench -- faults\` runs every row that this machine can run and writes the page anew. A test fails when the page and
the table differ. "Seen" is of the last such run, on a shared two-core machine; the bounds hold in every run.

In no row is **anything lost that was acknowledged**, nor counted twice: wherever something is written while the fault lasts, it is
read again after the fault and, where a process ends, after its next start. The rows of models and of the language model write
nothing meanwhile. Searches are asked with the default deadline of 800 ms unless a
row says otherwise. An answer such as \`200 [feature_state]\` is one whose \`degraded\` says what was left out; each 503, 507
and 429 carries \`Retry-After\`.
`;

/** docs/faults.md. */
export function renderPage(rows: readonly FaultRow[], seen: SeenWords): string {
  const parts = [...new Set(rows.map(({ of }) => of))];
  const section = (part: Part): string => {
    const own = rows.filter(({ of }) => of === part);
    const facts = own.map((row) => rowText(row, seen.get(row.id) ?? notRun));
    return `\n## ${titles[part]}\n\n${table(own.map(cells))}\n\n${facts.join("\n")}\n`;
  };
  return intro + parts.map(section).join("");
}

/** What a page says was seen. */
export function readSeen(page: string): SeenWords {
  return new Map([...page.matchAll(/^- \*\*([\w-]+)\*\*: .* Seen: (.*)$/gmu)].map(([, id, words]) => [id!, words!]));
}

/** @param date such as 2026-01-31 @param commit such as 0123456 */
export function seenWords(seen: Seen, date: string, commit: string): string {
  const ms = searchTimes(seen.answers);
  const words = [
    ...(ms === null ? [] : [`slowest search ${duration(ms.slowest)}, usually ${duration(ms.usually)}`]),
    ...(seen.healedMs === null ? [] : [`healed after ${duration(seen.healedMs)}`]),
    ...(seen.note === undefined ? [] : [seen.note]),
  ];
  return `${words.join("; ")} (${date}, ${commit}).`;
}

const head = ["fault", "answers", "slowest search, usually", "heals within"];

const cells = ({ fault, answers, fast, heals }: FaultRow): readonly string[] => [
  fault,
  Object.entries(answers)
    .map(([asked, says]) => `${asked} ${says.map((each) => `\`${each}\``).join(" or ")}`)
    .join("; "),
  fast === null ? "" : `${fast.slowest.says}, ${fast.usually.says}`,
  heals.within.says,
];

const rowText = ({ id, made, remark, heals }: FaultRow, seen: string): string =>
  `- **${id}**: made by: ${made}.${remark === undefined ? "" : ` ${remark}`} Heals: ${heals.how}. Seen: ${seen}`;

/** As prettier writes one. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = head.map((each, i) => Math.max(3, each.length, ...rows.map((row) => row[i]!.length)));
  const line = (row: readonly string[], fill = " ") =>
    `| ${row.map((each, i) => each.padEnd(widths[i]!, fill)).join(" | ")} |`;
  return [
    line(head),
    line(
      head.map(() => ""),
      "-",
    ),
    ...rows.map((row) => line(row)),
  ].join("\n");
}

function duration(ms: number): string {
  if (ms < 1000) return `${Number(ms.toPrecision(2))} ms`;
  return `${Number((ms / 1000).toPrecision(2))} s`;
}
