import { type Command, InvalidArgumentError } from "commander";
import type { CatalogMapping } from "../../domain/mapping.ts";
import type { Product } from "../../domain/product.ts";
import type { Retrieval } from "../../ports/retrieval.ts";
import type { Trainer } from "../../ports/trainer.ts";
import type { SynonymRule } from "../../query/synonyms.ts";
import { readMovies } from "../clicks/movies.ts";
import { createBar } from "../progress.ts";
import { evalLearned, type EvalLearnedOptions } from "./eval-learned.ts";
import type { LearnedEvaluation } from "./evaluate.ts";
import type { JudgedSet } from "./judged-set.ts";
import { formatLearned } from "./learned-table.ts";
import { movieSet } from "./movie-set.ts";

export interface JudgedDeps {
  readonly mapping: () => Promise<CatalogMapping>;
  readonly synonyms: () => Promise<readonly SynonymRule[]>;
  readonly openCatalogs: (
    catalogs: ReadonlyMap<string, { readonly mapping: CatalogMapping; readonly products: readonly Product[] }>,
  ) => Promise<Retrieval>;
  readonly openTrainer: (onNotice: (message: string) => void) => Promise<Trainer>;
}

/** One way of holding the queries out, with its title. */
export interface Trial {
  readonly title: string;
  readonly options: EvalLearnedOptions;
}

/** What was measured, and a table of it for people. */
export interface TrialResult extends Trial {
  readonly evaluation: LearnedEvaluation;
}

/** `winnow eval movies`. @param evaluation the command `eval` */
export function registerEvalMovies(evaluation: Command, deps: JudgedDeps): void {
  evaluation
    .command("movies")
    .description("NDCG@10 of the learned order on judged movies beside random, the first stage and a tuned blend")
    .option("--data <folder>", "where the movies and their judgments are", "../shared/data/ltr_movies_elastic")
    .option("--queries <number>", "at most so many, drawn at random", count, Infinity)
    .option("--held-out <number>", "how many of the five folds are held out, to save time", count, 5)
    .option("--json", "print one JSON object")
    .action(async (options: { data: string; queries: number; heldOut: number; json?: boolean }) => {
      const set = movieSet(await readMovies(options.data), await deps.mapping());
      const results = await runTrials(set, movieTrials(options.queries, Math.min(5, options.heldOut)), [], deps);
      process.stdout.write(options.json === true ? `${JSON.stringify(results)}\n` : formatTrials(results));
    });
}

/** Judged movies are re-ranked; no query's words are in two folds. */
export const movieTrials = (queries: number, heldOut: number): readonly Trial[] => [
  {
    title: "Judged products re-ranked, queries of the same words in one fold",
    options: { what: "rerank", folds: 5, repeats: 1, heldOut, byWords: true, queries, seed: SEED },
  },
];

/** Judged products re-ranked, and what a search finds. */
export const icecatTrials = (repeats: number): readonly Trial[] => {
  const options = { folds: 5, repeats, heldOut: 5, byWords: false, queries: Infinity, seed: SEED };
  return [
    { title: "Judged products re-ranked", options: { ...options, what: "rerank" } },
    {
      title: "Judged products re-ranked, queries of the same words in one fold",
      options: { ...options, what: "rerank", byWords: true },
    },
    { title: "What a search finds", options: { ...options, what: "search" } },
  ];
};

const SEED = 20261123;

/** Indexes the set once and runs all trials on it. */
export async function runTrials(
  set: JudgedSet,
  trials: readonly Trial[],
  synonyms: readonly SynonymRule[],
  { openCatalogs, openTrainer }: Pick<JudgedDeps, "openCatalogs" | "openTrainer">,
): Promise<readonly TrialResult[]> {
  const trainer = await openTrainer((notice) => void process.stderr.write(`${notice}\n`));
  await using retrieval = await openCatalogs(new Map([["judged", set]]));
  const results: TrialResult[] = [];
  for (const trial of trials) {
    const bars = { features: createBar("features", "queries"), training: createBar("training", "folds") };
    try {
      const evaluation = await evalLearned(set, trial.options, {
        retrieval,
        catalog: "judged",
        synonyms,
        trainer,
        onProgress: (step, done, total) => bars[step].update(Math.floor(done), total),
      });
      results.push({ ...trial, evaluation });
    } finally {
      bars.features.stop();
      bars.training.stop();
    }
  }
  return results;
}

export const formatTrials = (results: readonly TrialResult[]): string =>
  `${results
    .map(({ title, options, evaluation }) =>
      formatLearned(
        title,
        evaluation,
        options.what === "rerank"
          ? { unjudgedRemoved: "NDCG@10" }
          : { unjudgedWrong: "NDCG@10, unjudged = 0", unjudgedRemoved: "unjudged removed", recall: "recall@100" },
      ),
    )
    .join(
      "\n",
    )}Mean [95 % interval by bootstrap over queries]. Blend: a weight a field, tuned on the folds that are trained on.\n`;

function count(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError("Give a whole number from 1.");
  return value;
}
