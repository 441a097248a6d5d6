import { type Command, InvalidArgumentError } from "commander";
import type { SpendLimit } from "../ports/language-model.ts";
import type {
  BackfillSynonymsOptions,
  BackfillSynonymsReport,
  BackfillSynonymsRun,
} from "../synonyms/backfill-synonyms.ts";
import { readBudget } from "./backfill.ts";
import { synonymLines } from "./synonym-lines.ts";
import { answerTo, catalogOption } from "./answer.ts";

export interface BackfillSynonymsCommandDeps {
  /** Looks for them, beside a running server too. */
  readonly mine: (
    options: BackfillSynonymsOptions,
    budget: SpendLimit,
    run: BackfillSynonymsRun,
  ) => Promise<BackfillSynonymsReport>;
  /** Whether the configuration lets clearly good ones go live without a person. */
  readonly auto: boolean;
  readonly stdout: Pick<NodeJS.WritableStream, "write">;
  readonly stderr: Pick<NodeJS.WritableStream, "write">;
}

interface Flags {
  readonly catalog: string;
  readonly dryRun?: true;
  readonly limit?: number;
  readonly auto?: true;
  readonly budget?: SpendLimit;
  readonly json?: true;
}

/** `winnow backfill synonyms`: from what shoppers did. Stopped and started again, it comes to the same. */
export function registerBackfillSynonyms(program: Command, deps: BackfillSynonymsCommandDeps): void {
  const backfill = program.commands.find((each) => each.name() === "backfill") ?? program.command("backfill");
  backfill
    .command("synonyms")
    .description("find words that shoppers use and the catalogue does not, and measure what they would change")
    .addOption(catalogOption())
    .option("--dry-run", "only look and measure; keep nothing")
    .option("--limit <number>", "at most so many", readLimit)
    .option("--budget <amount>", "of a language model, where one is configured: 2.50, or 100000t (tokens)", readBudget)
    .option("--auto", "let clearly good ones go live, as WINNOW_SYNONYMS_AUTO=true does")
    .option("--json", "the outcome as JSON")
    .action((flags: Flags) => run(deps, flags));
}

async function run(deps: BackfillSynonymsCommandDeps, flags: Flags): Promise<void> {
  const { catalog, dryRun = false, limit = null } = flags;
  const interrupted = new AbortController();
  const stop = () => interrupted.abort(new Error("Interrupted; what was found is kept, and the next run goes on."));
  process.once("SIGINT", stop);
  try {
    let last = "";
    const report = await deps.mine(
      { catalog, limit, dryRun, auto: deps.auto || flags.auto === true },
      flags.budget ?? { tokens: null, costMicros: null },
      {
        signal: interrupted.signal,
        onProgress: (done, total, note) => {
          const line = `${Math.floor((100 * done) / Math.max(1, total))} %: ${note}\n`;
          if (line !== last) deps.stderr.write(line);
          last = line;
        },
      },
    );
    answerTo(deps.stdout)(flags, report, lines(report, dryRun));
  } finally {
    process.off("SIGINT", stop);
  }
}

const lines = (report: BackfillSynonymsReport, dryRun: boolean): readonly string[] => [
  ...report.synonyms.flatMap(synonymLines),
  "",
  ...(report.empty.length === 0 ? [] : ["Searches that found nothing: how often, what they find now, and with what is proposed"]), // prettier-ignore
  ...report.empty.map(({ text, searches, now, proposed }) => `${String(searches).padStart(6)}  ${String(now).padStart(6)}  ${String(proposed).padStart(6)}  ${text}`), // prettier-ignore
  `${report.searches} searches; ${report.candidates} candidates, ${report.useless} of no use.`,
  ...(report.retired.length === 0 ? [] : [`Taken back, since they led to fewer clicks than before: ${report.retired.map(({ from, to }) => `${from} → ${to}`).join(", ")}.`]), // prettier-ignore
  `${report.live} live${dryRun ? " if it were kept" : ""}, ${report.proposed} to be decided (winnow synonyms accept|refuse).`,
];

function readLimit(text: string): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1) return limit;
  throw new InvalidArgumentError("It is a whole number of at least 1.");
}
