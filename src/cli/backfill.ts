import { randomBytes } from "node:crypto";
import { type Command, InvalidArgumentError, Option } from "commander";
import { backfillDescriptions, type BackfillReport } from "../backfill/backfill-descriptions.ts";
import { defaultBackfill } from "../backfill/backfill-options.ts";
import {
  type EmptySearchesEffect,
  type FindNow,
  orUnknown,
  sayEmptySearches,
  watchEmptySearches,
} from "../backfill/empty-searches.ts";
import type { AnswerStore } from "../ports/answer-store.ts";
import type { EnrichmentStore } from "../ports/enrichment-store.ts";
import type { EventStore } from "../ports/event-store.ts";
import type { LanguageModel, SpendLimit } from "../ports/language-model.ts";
import type { ProductStore } from "../ports/product-store.ts";
import { answerTo, catalogOption } from "./answer.ts";

export interface BackfillStores {
  readonly products: ProductStore;
  readonly enrichments: EnrichmentStore;
  readonly answers: AnswerStore;
  readonly events: Pick<EventStore, "head" | "tail">;
  /** By an index of its own for that time. */
  readonly findNow: FindNow;
}

export interface BackfillCommandDeps {
  /** Opens the stores, beside a running server too, for the time of the command. */
  readonly withStores: (work: (stores: BackfillStores) => Promise<void>) => Promise<void>;
  readonly openModel: (answers: AnswerStore) => LanguageModel;
  /** In a shop's words. */
  readonly tone: string;
  readonly stdout: Pick<NodeJS.WritableStream, "write">;
  readonly stderr: Pick<NodeJS.WritableStream, "write">;
  readonly now: () => number;
}

interface Flags {
  readonly catalog: string;
  readonly dryRun?: true;
  readonly limit?: number;
  readonly budget?: SpendLimit;
  readonly attributes: boolean;
  readonly review?: true;
  readonly tone: string;
  readonly json?: true;
}

/** `winnow backfill …`: a language model writes what a catalogue lacks. Stopped and started again, it goes on. */
export function registerBackfill(program: Command, deps: BackfillCommandDeps): void {
  const backfill = program.command("backfill").description("let a language model write what a catalogue lacks");
  backfill
    .command("descriptions")
    .description(
      "write descriptions, and attributes that their words name, for products that lack them, from their own data",
    )
    .addOption(catalogOption())
    .option("--dry-run", "only count, and estimate what it may cost at most")
    .option("--limit <number>", "for at most so many products", readLimit)
    .option("--budget <amount>", "spend at most this: 2.50 (in the prices' currency), or 100000t (tokens)", readBudget)
    .option("--no-attributes", "leave missing attributes alone")
    .option("--review", "show nothing before a person has read it")
    .addOption(new Option("--tone <words>", "in which tone").default(deps.tone))
    .option("--json", "the outcome as JSON")
    .action((flags: Flags) => deps.withStores((stores) => run(deps, stores, flags)));
}

async function run(deps: BackfillCommandDeps, stores: BackfillStores, flags: Flags): Promise<void> {
  const { catalog, tone, attributes, dryRun = false, review = false, limit = null } = flags;
  const { stdout, stderr, now } = deps;
  const interrupted = new AbortController();
  const stop = () => interrupted.abort(new Error("Interrupted; what was written is kept, and the next run goes on."));
  process.once("SIGINT", stop);
  try {
    const { language } = await stores.products.mapping(catalog);
    const batch = `${new Date(now()).toISOString().slice(0, 10)}-${randomBytes(3).toString("hex")}`;
    const log = (line: string) => void stderr.write(`${line}\n`);
    let last = -1;
    const empty = dryRun ? null : await orUnknown(() => watchEmptySearches({ ...stores, now }, catalog, interrupted.signal), log); // prettier-ignore
    const report = await backfillDescriptions(
      { ...stores, model: deps.openModel(stores.answers), now },
      { ...defaultBackfill, catalog, batch, language, tone, limit, dryRun, attributes, review, budget: flags.budget ?? defaultBackfill.budget }, // prettier-ignore
      {
        signal: interrupted.signal,
        onProgress: (done, total) => {
          const percent = Math.floor((100 * done) / total);
          if (percent !== last) stderr.write(`${percent} % of ${catalog}\n`);
          last = percent;
        },
        log,
      },
    );
    const effect = empty === null ? null : await orUnknown(empty, log);
    answerTo(stdout)(flags, { ...report, emptySearches: effect }, lines(report, dryRun, effect));
    if (report.stopped !== null) process.exitCode = 1;
  } finally {
    process.off("SIGINT", stop);
  }
}

function lines(report: BackfillReport, dryRun: boolean, effect: EmptySearchesEffect | null): readonly string[] {
  const { batch, seen, wanted, known, applied, proposed, failed, usage, stopped } = report;
  const tokens = `${usage.promptTokens} + ${usage.completionTokens} tokens`;
  const cost = usage.costMicros === 0 ? "" : `, ${(usage.costMicros / 1e6).toFixed(4)}`;
  const open = wanted - known;
  if (dryRun) {
    return [
      `${seen} products; ${open} lack a description or an attribute and would be written for, ${known} are written already.`,
      `At most ${tokens}${cost}. Nothing was asked.`,
    ];
  }
  return [
    `${seen} products; ${open} lacked a description or an attribute.`,
    `${applied} written and shown, ${proposed} to be read first (winnow enrichments list), ${failed} without a usable answer.`,
    `${tokens}${cost}. Run ${batch}: winnow enrichments revert --batch ${batch} takes it back.`,
    ...(effect === null ? [] : [sayEmptySearches(effect)]),
    ...(stopped === null ? [] : [`Stopped: ${stopped.says} Started again, it goes on.`]),
  ];
}

function readLimit(text: string): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1) return limit;
  throw new InvalidArgumentError("It is a whole number of at least 1.");
}

/** Of `--budget`. */
export function readBudget(text: string): SpendLimit {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(t?)$/u.exec(text) ?? [];
  if (amount === undefined)
    throw new InvalidArgumentError("It is an amount, such as 2.50, or tokens, such as 100000t.");
  return unit === "t"
    ? { tokens: Math.floor(Number(amount)), costMicros: null }
    : { tokens: null, costMicros: Math.round(Number(amount) * 1e6) };
}
