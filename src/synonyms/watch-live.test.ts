import type { Synonym } from "../domain/synonym.ts";
import type { Trail } from "./trails.ts";
import { watchLive } from "./watch-live.ts";

const words = {
  terms: (text: string) => text.split(" "),
  meant: (text: string) => text.split(" "),
  stem: (term: string) => term,
  isStopWord: () => false,
};
const liveAtMs = 1_000_000;
const synonym = (by: string): Synonym => ({
  ...{ catalog: "c", id: "1", revision: 1, kind: "one_way", from: "hosepipe", to: "garden hose", status: "live", by },
  ...{ source: "log", evidence: null, effect: null, watch: null, createdAtMs: 0, updatedAtMs: liveAtMs },
});

/** So many searches before and since, of which so many led to a click. */
const trails = (before: readonly [number, number], since: readonly [number, number]): readonly Trail[] =>
  [before, since].flatMap(([searches, clicks], when) =>
    Array.from({ length: searches }, (_, i): Trail => {
      const clicked = new Set(i < clicks ? ["g"] : []);
      const [queryId, atMs] = [`${when}-${i}`, when * 2 * liveAtMs];
      return {
        shopper: queryId,
        searches: [{ queryId, atMs, text: "green hosepipe", total: 1, clicked, bought: new Set() }],
      };
    }),
  );
const after = async (by: string, log: readonly Trail[]) => {
  const saved: Synonym[] = [];
  const store = { save: (one: Synonym) => Promise.resolve(saved.push(one) > 0) };
  const [now] = await watchLive({ store, words, now: () => 5 }, [synonym(by)], log);
  expect(saved.at(-1) ?? synonym(by)).toEqual(now);
  return now!;
};

describe("a live synonym", () => {
  it("that nobody has looked at is taken back when its searches lead to fewer clicks than before", async () => {
    expect(await after("backfill", trails([60, 30], [40, 4]))).toMatchObject({
      ...{ status: "retired", by: "watch", revision: 2, updatedAtMs: 5 },
      watch: { searches: 40, clicked: 4, worse: true },
    });
  });

  it("that a person wants stays, and is marked", async () => {
    expect(await after("api", trails([60, 30], [40, 4]))).toMatchObject({ status: "live", by: "api", updatedAtMs: liveAtMs, watch: { worse: true } }); // prettier-ignore
  });

  it("stays as long as it is better, alike, or too little is known", async () => {
    for (const [before, since] of [
      [
        [60, 3],
        [40, 20],
      ],
      [
        [60, 30],
        [40, 17],
      ],
      [
        [60, 30],
        [15, 0],
      ],
      [
        [0, 0],
        [40, 0],
      ],
    ] as const) {
      // prettier-ignore
      const { status, watch } = await after("backfill", trails(before, since));
      expect([status, watch?.worse]).toEqual(["live", undefined]);
    }
  });

  it("whose searches are as they were is not written again", async () => {
    const [once] = await watchLive({ store: { save: () => Promise.resolve(true) }, words, now: () => 5 }, [synonym("api")], trails([1, 1], [3, 1])); // prettier-ignore
    const store = { save: () => Promise.reject(new Error("written")) };
    expect(await watchLive({ store, words, now: () => 5 }, [once!], trails([1, 1], [3, 1]))).toEqual([once]);
  });
});
