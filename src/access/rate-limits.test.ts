import { setTimeout as sleep } from "node:timers/promises";
import type { RateCounts } from "../ports/rate-counts.ts";
import { createRateLimits } from "./rate-limits.ts";

/** What processes share, in memory. */
const sharedCounts = () => {
  const windows = new Map<string, Map<string, number>>();
  const state = { down: false, asked: 0 };
  const shared: RateCounts = {
    add(window, points) {
      state.asked += 1;
      if (state.down) return Promise.reject(new Error("gone"));
      const sums = windows.get(window) ?? new Map<string, number>();
      windows.set(window, sums);
      for (const [name, count] of points) sums.set(name, (sums.get(name) ?? 0) + count);
      return Promise.resolve(new Map([...points.keys()].map((name) => [name, sums.get(name)!])));
    },
  };
  return { shared, state, windows };
};

const taken = (limits: ReturnType<typeof createRateLimits>, times: number, who = "a", perMinute = 10) =>
  Array.from({ length: times }, () => limits.take("searches", who, 1, perMinute)).filter((one) => one === null).length;

it("lets as many through in a minute of the clock as it says, each for themselves, and says how long to wait", () => {
  let now = 90_000;
  using limits = createRateLimits({ shared: null, secret: "s", now: () => now });
  expect(taken(limits, 15)).toBe(10);
  expect(taken(limits, 15, "b")).toBe(10);
  expect(limits.take("events", "a", 1, 10)).toBeNull();
  expect(limits.take("searches", "a", 1, 10)).toBe(30);
  now = 120_000;
  expect(taken(limits, 15)).toBe(10);
});

it("counts in other windows of the clock where a limit has one of its own, and tells others of it apart", async () => {
  const { shared, windows } = sharedCounts();
  let now = 900_000;
  using limits = createRateLimits({ shared, secret: "s", now: () => now });
  for (let i = 0; i < 3; i++) expect(limits.take("sign-ins", "a", 1, 3, 900_000)).toBeNull();
  limits.take("searches", "a", 1, 3);
  now += 120_000;
  expect(limits.take("sign-ins", "a", 1, 3, 900_000)).toBe(780);
  expect(limits.look("sign-ins", "a", 3, 900_000)).toBe(780);
  limits.take("searches", "a", 1, 3);
  await sleep(700);
  expect([...windows].map(([window, sums]) => [window, ...sums.values()])).toEqual([
    ["900000:1", 3],
    ["17", 1],
  ]);
  now = 1_800_000;
  expect(limits.take("sign-ins", "a", 1, 3, 900_000)).toBeNull();
});

it("looks without counting", () => {
  using limits = createRateLimits({ shared: null, secret: "s", now: () => 0 });
  for (let i = 0; i < 20; i++) expect(limits.look("wrong keys", "a", 2)).toBeNull();
  limits.take("wrong keys", "a", 1, 2);
  expect(limits.look("wrong keys", "a", 2)).toBeNull();
  limits.take("wrong keys", "a", 1, 2);
  expect(limits.look("wrong keys", "a", 2)).toBe(60);
});

it("counts what other processes have let through, half a second later", async () => {
  const { shared } = sharedCounts();
  using one = createRateLimits({ shared, secret: "s", now: () => 0 });
  using other = createRateLimits({ shared, secret: "s", now: () => 0 });
  expect(taken(one, 6) + taken(other, 1)).toBe(7);
  await sleep(700);
  // Each hears of the others when it tells of its own.
  expect(taken(one, 1) + taken(other, 1)).toBe(2);
  await sleep(700);
  // Each may still be half a second behind the other: a little more than 10 of the 20 that two alone would let through.
  expect(taken(one, 20) + taken(other, 20)).toBeLessThanOrEqual(4);
  await sleep(700);
  expect(taken(one, 20) + taken(other, 20)).toBe(0);
});

it("tells others of no address, and of nobody who is far from the limit", async () => {
  const { shared, windows } = sharedCounts();
  using limits = createRateLimits({ shared, secret: "s", now: () => 0 });
  taken(limits, 3, "192.0.2.7", 1000);
  taken(limits, 60, "192.0.2.8", 1000);
  await sleep(700);
  const told = [...windows.values()].flatMap((sums) => [...sums]);
  expect(told).toEqual([[expect.stringMatching(/^[\w-]{22}$/), 60]]);
  expect(JSON.stringify(told)).not.toContain("192.0.2");
});

it("goes on counting alone while what is shared is gone, and tells of it later", async () => {
  const { shared, state, windows } = sharedCounts();
  using limits = createRateLimits({ shared, secret: "s", now: () => 0 });
  state.down = true;
  expect(taken(limits, 8)).toBe(8);
  await sleep(700);
  expect(state.asked).toBeGreaterThan(0);
  expect(taken(limits, 8)).toBe(2);
  state.down = false;
  await sleep(700);
  expect([...windows.get("0")!.values()]).toEqual([10]);
});
