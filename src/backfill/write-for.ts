import type { Enrichment, EnrichmentContent, TextFinding } from "../domain/enrichment.ts";
import type { Product } from "../domain/product.ts";
import type { LanguageModel } from "../ports/language-model.ts";
import type { BackfillDeps, BackfillOptions } from "./backfill-options.ts";
import { checkDescription } from "./check-description.ts";
import { checkSource } from "./checks/source-check.ts";
import { chooseRequest, readChoices } from "./choose-prompt.ts";
import { describeRequest, describeVersion } from "./describe-prompt.ts";
import { type Fact, factLines, type ProductFactsSheet } from "./product-facts.ts";
import type { Gap } from "./survey-attributes.ts";

/** A product and what it lacks. */
export interface Task {
  readonly own: Product;
  readonly sheet: ProductFactsSheet;
  readonly before: Enrichment | null;
  /** Whether it lacks a description. */
  readonly text: boolean;
  /** Attributes that it lacks. */
  readonly gaps: readonly Gap[];
}

/** All that a model is asked for it. */
export const requestsOf = ({ sheet, text, gaps }: Task, options: BackfillOptions) => [
  ...(text ? [describeRequest(sheet.facts, options)] : []),
  ...(gaps.length > 0 ? [chooseRequest(sheet.facts, gaps)] : []),
];

/**
 * Asks for what one product lacks, checks it, and keeps it.
 *
 * @returns how it is kept; `nothing` when nothing was said, or someone else was first
 * @throws WinnowError as the model and the store do; the reason of `signal`
 */
export async function writeFor(
  { enrichments, now }: Pick<BackfillDeps, "enrichments" | "now">,
  model: LanguageModel,
  options: BackfillOptions,
  task: Task,
  signal: AbortSignal,
): Promise<"applied" | "proposed" | "nothing"> {
  const { own, sheet, before, gaps } = task;
  const { catalog, batch } = options;
  const parts = [
    ...(task.text ? [await writeText(model, options, sheet, signal)] : []),
    ...(gaps.length > 0 ? [await chooseValues(model, sheet.facts, gaps, signal)] : []),
  ];
  const content = parts.reduce<EnrichmentContent>((all, part) => ({ ...all, ...part.content }), {});
  const findings = parts.flatMap((part) => part.findings);
  // What a person has changed or sent away is not replaced behind their back.
  const isTheirs = before !== null && (before.edited || (before.by !== "backfill" && before.status !== "applied"));
  const isEmpty = Object.keys(content).length === 0;
  const status = isEmpty ? "refused" : findings.length > 0 || options.review || isTheirs ? "proposed" : "applied";
  const atMs = now();
  const saved = await enrichments.save({
    ...{ catalog, product: own.id, revision: (before?.revision ?? 0) + 1, status, content, findings },
    provenance: {
      ...{ model: model.name, promptVersion: describeVersion, sourceHash: sheet.hash, batch, answer: parts[0]!.key },
      writtenAtMs: atMs,
    },
    source: factLines(sheet),
    ...{ edited: false, by: "backfill", updatedAtMs: atMs },
  });
  // Not saved: someone else was first.
  return !saved || status === "refused" ? "nothing" : status;
}

interface Part {
  readonly content: EnrichmentContent;
  readonly findings: readonly TextFinding[];
  readonly key: string;
}

async function writeText(
  model: LanguageModel,
  options: BackfillOptions,
  sheet: ProductFactsSheet,
  signal: AbortSignal,
): Promise<Part> {
  const { language, longest } = options;
  const { value, key } = await model.complete(describeRequest(sheet.facts, options), { signal });
  const description = value.description.trim();
  return {
    content: { description },
    findings: checkDescription(description, sheet, { language, longest, shortest: 30 }),
    key,
  };
}

async function chooseValues(
  model: LanguageModel,
  facts: readonly Fact[],
  gaps: readonly Gap[],
  signal: AbortSignal,
): Promise<Part> {
  const { value, key } = await model.complete(chooseRequest(facts, gaps), { signal });
  const { attributes, findings } = readChoices(value, gaps);
  if (Object.keys(attributes).length === 0) return { content: {}, findings: [], key };
  return { content: { attributes }, findings: [...checkSource(facts), ...findings], key };
}
