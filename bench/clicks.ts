import { existsSync } from "node:fs";
import { stemmer } from "../src/cli/clicks/command.ts";
import { evalClicks } from "../src/cli/clicks/eval-clicks.ts";
import { readMovies } from "../src/cli/clicks/movies.ts";
import { clickWorld } from "../src/cli/clicks/simulate-clicks.ts";
import { readDefaultMapping } from "../src/compose.ts";
import { lightgbmForTests } from "../src/testing/lightgbm.ts";
import type { Benchmark, BenchResult } from "./harness.ts";

const folder = "../shared/data/ltr_movies_elastic";
const seed = 1;

/** What the loop learns from clicks, and what its gate takes orders for, beside what is true of both. */
export const bench: Benchmark = {
  name: "clicks",
  title: "clicks simulated over judged movies: what is learned from them, and the gate's order of ten orders",
  async run({ quick, log }): Promise<BenchResult> {
    const trainer = await lightgbmForTests();
    if (!existsSync(folder) || trainer === null) {
      log(`Not measured: ${trainer === null ? "LightGBM" : folder} is missing.`);
      return { unit: "NDCG@10", ours: {}, peers: {}, ratio: {}, n: 0, seed };
    }
    const deps = { trainer, terms: stemmer(await readDefaultMapping()), log, nowMs: () => performance.now() };
    const world = quick ? { ...clickWorld, searches: 8_000 } : clickWorld;
    const { orders, tau, sure, bias, searches } = await evalClicks(await readMovies(folder), deps, {
      seed,
      world,
      rounds: quick ? 60 : 150,
    });
    const truth = (name: string): number => orders.find((order) => order.name === name)!.truth.mean;
    const learned = truth("clicks debiased");
    return {
      unit: "NDCG@10 on true relevance; tau and errors as they are named",
      ours: {
        "ndcg@10": learned,
        tau: tau.gate,
        "wrong and sure": sure.gateWrong,
        "position bias, worst error": bias.worst,
      },
      peers: {
        "clicks as they are": { "ndcg@10": truth("clicks as they are"), tau: tau.raw, "wrong and sure": sure.rawWrong },
        "true relevance": { "ndcg@10": truth("true relevance"), tau: 1, "wrong and sure": 0 },
        "first stage": { "ndcg@10": truth("first stage (BM25)") },
      },
      ratio: {
        "clicks as they are": learned / truth("clicks as they are"),
        "true relevance": learned / truth("true relevance"),
      },
      n: searches.judged,
      seed,
    };
  },
};
