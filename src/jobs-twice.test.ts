import type { LogEntry } from "./domain/log-entry.ts";
import { jobHandlers, type JobHandlerDeps } from "./job-handlers.ts";
import type { JobRun } from "./jobs/worker.ts";
import type { ModelStore } from "./ports/model-store.ts";
import { anEvent, anImpression, aShownProduct } from "./testing/log-builders.ts";
import { memoryModelStore } from "./testing/memory-model-store.ts";
import { aModel } from "./testing/model-builders.ts";
import { quickTrainer } from "./testing/quick-trainer.ts";
import { columns, endOf, memoryLog, shoppingLog } from "./testing/shopping-log.ts";
import { armOf } from "./training/arm.ts";
import { type LoopDeps, openLoop } from "./training/loop.ts";
import { measureModel } from "./training/measure-model.ts";
import { defaultLoopSettings, type LoopSettings } from "./training/settings.ts";

const timeoutMs = 60_000;
const hourMs = 3_600_000;
/** The same rows are trained on and measured each time, to the same end: once is enough. */
const once = <A extends readonly unknown[], R>(work: (...given: A) => Promise<R>): ((...given: A) => Promise<R>) => {
  let known: Promise<R> | null = null;
  return (...given) => (known ??= work(...given));
};
const trainer = quickTrainer(10);
const train = once((...given: Parameters<typeof trainer.train>) => trainer.train(...given));
const measure = once((...given: Parameters<typeof measureModel>) => measureModel(...given));

/** A shop's log, and its models; each call of `work` is another process, an hour after the one before. */
const openShop = (entries: readonly LogEntry[], settings: LoopSettings) => {
  const store = memoryModelStore();
  let processes = 0;
  return {
    store,
    /** @param dies once so many changes of the store are done; nothing that it then does is heard of */
    async work(job: "retrain" | "judge_canary", dies: number | null = null) {
      const owner = `process ${++processes}`;
      const nowMs = endOf(entries) + 80 * hourMs + processes * hourMs;
      const seen = dies === null ? store : mortal(store, dies);
      await using loop = openLoop({
        ...{ events: memoryLog(entries), store: seen, owner, settings, measure },
        ...{ trainer: { ...trainer, train }, features: { hash: "f-1", names: columns } },
        ...{ now: () => nowMs, wall: () => nowMs, onDecision: () => undefined, onTrouble: () => undefined },
        serving: { refresh: () => Promise.resolve() } as unknown as LoopDeps["serving"],
        watchdog: undefined as unknown as LoopDeps["watchdog"],
      });
      const handlers = jobHandlers({
        ...{ loop, config: { synonymsAuto: false }, onTrained: () => undefined, now: () => nowMs },
        stores: { products: { catalogs: () => Promise.resolve([{ name: "shop" }]) } },
      } as unknown as JobHandlerDeps);
      const run: JobRun = {
        ...{ id: "job-1", signal: new AbortController().signal },
        ...{ progress: () => undefined, log: () => undefined },
      };
      if (job === "retrain") await handlers.retrain!({ catalog: "shop", if_new: false, by: "a person" }, run);
      else await handlers.judge_canary!({ catalog: "shop" }, run);
    },
    /** All that a shopper or a person can see of it; times are those of whoever was first. */
    async state() {
      const { revision, champion, canary } = await store.pointer("shop");
      const decisions = await store.decisions("shop", 100);
      return {
        ...{ revision, champion, canary: canary?.version },
        models: (await store.list("shop")).map(({ version, status }) => `${version} ${status}`),
        decisions: decisions.map(({ id, kind, version, against }) => ({ id, kind, version, against })),
      };
    },
  };
};
type Shop = ReturnType<typeof openShop>;

