import { seededRandom, shuffled } from "../../../ranking/metrics/random.ts";
import type { CatalogMapping } from "../../domain/mapping.ts";
import type { Retrieval } from "../../ports/retrieval.ts";
import type { Trainer } from "../../ports/trainer.ts";
import type { SynonymRule } from "../../query/synonyms.ts";
import { createAnalyzer } from "../../text/analyzer.ts";
import { isLanguage, stem } from "../../text/stem.ts";
import { evaluate, type LearnedEvaluation } from "./evaluate.ts";
import type { JudgedSet } from "./judged-set.ts";
import { judgedWindow, retrievedWindow, type Window, type WindowDeps } from "./windows.ts";

export interface EvalLearnedDeps {
  readonly retrieval: Pick<Retrieval, "retrieve" | "mapping" | "lexicon">;
  /** Name of the set's catalogue there. */
  readonly catalog: string;
  readonly synonyms: readonly SynonymRule[];
  readonly trainer: Trainer;
  readonly onProgress: (step: "features" | "training", done: number, total: number) => void;
}

export interface EvalLearnedOptions {
  /** `rerank`: exactly the judged products; `search`: what a search finds. */
  readonly what: "rerank" | "search";
  readonly folds: number;
  readonly repeats: number;
  readonly heldOut: number;
  /** Whether queries of the same words stay in one fold. */
  readonly byWords: boolean;
  /** At most so many queries, drawn by the seed. */
  readonly queries: number;
  readonly seed: number;
}

/** Features, training and scoring as a shop's server does them, on judgments of people. */
export async function evalLearned(
  set: JudgedSet,
  options: EvalLearnedOptions,
  { retrieval, catalog, synonyms, trainer, onProgress }: EvalLearnedDeps,
): Promise<LearnedEvaluation> {
  const telling = set.queries.filter(({ grades }) => [...grades.values()].some((grade) => grade > 0));
  const drawn =
    telling.length <= options.queries
      ? telling
      : shuffled(telling, seededRandom(options.seed)).slice(0, options.queries);
  const deps: WindowDeps = { retrieval, catalog, synonyms, nowMs: NOW_MS };
  const windows: Window[] = [];
  for (const query of drawn) {
    windows.push(await (options.what === "rerank" ? judgedWindow(query, deps) : retrievedWindow(query, deps)));
    if (windows.length % 50 === 0) {
      onProgress("features", windows.length, drawn.length);
      // What draws the progress must have its turn.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  const name = namer(set.mapping);
  return await evaluate(windows, {
    trainer,
    folds: options.folds,
    repeats: options.repeats,
    heldOut: options.heldOut,
    names: windows.map(({ judged }, i) => (options.byWords ? name(judged.text) : `${i}`)),
    unjudged: UNJUDGED,
    seed: options.seed,
    onProgress: (done, total) => onProgress("training", done, total),
  });
}

/** The age of products is the same at each run. */
const NOW_MS = Date.UTC(2026, 10, 23);
/** Of a found product that nobody judged: most are wrong, some are right and were not pooled. */
const UNJUDGED = 0.3;

/** The stems of a query's words, each once, in one order. */
function namer({ body, text, language }: CatalogMapping): (query: string) => string {
  const { terms } = createAnalyzer(body, text[0]!.analyzer);
  const stemmed = stem(isLanguage(language) ? language : "english");
  return (query) => [...new Set(terms(query).map(stemmed))].sort().join(" ");
}
