import { randomScores } from "../../ranking/metrics/random-order.ts";
import { judgeOrders, type Measurement, type MeasureRequest } from "../training/measure-model.ts";
import { retrain } from "../training/retrain.ts";
import { defaultLoopSettings } from "../training/settings.ts";
import { aModel } from "./model-builders.ts";
import { memoryModelStore } from "./memory-model-store.ts";
import { quickTrainer } from "./quick-trainer.ts";
import { columns, endOf, memoryLog, shoppingLog, trueNdcg } from "./shopping-log.ts";

type Order = (values: Float32Array) => number;

/** What shoppers like, as far as the columns tell it; `weight` is how much of `quality` an order knows. */
const orderBy =
  (weight: number): Order =>
  (values) =>
    0.6 * values[0]! + weight * values[1]! + 0.6 * values[2]! - 0.3 * values[3]!;

const full = 0.8;

/** The weight at which the best order is truly better by this share of its NDCG@10. Found by halving. */
export function weightFor(gain: number): { readonly weight: number; readonly trueGain: number } {
  const best = trueNdcg(orderBy(full));
  const gainAt = (weight: number): number => best / trueNdcg(orderBy(weight)) - 1;
  let [low, high] = [-full, full];
  for (let i = 0; i < 12; i += 1) {
    const middle = (low + high) / 2;
    if (gainAt(middle) > gain) low = middle;
    else high = middle;
  }
  return { weight: high, trueGain: gainAt(high) };
}

export interface GateRun {
  readonly promoted: boolean;
  /** Searches that it was judged on, with a click at least. */
  readonly judged: number;
  readonly refusedBy: readonly string[];
}

/**
 * The gate's word on two orders whose true difference is known, over a log of the serving one. Everything but the scores
 * is the loop's own: attribution, position bias, slices, intervals, checks.
 */
export async function judgeKnown(
  seed: number,
  searches: number,
  challenger: number,
  champion: number,
): Promise<GateRun> {
  const store = memoryModelStore();
  const entries = shoppingLog({ seed, searches, orderBy: orderBy(champion) });
  const now = (): number => endOf(entries);
  const measure = (request: MeasureRequest): Promise<Measurement> =>
    Promise.resolve(measureOrders(request, orderBy(challenger), orderBy(champion)));
  const settings = { ...defaultLoopSettings, canary: { ...defaultLoopSettings.canary, share: 0 } };
  const features = { hash: "f-1", names: columns };
  const deps = { events: memoryLog(entries), store, now, settings, features, measure };
  const run = { signal: new AbortController().signal, onProgress: () => undefined };
  // Its text is not looked at: `measure` knows how it orders.
  await store.save(aModel({ version: "m-serving", catalog: "shop", status: "champion", featureSet: "f-1" }), "none");
  await store.point("shop", { revision: 1, champion: "m-serving", canary: null });
  const { decision } = await retrain({ ...deps, trainer: quickTrainer(1) }, "shop", run);
  return {
    promoted: decision!.kind === "promote",
    judged: decision!.checks.find(({ name }) => name === "enough_searches_judged")!.value!,
    refusedBy: decision!.checks.filter(({ passed }) => !passed).map(({ name }) => name),
  };
}

function measureOrders({ rows, bias, seed }: MeasureRequest, challenger: Order, champion: Order): Measurement {
  const { vectors, positions, firstStage } = rows;
  const scored = (order: Order): Float64Array =>
    Float64Array.from(positions, (_, row) => order(vectors.subarray(row * rows.columns, (row + 1) * rows.columns)));
  const orders = [
    { name: "challenger", scores: scored(challenger) },
    { name: "champion", scores: scored(champion) },
    { name: "first_stage", scores: Float64Array.from(firstStage, (rank) => -rank) },
    { name: "random", scores: randomScores(positions.length, seed) },
  ];
  return { ...judgeOrders(orders, rows, { bias, seed }), features: [], micros: 10, trees: 1, identical: true };
}