/** A store that is never heard of again when its process has died. */
const mortal = (store: ModelStore, dies: number): ModelStore => {
  const changes = new Set(["save", "setStatus", "remove", "point", "decide"]);
  let done = 0;
  return new Proxy(store, {
    get: (target, name) => {
      const call = Reflect.get(target, name) as (...given: unknown[]) => Promise<unknown>;
      return async (...given: unknown[]) => {
        if (done === dies && (dies > 0 || changes.has(String(name)))) throw new Error("killed");
        const result = await call.apply(target, given);
        if (changes.has(String(name)) && ++done === dies) throw new Error("killed");
        return result;
      };
    },
  });
};

/** Done once, then once more; and killed at each of its changes, then done again. @returns how often it was killed */
const comesToTheSame = async (job: "retrain" | "judge_canary", prepare: () => Promise<Shop>, kind: string) => {
  const shop = await prepare();
  await shop.work(job);
  const wanted = await shop.state();
  expect(wanted.decisions.map((one) => one.kind)).toEqual([kind]);
  await shop.work(job);
  expect(await shop.state()).toEqual(wanted);

  for (let dies = 0; ; dies += 1) {
    const again = await prepare();
    const death = await again.work(job, dies).then(() => null, (error: unknown) => error as Error); // prettier-ignore
    if (death !== null) expect(death.message).toContain("killed");
    await again.work(job);
    expect({ dies, ...(await again.state()) }).toEqual({ dies, ...wanted });
    if (death === null) return dies;
  }
};

describe("a job that is delivered twice, or whose worker dies at any change of the models, leaves them as once", () => {
  const entries = shoppingLog({ seed: 2, searches: 600 });
  const { canary } = defaultLoopSettings;
  // Few searches: how it is decided is not what this is about.
  const gate = { ...defaultLoopSettings.gate, minSearches: 10, minSessions: 10, minPositives: 10, margin: 1, sureOfGain: 0.01 }; // prettier-ignore
  const some = { ...defaultLoopSettings, gate };
  const all = { ...some, canary: { ...canary, share: 0 } };
  it.each([
    ["promotes", "promote", all],
    ["tries on some shoppers", "promote_to_canary", some],
    ["refuses", "refuse", { ...all, gate: { ...gate, maxMicros: 0 } }],
  ] as const)(
    "retrain, of a model that it %s",
    async (_, kind, settings) => {
      expect(await comesToTheSame("retrain", () => Promise.resolve(openShop(entries, settings)), kind)).toBeGreaterThan(
        2,
      );
    },
    timeoutMs,
  );

  it.each([
    ["promotes", "promote", true],
    ["takes back", "roll_back", false],
  ] as const)(
    "judge_canary, of a model that it %s",
    async (_, kind, good) => {
      const version = "m-000000000001";
      const prepare = async () => {
        const shop = openShop(trying(version, good), defaultLoopSettings);
        await shop.store.save(aModel({ version, status: "canary", window: { ...aModel().window, lastSequence: 0 } }), "-"); // prettier-ignore
        await shop.store.point("shop", { revision: 1, champion: null, canary: { version, share: 0.5, sinceMs: 0 } });
        return shop;
      };
      expect(await comesToTheSame("judge_canary", prepare, kind)).toBeGreaterThan(2);
    },
    timeoutMs,
  );
});

/** A log in which half of the shoppers were given this model, and clicked on what it showed, or did not. */
const trying = (version: string, good: boolean): readonly LogEntry[] =>
  Array.from({ length: 1200 }, (_, i) => {
    const user = `u-${i}`;
    const isGiven = armOf(user, 0.5, version) === "challenger";
    const queryId = String(i).padStart(32, "0");
    const given = isGiven ? { arm: "challenger" as const, modelVersion: version, rescoreMs: 1 } : {};
    const impression = anImpression({
      queryId,
      user,
      session: user,
      shown: [aShownProduct({ position: 1 })],
      ...given,
    });
    const event = anEvent({ id: `e-${i}`, queryId, user, session: user });
    const isClicked = i % 3 > 0 && (good || !isGiven);
    return [{ kind: "impression" as const, impression }, ...(isClicked ? [{ kind: "event" as const, event }] : [])];
  })
    .flat()
    .map((entry, i): LogEntry => ({ ...entry, sequence: i + 1 }));
