import { plainDoor } from "../../testing/plain-door.ts";
import { generateProducts } from "../generate-products.ts";
import { createRandom } from "../random.ts";
import { floodClicks } from "./bots.ts";
import { fakeClock } from "./clock.ts";
import { createShoppers, type ShoppersOptions } from "./create-shoppers.ts";
import { examination } from "./habits.ts";
import { createWorld } from "./world.ts";

const nowMs = Date.UTC(2026, 0, 15);
const dayMs = 86_400_000;
const products = Array.from(generateProducts({ seed: 1, count: 4000, nowMs }));
const world = createWorld({ seed: 1, products });

const shop = (sessions: number, options: Partial<ShoppersOptions> = {}, door = plainDoor(products)) => {
  const clock = fakeClock(nowMs);
  const shoppers = createShoppers({ seed: 5, world, door, clock, everyMs: 300_000, ...options });
  return { door, clock, shoppers, run: () => shoppers.run(sessions) };
};

describe("createShoppers", () => {
  it("does the same for the same seed, and something else for another", async () => {
    const [one, same, other] = [shop(80), shop(80), shop(80, { seed: 6 })];
    for (const { run } of [one, same, other]) await run();
    expect(same.door.searches).toEqual(one.door.searches);
    expect(same.door.events).toEqual(one.door.events);
    expect(other.door.searches).not.toEqual(one.door.searches);
    expect(one.door.events.length).toBeGreaterThan(40);
  });

  it("looks at a position as often as the documented curve says", async () => {
    // In a shuffled order a position says nothing of what stands there, so that clicks fall as looks do.
    const random = createRandom(3);
    const shuffled = (ids: string[]) => {
      for (let at = ids.length - 1; at > 0; at -= 1) {
        const other = random.below(at + 1);
        [ids[at], ids[other]] = [ids[other]!, ids[at]!];
      }
      return ids;
    };
    const { door, run } = shop(12_000, {}, plainDoor(products, shuffled));
    await run();
    const clicks = new Array<number>(13).fill(0);
    const shown = new Array<number>(13).fill(0);
    for (const { shown: ids, page } of door.searches) {
      if (page === 1) for (let at = 1; at <= Math.min(12, ids.length); at += 1) shown[at]! += 1;
    }
    for (const { type, position } of door.events) {
      if (type === "click" && position !== null && position <= 12) clicks[position]! += 1;
    }
    // All positions estimate one rate; its error is that of the clicks counted.
    const rate = sum(clicks) / sum(shown.map((count, at) => (at === 0 ? 0 : count * examination(at))));
    const ranges = [[1], [2], [3, 4], [5, 6, 7, 8], [9, 10, 11, 12]];
    for (const positions of ranges) {
      const expected = sum(positions.map((at) => shown[at]! * examination(at) * rate));
      const counted = sum(positions.map((at) => clicks[at]!));
      expect(Math.abs(counted - expected) / Math.sqrt(expected)).toBeLessThan(4);
      // The test is worth something only where it would see an error of a fifth.
      expect(4 / Math.sqrt(expected)).toBeLessThan(0.2);
    }
  }, 60_000);

  it("buys on later days too, and returns some of it", async () => {
    const { door, clock, shoppers, run } = shop(1200);
    await run();
    const endMs = clock.now();
    await shoppers.settle();
    const bought = door.events.filter(({ type }) => type === "purchase");
    const later = bought.filter(({ session }) => session === null);
    expect(later.length / bought.length).toBeGreaterThan(0.12);
    expect(later.length / bought.length).toBeLessThan(0.4);
    expect(later.filter(({ queryId }) => queryId === null).length).toBeGreaterThan(0);
    expect(door.events.filter(({ type }) => type === "return").length).toBeGreaterThan(0);
    expect(clock.now()).toBeGreaterThan(endMs + dayMs);
    const { purchases, returns, clicks } = shoppers.counts();
    const sent = (type: string) => door.events.filter((event) => event.type === type).length;
    expect([sent("purchase"), sent("return"), sent("click")]).toEqual([purchases, returns, clicks]);
    // An id used twice would be taken for a repeat.
    expect(new Set(door.events.map(({ id }) => id)).size).toBe(door.events.length);
  });

  it("knows shoppers again, but for those who send no token", async () => {
    const { door, run } = shop(600);
    await run();
    const sessions = new Map(door.searches.map(({ session, user }) => [session, user]));
    const users = Array.from(sessions.values());
    const named = users.filter((user) => user !== null);
    expect(named.length - new Set(named).size).toBeGreaterThan(0.25 * named.length);
    expect(users.filter((user) => user === null).length / users.length).toBeCloseTo(0.1, 1);
  });

  it("has machines among them in the share that is asked for, and no flood beyond its bound", async () => {
    const { door, shoppers, run } = shop(1000, { bots: 0.1 });
    await run();
    const { bots, sessions } = shoppers.counts();
    expect(sessions).toBe(1000);
    expect(bots).toBeGreaterThan(70);
    expect(bots).toBeLessThan(130);
    const bySession = new Map<string | null, number>();
    for (const { session, type } of door.events) {
      if (type === "click") bySession.set(session, (bySession.get(session) ?? 0) + 1);
    }
    const floods = Array.from(bySession.values()).filter((count) => count >= floodClicks);
    expect(Math.max(...bySession.values())).toBe(floodClicks);
    expect(floods.length).toBeGreaterThan(15);
    expect(floods.length).toBeLessThan(60);
  });

  it("stops at once when it is told to", async () => {
    const { shoppers } = shop(0);
    const stop = new AbortController();
    await shoppers.run(500, {
      signal: stop.signal,
      onSession: ({ sessions }) => {
        if (sessions === 7) stop.abort();
      },
    });
    expect(shoppers.counts().sessions).toBe(7);
  });
});

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
