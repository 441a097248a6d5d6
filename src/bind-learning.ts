import { randomUUID } from "node:crypto";
import { featureSet } from "../ranking/feature-set.ts";
import { explainRow } from "../ranking/model/explain-row.ts";
import type { Behaviour } from "./bind-behaviour.ts";
import { bindModels, type ModelsDeps } from "./bind-models.ts";
import type { Decision } from "./domain/model.ts";
import type { Visitor } from "./domain/visitor.ts";
import { isBotAgent } from "./events/bots.ts";
import type { Shop } from "./http/shop.ts";
import type { Report } from "./observe/report.ts";
import { seldom } from "./observe/seldom.ts";
import type { Stores } from "./open-engine.ts";
import type { Trainer } from "./ports/trainer.ts";
import type { Exploration, Learning, RankingModel } from "./search/learning.ts";
import { scrub } from "./text/scrub.ts";
import { armOf } from "./training/arm.ts";
import { type AskForSteps, type Loop, openLoop } from "./training/loop.ts";
import type { ServingModel } from "./training/serving-model.ts";
import { openServingModels, type ServingModels } from "./training/serving-models.ts";
import type { LoopSettings } from "./training/settings.ts";
import { createWatchdog } from "./training/watchdog.ts";

export interface LearningDeps {
  readonly stores: Pick<Stores, "events" | "counters" | "sessions" | "models" | "products">;
  readonly behaviour: Pick<Behaviour, "impressions" | "pseudonym">;
  /** Its name, for the log. */
  readonly engine: string;
  /** See Learning. */
  readonly budgetMs: number;
  readonly exploration: Exploration;
  readonly report: Report;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly settings: LoopSettings;
  /** Opened by the first training: the library may have to be fetched. */
  readonly openTrainer: () => Promise<Trainer>;
  readonly onDecision: (decision: Decision) => void;
  /** Has the steps of learning done as jobs; absent: they are done here. */
  readonly jobs?: { readonly asking: AskForSteps; readonly enqueue: NonNullable<ModelsDeps["enqueue"]> };
}

/** What has been learned, as searches use it. */
export interface BoundLearning extends AsyncDisposable {
  readonly search: Learning;
  readonly serving: ServingModels;
  /** Does nothing by itself before `loop.start`. */
  readonly loop: Loop;
  readonly visitor: Shop["visitor"];
  readonly models: Shop["models"];
  /** Changes whenever what has been learned of a catalogue may change its answers. */
  version(catalog: string): string;
}

/** With a model in place answers follow the counters; a caller may hold one for so long, in milliseconds. */
const heldMs = 5000;

export const bindLearning = async (deps: LearningDeps): Promise<BoundLearning> => {
  const { stores, behaviour, report, now, engine, budgetMs, exploration, settings } = deps;
  // What keeps a step from being made is met again at the next one, a second later.
  const onTrouble = seldom(
    60_000,
    (catalog: string, message: string) => `${catalog}\n${message}`,
    (catalog, message) => report.log.warn({ catalog }, message),
  );
  const serving = openServingModels({
    store: stores.models,
    features: featureSet,
    now,
    onTrouble,
  });
  const watchdog = createWatchdog({
    ...{ serving, store: stores.models, events: stores.events, counters: stores.counters },
    ...{ now, wall: Date.now, settings: settings.watchdog, onTrouble },
  });
  const loop = openLoop({
    ...{ events: stores.events, store: stores.models, trainer: openedWhenNeeded(deps.openTrainer) },
    ...{ features: featureSet, now, settings, serving, watchdog },
    ...{ owner: randomUUID(), wall: Date.now, onDecision: deps.onDecision, onTrouble },
    ...(deps.jobs !== undefined && { ask: deps.jobs.asking }),
  });
  const followed = new Set<string>();
  const follow = async (catalog: string): Promise<void> => {
    followed.add(catalog);
    try {
      await serving.follow(catalog);
    } catch (error) {
      followed.delete(catalog);
      report.log.warn({ catalog, err: error }, "models cannot be looked up: the order by words stands");
    }
  };
  for (const { name } of await stores.products.catalogs()) await follow(name);
  const of = (catalog: string) => {
    // Made a moment ago; its first searches are in the order by words.
    if (!followed.has(catalog)) void follow(catalog);
    return serving.of(catalog);
  };

  return {
    serving,
    loop,
    search: {
      featureSet,
      counters: stores.counters,
      sessions: stores.sessions,
      assigned: (catalog, { user, session }) => {
        const { champion, canary } = of(catalog);
        if (canary !== null && armOf(user ?? session, canary.share, canary.model.version) === "challenger") {
          return { arm: "challenger", model: toRankingModel(canary.model) };
        }
        return champion === null
          ? { arm: "first_stage", model: null }
          : { arm: "champion", model: toRankingModel(champion) };
      },
      rescored: (catalog, version, _, outcome) => watchdog.rescored(catalog, version, outcome),
      record: (impression) => behaviour.impressions.record(impression),
      scrub,
      ...{ engine, budgetMs, exploration, now },
      random: Math.random,
    },
    models: bindModels({
      ...{ store: stores.models, loop, serving, now, onDecision: deps.onDecision, onTrouble },
      ...(deps.jobs !== undefined && { enqueue: deps.jobs.enqueue }),
    }),
    visitor: (user, session, agent) => toVisitor(user, session, agent, behaviour.pseudonym),
    version: (catalog) => {
      const { generation, champion, canary } = of(catalog);
      return champion === null && canary === null ? `${generation}` : `${generation}.${Math.floor(now() / heldMs)}`;
    },
    [Symbol.asyncDispose]: async () => {
      await loop[Symbol.asyncDispose]();
      await serving[Symbol.asyncDispose]();
    },
  };
};

/** A trainer whose library is looked for, and fetched, when something is to be trained. */
const openedWhenNeeded = (open: () => Promise<Trainer>): Trainer => {
  let opening: Promise<Trainer> | null = null;
  let name = "lightgbm";
  const opened = async () => {
    const trainer = await (opening ??= open());
    name = trainer.name;
    return trainer;
  };
  return {
    get name() {
      return name;
    },
    train: async (request, run) => await (await opened()).train(request, run),
    score: async (text, values, columns) => await (await opened()).score(text, values, columns),
    contributions: async (text, values, columns) => await (await opened()).contributions(text, values, columns),
  };
};

const toVisitor = (
  user: string | undefined,
  session: string | undefined,
  agent: string | undefined,
  pseudonym: (token: string) => string,
): Visitor => {
  const person = user ?? session;
  return {
    user: person === undefined ? null : pseudonym(person),
    session: session === undefined ? null : pseudonym(session),
    bot: isBotAgent(agent),
    device: agent === undefined ? null : /\bMobile\b|Mobi|Android|iPhone/.test(agent) ? "mobile" : "desktop",
  };
};

const known = new WeakMap<ServingModel, RankingModel>();

/** The same one each time: how fast it is, is remembered by it. */
const toRankingModel = (model: ServingModel): RankingModel => {
  const { version, scorer, trees } = model;
  const ranking = known.get(model) ?? { version, scorer, explain: (row) => explainRow(trees, row) };
  known.set(model, ranking);
  return ranking;
};
