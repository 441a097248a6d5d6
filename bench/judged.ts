import { existsSync } from "node:fs";
import { readMovies } from "../src/cli/clicks/movies.ts";
import { readIcecat } from "../src/cli/icecat.ts";
import { icecatTrials, movieTrials, runTrials, type Trial } from "../src/cli/judged/command.ts";
import type { LearnedEvaluation, OrderName } from "../src/cli/judged/evaluate.ts";
import type { JudgedSet } from "../src/cli/judged/judged-set.ts";
import { movieSet } from "../src/cli/judged/movie-set.ts";
import { openScratch, readDefaultMapping, readSynonyms } from "../src/compose.ts";
import { lightgbmForTests } from "../src/testing/lightgbm.ts";
import type { Benchmark, BenchResult } from "./harness.ts";

const movies = "../shared/data/ltr_movies_elastic";
const icecat = "../shared/data/icecat_chorus";
const seed = 20261123;

/** NDCG@10 of the learned order on judgments of people, held out query by query: what `winnow eval movies|icecat` prints. */
export const bench: Benchmark = {
  name: "judged",
  title:
    "NDCG@10 on judged movies and Icecat products, by k-fold over queries, beside random, first stage, tuned blend",
  async run({ quick, log }): Promise<BenchResult> {
    const trainer = await lightgbmForTests();
    const missing = [movies, icecat].find((folder) => !existsSync(folder)) ?? (trainer === null ? "LightGBM" : null);
    const unit = "NDCG@10";
    if (missing !== null) {
      log(`Not measured: ${missing} is missing.`);
      return { unit, ours: {}, peers: {}, ratio: {}, n: 0, seed };
    }
    const openTrainer = () => Promise.resolve(trainer!);
    const run = async (set: JudgedSet, trials: readonly Trial[], synonyms: Awaited<ReturnType<typeof readSynonyms>>) =>
      (await runTrials(set, trials, synonyms, { openCatalogs: openScratch, openTrainer })).map(
        ({ evaluation }) => evaluation,
      );
    const mapping = await readDefaultMapping();
    // The movies' plots and titles are not a shop's words: no synonyms of one.
    const [film] = await run(
      movieSet(await readMovies(movies), mapping),
      quick ? movieTrials(1500, 1) : movieTrials(Infinity, 5),
      [],
    );
    const set = { name: "Icecat", mapping, ...(await readIcecat(icecat)) };
    const [reranked, apart, whole] = await run(set, icecatTrials(quick ? 1 : 5), await readSynonyms());
    const all = { movies: film!, icecat: reranked!, "icecat, words apart": apart!, "icecat, whole search": whole! };
    const order = (name: OrderName): Record<string, number> =>
      Object.fromEntries(
        Object.entries(all).flatMap(([key, evaluation]) => {
          const { mean, low, high } = measured(evaluation, name);
          return [
            [`${key}.ndcg10`, mean],
            [`${key}.ndcg10 from`, low],
            [`${key}.ndcg10 to`, high],
          ];
        }),
      );
    const gains = Object.entries(all).map(([key, over]): [string, number] => [
      `${key}: gain over tuned blend, at least`,
      gainOverBlend(over),
    ]);
    return {
      unit,
      ours: { ...order("learned"), ...Object.fromEntries(gains) },
      peers: { random: order("random"), "first stage": order("first stage"), "tuned blend": order("tuned blend") },
      ratio: {
        "tuned blend, movies": measured(film!, "learned").mean / measured(film!, "tuned blend").mean,
        "tuned blend, icecat": measured(reranked!, "learned").mean / measured(reranked!, "tuned blend").mean,
        "gains that are sure": [film!, reranked!].every((evaluation) => gainOverBlend(evaluation) > 0) ? 1 : 0,
      },
      n: film!.queries + reranked!.queries,
      seed,
    };
  },
};

/** The lower end of its interval. */
const gainOverBlend = ({ gains }: LearnedEvaluation): number =>
  gains.find(({ over }) => over === "tuned blend")!.measures.unjudgedRemoved.low;

const measured = ({ orders }: LearnedEvaluation, name: OrderName) =>
  orders.find((order) => order.name === name)!.measures.unjudgedRemoved;
