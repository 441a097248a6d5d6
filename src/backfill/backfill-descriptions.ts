import type { Enrichment } from "../domain/enrichment.ts";
import { generatedField } from "../domain/enrichment.ts";
import { WinnowError } from "../domain/errors.ts";
import type { Product } from "../domain/product.ts";
import type { EnrichmentStore } from "../ports/enrichment-store.ts";
import type { LanguageModel, SpendLimit, TokenUsage } from "../ports/language-model.ts";
import type { ProductStore } from "../ports/product-store.ts";
import { checkDescription } from "./check-description.ts";
import { describeRequest, describeVersion } from "./describe-prompt.ts";
import { withText } from "./enriched-products.ts";
import { factLines, ownPart, plainText, readFactsSheet } from "./product-facts.ts";
import { showTexts } from "./show-texts.ts";

export interface BackfillDeps {
  /** The enriched one. */
  readonly products: Pick<ProductStore, "catalog" | "changes" | "find" | "write">;
  readonly enrichments: Pick<EnrichmentStore, "find" | "save">;
  readonly model: LanguageModel;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface BackfillOptions {
  readonly catalog: string;
  /** Names the run: what it writes can be taken back together. */
  readonly batch: string;
  /** Snowball's name. */
  readonly language: string;
  readonly tone: string;
  /** Products to write for; null is all. */
  readonly limit: number | null;
  readonly budget: SpendLimit;
  /** Nothing is shown before a person has read it. */
  readonly review: boolean;
  /** Only counts, and estimates the cost; asks nothing. */
  readonly dryRun: boolean;
  /** A shop's own description of so many characters is enough. */
  readonly enough: number;
  /** Of what is written, in characters. */
  readonly longest: number;
  /** Products at once. */
  readonly atOnce: number;
}

export const defaultBackfill = {
  ...{ tone: "plain and factual", limit: null, budget: { tokens: null, costMicros: null } },
  ...{ review: false, dryRun: false, enough: 40, longest: 500, atOnce: 4 },
} as const satisfies Partial<BackfillOptions>;

export interface BackfillReport {
  readonly batch: string;
  /** Products looked at. */
  readonly seen: number;
  /** Products that lack a description and say enough of themselves. */
  readonly wanted: number;
  /** Of them, those that had a text already, or a person's no to it. */
  readonly known: number;
  readonly applied: number;
  /** To be read by a person first. */
  readonly proposed: number;
  /** No usable answer. */
  readonly failed: number;
  /** What was paid, or would be at most in a dry run. */
  readonly usage: TokenUsage;
  /** Why it ended before all was done; null when it did not. */
  readonly stopped: Stop | null;
}

/** What ends a run with all that it has done: started again, it goes on. */
export interface Stop {
  readonly code: "budget_spent" | "language_model_unavailable";
  readonly says: string;
}

export interface BackfillRun {
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
  readonly log: (line: string) => void;
}

/** Products read at a time. */
const PAGE = 200;
/** After so many answers in a row that were of no use, the model is. */
const MOST_FAILED = 20;

/**
 * Writes descriptions where a shop has none. Can be stopped anywhere and started again: what is written is not written
 * again until the product's facts change, and an answer that was paid for is kept.
 *
 * @throws WinnowError as the stores do, `invalid_config` of a model that will never answer; the reason of `signal`
 */
export async function backfillDescriptions(
  deps: BackfillDeps,
  options: BackfillOptions,
  run: BackfillRun,
): Promise<BackfillReport> {
  const { catalog, batch } = options;
  const { sequence: last } = await deps.products.catalog(catalog);
  const model = deps.model.limited(options.budget);
  const counts = { seen: 0, wanted: 0, known: 0, applied: 0, proposed: 0, failed: 0 };
  const estimated = { promptTokens: 0, completionTokens: 0, costMicros: 0 };
  let [after, stopped, failedInRow] = [0, null as Stop | null, 0];

  const write = async (task: Task): Promise<void> => {
    if (options.dryRun) {
      add(estimated, model.estimate(describeRequest(task.sheet.facts, options)));
      return;
    }
    const written = await describe(deps, model, options, task, run.signal).catch((error: unknown) => {
      if (!(error instanceof WinnowError) || error.code !== "language_model_failed") throw error;
      counts.failed++;
      run.log(`${task.own.id}: ${error.message}`);
      if (++failedInRow >= MOST_FAILED) throw new WinnowError("language_model_unavailable", `${MOST_FAILED} answers in a row were of no use; the last: ${error.message}`); // prettier-ignore
      return null;
    });
    if (written === null) return;
    failedInRow = 0;
    if (written !== "late") counts[written]++;
  };

  while (after < last && stopped === null) {
    run.signal.throwIfAborted();
    const page = await deps.products.changes(catalog, after, PAGE);
    if (page.length === 0) break;
    after = page.at(-1)!.sequence;
    const living = page.flatMap(({ source, sequence }) =>
      source === null || sequence > last ? [] : [JSON.parse(source) as Product],
    );
    counts.seen += living.length;
    const found = await deps.enrichments.find(catalog, living.map(({ id }) => id)); // prettier-ignore
    const tasks: Task[] = [];
    const shown: string[] = [];
    for (const [i, product] of living.entries()) {
      const before = found[i] ?? null;
      const own = ownPart(product);
      // A crash may have come between a decision and the product that it is about.
      if (isShownWrongly(product, withText(own, before))) shown.push(own.id);
      const sheet = readFactsSheet(own);
      if (!isWanted(own, sheet.facts.length, options.enough)) continue;
      const isKnown =
        before?.provenance.sourceHash === sheet.hash && before.provenance.promptVersion === describeVersion;
      if (!isKnown && counts.wanted - counts.known >= (options.limit ?? Infinity)) continue;
      counts.wanted++;
      if (isKnown) counts.known++;
      else tasks.push({ own, sheet, before });
    }
    stopped = await inTurn(tasks, options.atOnce, write);
    if (!options.dryRun) await showTexts(deps.products, catalog, [...shown, ...tasks.map(({ own }) => own.id)]);
    run.onProgress(Math.min(after, last), last);
    if (options.limit !== null && counts.wanted - counts.known >= options.limit) break;
  }
  return { batch, ...counts, usage: options.dryRun ? estimated : model.spent(), stopped };
}

interface Task {
  readonly own: Product;
  readonly sheet: ReturnType<typeof readFactsSheet>;
  readonly before: Enrichment | null;
}

/** A title alone says too little to be said again in sentences. */
const isWanted = (own: Product, facts: number, enough: number): boolean =>
  facts >= 3 && plainText(typeof own.description === "string" ? own.description : "").length < enough;

const isShownWrongly = (product: Product, right: Product): boolean =>
  JSON.stringify(product[generatedField]) !== JSON.stringify(right[generatedField]);

async function describe(
  { enrichments, now }: BackfillDeps,
  model: LanguageModel,
  options: BackfillOptions,
  { own, sheet, before }: Task,
  signal: AbortSignal,
): Promise<"applied" | "proposed" | "late"> {
  const { catalog, batch, language, longest } = options;
  const answer = await model.complete(describeRequest(sheet.facts, options), { signal });
  const description = answer.value.description.trim();
  const findings = checkDescription(description, sheet.facts, { language, longest, shortest: 30 });
  // What a person has changed or sent away is not replaced behind their back.
  const isTheirs = before !== null && (before.edited || (before.by !== "backfill" && before.status !== "applied"));
  const status = findings.length > 0 || options.review || isTheirs ? "proposed" : "applied";
  const atMs = now();
  const saved = await enrichments.save({
    ...{ catalog, product: own.id, revision: (before?.revision ?? 0) + 1, status },
    content: { description },
    findings,
    provenance: {
      ...{ model: model.name, promptVersion: describeVersion, sourceHash: sheet.hash, batch, answer: answer.key },
      writtenAtMs: atMs,
    },
    source: factLines(sheet),
    ...{ edited: false, by: "backfill", updatedAtMs: atMs },
  });
  return saved ? status : "late"; // someone else was first
}

/** @returns why it was stopped; null when all was done */
async function inTurn(
  tasks: readonly Task[],
  atOnce: number,
  work: (task: Task) => Promise<void>,
): Promise<Stop | null> {
  const waiting = tasks.values();
  let stopped: Stop | null = null;
  const worker = async (): Promise<void> => {
    for (const task of waiting) {
      if (stopped !== null) return;
      try {
        await work(task);
      } catch (error) {
        stopped = stopOf(error);
        if (stopped === null) throw error;
      }
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: atOnce }, worker));
  const failed = ended.find((each) => each.status === "rejected");
  if (failed !== undefined) throw failed.reason;
  return stopped;
}

const stopOf = (error: unknown): Stop | null => {
  if (!(error instanceof WinnowError)) return null;
  const { code, message: says } = error;
  return code === "budget_spent" || code === "language_model_unavailable" ? { code, says } : null;
};

const add = (sum: { -readonly [K in keyof TokenUsage]: TokenUsage[K] }, usage: TokenUsage): void => {
  sum.promptTokens += usage.promptTokens;
  sum.completionTokens += usage.completionTokens;
  sum.costMicros += usage.costMicros;
};
