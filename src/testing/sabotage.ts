import type { LogEntry } from "../domain/log-entry.ts";
import type { TrainingRows } from "../ports/trainer.ts";
import { createFlatScorer } from "../../ranking/model/flat-scorer.ts";
import { readLightgbm } from "../../ranking/model/read-lightgbm.ts";
import { measureModel } from "../training/measure-model.ts";
import { promoteByHand } from "../training/registry.ts";
import { retrain, type RetrainOutcome } from "../training/retrain.ts";
import { defaultLoopSettings, type LoopSettings } from "../training/settings.ts";
import { memoryModelStore } from "./memory-model-store.ts";
import { quickTrainer } from "./quick-trainer.ts";
import { columns, endOf, memoryLog, type Search, shoppingLog, trueNdcg } from "./shopping-log.ts";

/** Ways to spoil a training, none of which may lead to a model that serves. */
export const sabotages = [
  "inverted labels",
  "bots of few tokens",
  "bots of fresh tokens",
  "leaked feature",
  "stale features",
  "one query",
  "tiny log",
  "slow model",
] as const;
export type Sabotage = (typeof sabotages)[number];

export interface SabotageRun {
  readonly promoted: boolean;
  /** Why not, or what it gained. */
  readonly says: string;
  /** Names of the checks that refused it. */
  readonly refusedBy: readonly string[];
  /** True NDCG@10 less that of what serves; null when nothing was trained. */
  readonly trueGain: number | null;
}

const ROUNDS = 20;

/** A whole retraining on a log of its own, spoilt. @param kind null spoils nothing */
export async function runSabotage(kind: Sabotage | null, seed: number, searches = 2500): Promise<SabotageRun> {
  const store = memoryModelStore();
  // Who is flooded had a good model before: filtered well, a flood does no harm and gives no gain.
  if (kind?.startsWith("bots") === true) {
    const before = shoppingLog({ seed: seed + 100_000, searches });
    await train(store, before, {});
    const [model] = await store.list("shop");
    if ((await store.pointer("shop")).champion === null) {
      await promoteByHand({ store, now: () => endOf(before) }, "shop", model!.version, "the test");
    }
  }
  const serving = (await store.pointer("shop")).champion;
  const entries = shoppingLog({ seed, ...(logs[kind ?? "slow model"]?.(searches) ?? { searches }) });
  const outcome = await train(store, entries, {
    ...(kind === "inverted labels" && { tamper: inverted }),
    ...(kind === "slow model" && { maxMicros: 1 }),
  });
  const { decision, says } = outcome;
  if (decision === null) return { promoted: false, says, refusedBy: ["evidence"], trueGain: null };
  const baseline = serving === null ? trueNdcg(([text]) => text!, 1000) : await truthOf(store, serving);
  return {
    ...{ promoted: decision.kind.startsWith("promote"), says },
    refusedBy: decision.checks.filter(({ passed }) => !passed).map(({ name }) => name),
    trueGain: (await truthOf(store, decision.version)) - baseline,
  };
}

async function train(
  store: ReturnType<typeof memoryModelStore>,
  entries: readonly LogEntry[],
  { tamper, maxMicros }: { tamper?: (rows: TrainingRows) => TrainingRows; maxMicros?: number },
): Promise<RetrainOutcome> {
  const { gate, canary } = defaultLoopSettings;
  const settings: LoopSettings = {
    ...defaultLoopSettings,
    gate: { ...gate, ...(maxMicros !== undefined && { maxMicros }) },
    canary: { ...canary, share: 0 },
  };
  const deps = {
    ...{
      events: memoryLog(entries),
      store,
      trainer: quickTrainer(ROUNDS, tamper),
      now: () => endOf(entries),
      settings,
    },
    ...{ features: { hash: "f-1", names: columns }, measure: measureModel },
  };
  return await retrain(deps, "shop", { signal: new AbortController().signal, onProgress: () => undefined });
}

async function truthOf(store: ReturnType<typeof memoryModelStore>, version: string): Promise<number> {
  const scorer = createFlatScorer(readLightgbm((await store.text("shop", version))!));
  const out = new Float64Array(1);
  return trueNdcg((values) => {
    scorer.score(values, 1, out);
    return out[0]!;
  }, 1000);
}

function inverted(rows: TrainingRows): TrainingRows {
  const highest = rows.labels.reduce((a, b) => Math.max(a, b), 0);
  return { ...rows, labels: rows.labels.map((label) => highest - label) };
}

type LogOf = (searches: number) => Omit<Parameters<typeof shoppingLog>[0], "seed">;

const logs: Partial<Record<Sabotage, LogOf>> = {
  // Ten of them click what they are paid for, wherever it stands, all day.
  "bots of few tokens": (searches) => ({
    searches,
    tamper: (search, _, random) => {
      if (random() < 0.3) flood(search, `bot-${Math.floor(10 * random())}`);
    },
  }),
  // Each a person of its own, but gone before the judging slice begins.
  "bots of fresh tokens": (searches) => ({
    searches,
    tamper: (search, share, random) => {
      if (share < 0.6 && random() < 0.5) flood(search, `guest-${random()}`);
    },
  }),
  // A counter that had the clicks in it when it was logged.
  "leaked feature": (searches) => ({
    searches,
    tamper: ({ products, clicks }, _, random) => {
      for (const [i, { values }] of products.entries()) {
        const told = clicks.includes(i + 1) !== random() < 0.01;
        values[5] = (told ? 50 : 0) + 40 * random();
      }
    },
  }),
  "stale features": (searches) => ({
    searches,
    tamper: (search) => {
      search.stateSequence = 100;
      for (const { values } of search.products) values[5] = 0;
    },
  }),
  "one query": (searches) => ({ searches, oneQueryUntil: 0.7 }),
  "tiny log": () => ({ searches: 120 }),
};

function flood(search: Search, user: string): void {
  const paid = search.products.flatMap(({ id }, i) => (id % 8 === 0 ? [i + 1] : []));
  search.user = user;
  search.clicks = paid;
}
