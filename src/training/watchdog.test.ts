import { memoryModelStore } from "../testing/memory-model-store.ts";
import type { Serving, ServingModel } from "./serving-model.ts";
import { defaultLoopSettings } from "./settings.ts";
import { createWatchdog } from "./watchdog.ts";

const settings = { ...defaultLoopSettings.watchdog, window: 10 };
const model = { version: "m-1" } as ServingModel;

const setUp = () => {
  const store = memoryModelStore();
  const state = { at: 0, head: 0, folded: 0, suspended: null as string | null };
  const of = (): Serving => ({
    ...{ revision: 1, generation: 1, canary: null, refused: [] },
    champion: state.suspended === null ? model : null,
    suspended: state.suspended === null ? null : { why: state.suspended, sinceMs: 0 },
  });
  const troubles: string[] = [];
  const dog = createWatchdog({
    serving: { of, suspend: (_, why) => (state.suspended = why), resume: () => (state.suspended = null) },
    ...{ store, settings, now: () => state.at, wall: () => state.at },
    events: { head: () => Promise.resolve(state.head) },
    counters: { sequence: () => Promise.resolve(state.folded) },
    onTrouble: (_, message) => troubles.push(message),
  });
  const rescore = (outcome: "ok" | "model_slow", times: number) => {
    for (let i = 0; i < times; i += 1) dog.rescored("shop", "m-1", outcome);
  };
  const kinds = async () => (await store.decisions("shop", 10)).map(({ kind, by }) => `${kind} by ${by}`);
  return { dog, state, troubles, rescore, kinds };
};

describe("the watchdog", () => {
  it("lets a model serve that answers in time", async () => {
    const { dog, state, rescore, kinds } = setUp();
    rescore("ok", 30);
    rescore("model_slow", 2);
    await dog.check("shop");
    expect([state.suspended, await kinds()]).toEqual([null, []]);
  });

  it("lets the text order take over from one that is too slow, says so, tries again, and rests twice as long the next time", async () => {
    const { dog, state, troubles, rescore, kinds } = setUp();
    rescore("model_slow", 10);
    await dog.check("shop");
    expect(state.suspended).toContain("10 of the last 10 searches");
    expect(troubles[0]).toContain("The text order serves instead of m-1.");
    state.at = settings.holdMs - 1;
    await dog.check("shop");
    expect(state.suspended).not.toBeNull();
    state.at = settings.holdMs;
    await dog.check("shop");
    expect(state.suspended).toBeNull();
    expect(await kinds()).toEqual(["resume by watchdog", "fall_back by watchdog"]);
    rescore("model_slow", 10);
    await dog.check("shop");
    state.at += 2 * settings.holdMs - 1;
    await dog.check("shop");
    expect(state.suspended).not.toBeNull();
    state.at += 1;
    await dog.check("shop");
    expect(state.suspended).toBeNull();
  });

  it("lets the text order take over while counters stand still, and the model when they have caught up", async () => {
    const { dog, state, kinds } = setUp();
    state.head = 100;
    await dog.check("shop");
    state.at = settings.maxStaleMs + 1;
    await dog.check("shop");
    expect(state.suspended).toContain("features are stale");
    state.at *= 5;
    await dog.check("shop");
    expect(state.suspended).not.toBeNull();
    state.folded = 100;
    await dog.check("shop");
    expect(state.suspended).toBeNull();
    expect(await kinds()).toEqual(["resume by watchdog", "fall_back by watchdog"]);
  });

  it("does not mind counters that are behind and move", async () => {
    const { dog, state } = setUp();
    for (let i = 0; i < 50; i += 1) {
      state.at += settings.maxStaleMs / 2;
      state.head += 100;
      state.folded = state.head - 50;
      await dog.check("shop");
    }
    expect(state.suspended).toBeNull();
  });
});
