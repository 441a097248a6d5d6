import type { LogEntry } from "../domain/log-entry.ts";
import { seededRandom } from "../../ranking/metrics/random.ts";
import { armOf } from "./arm.ts";
import { judgeCanary } from "./canary.ts";
import { createCanaryWatch } from "./canary-arms.ts";
import { anEvent, anImpression } from "../testing/log-builders.ts";
import { defaultLoopSettings } from "./settings.ts";

const settings = { ...defaultLoopSettings.canary, minMs: 1000, maxMs: 1_000_000 };
const watched = { version: "m-new", share: 0.3, sinceMs: 0, champion: "m-old" };

interface Traffic {
  readonly searches: number;
  readonly clickRate: (arm: "champion" | "challenger") => number;
  readonly seed: number;
  readonly lost?: (arm: "champion" | "challenger") => number;
  readonly rescoreMs?: (arm: "champion" | "challenger") => number;
}

/** Shoppers of five searches each, some of whom click much more than others. */
function* traffic({ searches, clickRate, seed, lost, rescoreMs }: Traffic): Generator<LogEntry> {
  const random = seededRandom(seed);
  let sequence = 0;
  let shopper = "";
  let keen = 1;
  for (let i = 0; i < searches; i += 1) {
    if (i % 5 === 0) [shopper, keen] = [`shopper-${seed}-${i}`, 0.6 + 0.8 * random()];
    const arm = armOf(shopper, watched.share, watched.version);
    const queryId = `${seed}-${i}`;
    const version = random() < (lost?.(arm) ?? 0) ? null : arm === "champion" ? "m-old" : "m-new";
    const shown = { queryId, user: shopper, arm, modelVersion: version, shownAtMs: i + 1 };
    const impression = anImpression({ ...shown, rescoreMs: rescoreMs?.(arm) ?? 2 });
    yield { sequence: ++sequence, kind: "impression", impression };
    if (random() >= clickRate(arm) * keen) continue;
    yield { sequence: ++sequence, kind: "event", event: anEvent({ queryId, user: shopper, timestampMs: i + 1 }) };
  }
}

/** Looks after every 50 searches, as the loop does; @returns the first verdict that is not to wait. */
function firstVerdict(run: Traffic) {
  const watch = createCanaryWatch(watched);
  let n = 0;
  for (const entry of traffic(run)) {
    watch.add(entry);
    if (entry.kind !== "impression" || ++n % 50 !== 0) continue;
    const verdict = judgeCanary(watch.facts(), n * 10, settings);
    if (verdict.verdict !== "wait") return { ...verdict, after: n };
  }
  return { ...judgeCanary(watch.facts(), n * 10, settings), after: n };
}

describe("a canary", () => {
  it("counts searches by the arm that their shopper was assigned to, with their clicks", () => {
    const watch = createCanaryWatch(watched);
    for (const entry of traffic({ searches: 4000, clickRate: () => 0.5, seed: 1 })) watch.add(entry);
    const { champion, challenger } = watch.facts();
    expect(champion.searches + challenger.searches).toBe(4000);
    expect(challenger.searches / 4000).toBeCloseTo(0.3, 1);
    expect(challenger.clicked / challenger.searches).toBeCloseTo(0.5, 1);
    expect(challenger.shoppers).toBeGreaterThan(200);
  });

  it("counts a click that becomes durable before its search does", () => {
    const watch = createCanaryWatch(watched);
    const [impression, event] = [...traffic({ searches: 1, clickRate: () => 2, seed: 5 })];
    for (const entry of [event!, impression!]) watch.add(entry);
    const { champion, challenger } = watch.facts();
    expect(champion.clicked + challenger.clicked).toBe(1);
  });

  it("leaves out bots, shoppers it does not know, other orders and what was before", () => {
    const watch = createCanaryWatch({ ...watched, sinceMs: 10 });
    const user = "someone";
    const arm = armOf(user, watched.share, watched.version);
    const odd = [
      { bot: true },
      { user: null, session: null },
      { sort: { by: "price", order: "asc" } as never },
      { shownAtMs: 9 },
      { page: 2 },
      { arm: "first_stage" as const },
    ];
    for (const [sequence, one] of odd.entries()) {
      const impression = anImpression({ queryId: `${sequence}`, user, arm, shownAtMs: 20, ...one });
      watch.add({ sequence, kind: "impression", impression });
    }
    expect(watch.facts().champion.searches + watch.facts().challenger.searches).toBe(0);
  });

  it("is rolled back for a click rate that falls by a tenth, and promoted for one that rises", () => {
    const worse = firstVerdict({ searches: 60_000, clickRate: (arm) => (arm === "challenger" ? 0.45 : 0.5), seed: 2 });
    expect(worse.verdict).toBe("roll_back");
    expect(worse.checks.find(({ passed }) => !passed)!.name).toBe("click_rate");
    const better = firstVerdict({ searches: 60_000, clickRate: (arm) => (arm === "challenger" ? 0.55 : 0.5), seed: 3 });
    expect(better.verdict).toBe("promote");
    expect(better.after).toBeGreaterThanOrEqual(1500);
  });

  it("that is no worse is rolled back in no more than the allowed share of runs, however often one looks", () => {
    let alarms = 0;
    for (let seed = 100; seed < 150; seed += 1) {
      const run = firstVerdict({ searches: 3000, clickRate: () => 0.4, seed });
      if (run.verdict === "roll_back") alarms += 1;
    }
    expect(alarms).toBeLessThanOrEqual(2);
  });

  it("is rolled back when it does not serve what it is given, or is slow", () => {
    const lost = firstVerdict({
      searches: 3000,
      clickRate: () => 0.5,
      seed: 4,
      lost: (arm) => (arm === "challenger" ? 0.2 : 0),
    });
    expect(lost).toMatchObject({ verdict: "roll_back", reason: expect.stringContaining("fell back") as string });
    const slow = firstVerdict({
      searches: 3000,
      clickRate: () => 0.5,
      seed: 4,
      rescoreMs: (arm) => (arm === "challenger" ? 30 : 3),
    });
    expect(slow).toMatchObject({ verdict: "roll_back", reason: expect.stringContaining("are allowed") as string });
  });

  it("waits while there is little to see, and serves all when the time for trying is over without harm", () => {
    const watch = createCanaryWatch(watched);
    for (const entry of traffic({ searches: 300, clickRate: () => 0.5, seed: 6 })) watch.add(entry);
    expect(judgeCanary(watch.facts(), 5000, settings).verdict).toBe("wait");
    const { verdict } = judgeCanary(watch.facts(), settings.maxMs, { ...settings, tolerance: 0.5 });
    expect(verdict).toBe("promote");
  });
});
