import { generatedField } from "../domain/enrichment.ts";
import { WinnowError } from "../domain/errors.ts";
import type { Product } from "../domain/product.ts";
import type { TokenUsage } from "../ports/language-model.ts";
import { describeVersion } from "./describe-prompt.ts";
import type { BackfillDeps, BackfillOptions } from "./backfill-options.ts";
import { withText } from "./enriched-products.ts";
import { ownPart, plainText, readFactsSheet } from "./product-facts.ts";
import { showTexts } from "./show-texts.ts";
import { type AttributeSurvey, surveyAttributes } from "./survey-attributes.ts";
import { requestsOf, type Task, writeFor } from "./write-for.ts";

export interface BackfillReport {
  readonly batch: string;
  /** Products looked at. */
  readonly seen: number;
  /** Products that lack a description and say enough of themselves, or lack an attribute that they name. */
  readonly wanted: number;
  /** Of them, those that had a text already, or a person's no to it. */
  readonly known: number;
  readonly applied: number;
  /** To be read by a person first. */
  readonly proposed: number;
  /** No usable answer. */
  readonly failed: number;
  /** What was paid by all attempts of this run, or would be at most in a dry run. */
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
  /** @param spent so far, by all attempts of this run */
  readonly onProgress: (done: number, total: number, spent: TokenUsage) => void;
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
  const model = deps.model.limited(options.budget, deps.account);
  const counts = { seen: 0, wanted: 0, known: 0, applied: 0, proposed: 0, failed: 0 };
  const estimated = { promptTokens: 0, completionTokens: 0, costMicros: 0 };
  let [after, stopped, failedInRow] = [0, null as Stop | null, 0];

  const survey = options.attributes ? await surveyCatalog(deps, catalog, run.signal) : null;

  const write = async (task: Task): Promise<void> => {
    if (options.dryRun) {
      for (const request of requestsOf(task, options)) add(estimated, model.estimate(request));
      return;
    }
    const written = await writeFor(deps, model, options, task, run.signal).catch((error: unknown) => {
      if (!(error instanceof WinnowError) || error.code !== "language_model_failed") throw error;
      counts.failed++;
      run.log(`${task.own.id}: ${error.message}`);
      if (++failedInRow >= MOST_FAILED) throw new WinnowError("language_model_unavailable", `${MOST_FAILED} answers in a row were of no use; the last: ${error.message}`); // prettier-ignore
      return null;
    });
    if (written === null) return;
    failedInRow = 0;
    if (written !== "nothing") counts[written]++;
  };

  while (after < last && stopped === null) {
    run.signal.throwIfAborted();
    const from = after;
    const page = await deps.products.changes(catalog, from, PAGE);
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
      const text = isWanted(own, sheet.facts.length, options.enough);
      const gaps = survey?.gaps(own) ?? [];
      if (!text && gaps.length === 0) continue;
      const isKnown =
        before?.provenance.sourceHash === sheet.hash && before.provenance.promptVersion === describeVersion;
      if (!isKnown && counts.wanted - counts.known >= (options.limit ?? Infinity)) continue;
      counts.wanted++;
      if (isKnown) counts.known++;
      else tasks.push({ own, sheet, before, text, gaps });
    }
    let done = 0;
    stopped = await inTurn(tasks, options.atOnce, async (task) => {
      await write(task);
      // A page may take a model many minutes.
      const share = ++done / tasks.length;
      run.onProgress(Math.min(from + Math.floor((after - from) * share), last), last, model.spent());
    });
    if (!options.dryRun) await showTexts(deps.products, catalog, [...shown, ...tasks.map(({ own }) => own.id)]);
    run.onProgress(Math.min(after, last), last, model.spent());
    if (options.limit !== null && counts.wanted - counts.known >= options.limit) break;
  }
  return { batch, ...counts, usage: options.dryRun ? estimated : model.spent(), stopped };
}

/** One look at all products, before any is written for. */
async function surveyCatalog(
  { products }: Pick<BackfillDeps, "products">,
  catalog: string,
  signal: AbortSignal,
): Promise<AttributeSurvey> {
  const survey = surveyAttributes();
  for (let after = 0; ;) {
    signal.throwIfAborted();
    const page = await products.changes(catalog, after, 1000);
    if (page.length === 0) return survey;
    after = page.at(-1)!.sequence;
    for (const { source } of page) if (source !== null) survey.add(ownPart(JSON.parse(source) as Product));
  }
}

/** A title alone says too little to be said again in sentences. */
const isWanted = (own: Product, facts: number, enough: number): boolean =>
  facts >= 3 && plainText(typeof own.description === "string" ? own.description : "").length < enough;

const isShownWrongly = (product: Product, right: Product): boolean =>
  JSON.stringify(product[generatedField]) !== JSON.stringify(right[generatedField]);

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
