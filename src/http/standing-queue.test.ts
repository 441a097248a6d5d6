import { createStandingQueue } from "./standing-queue.ts";

const burstMs = 100;

/** A server that does a piece a millisecond; so many come a millisecond. Returns the wait of each millisecond's last newcomer. */
const simulate = (queue: ReturnType<typeof createStandingQueue>, fromMs: number, ms: number, rate: number) => {
  const waits: number[] = [];
  let refusals = 0;
  let line: number[] = [];
  let owed = 0;
  for (let now = fromMs; now < fromMs + ms; now++) {
    for (owed += rate; owed >= 1; owed--) {
      const refused = line.length > queue.allowedMs();
      queue.came(refused, now);
      if (refused) refusals++;
      else line.push(now);
    }
    if (line.length === 0) continue;
    const waited = now - line[0]!;
    line = line.slice(1);
    queue.waited(waited, now);
    waits.push(waited);
  }
  return { waits, refusals };
};

it("lets a burst wait that drains by itself", () => {
  const queue = createStandingQueue(burstMs, () => 3);
  expect(simulate(queue, 0, 30, 2).refusals).toBe(0);
  expect(simulate(queue, 30, 1000, 0.5).refusals).toBe(0);
});

it("keeps the line short while three times as many come as can be served, and serves all the time", () => {
  const queue = createStandingQueue(burstMs, () => 3);
  simulate(queue, 0, 500, 3);
  const { waits } = simulate(queue, 500, 5000, 3);
  expect(waits.length).toBe(5000);
  expect(Math.max(...waits.slice(50))).toBeLessThan(15);
});

it("lets everyone in again within a second of the end of the flood", () => {
  const queue = createStandingQueue(burstMs, () => 3);
  simulate(queue, 0, 5000, 3);
  simulate(queue, 5000, 1000, 0.7);
  expect(queue.allowedMs()).toBe(burstMs);
  expect(simulate(queue, 6000, 5000, 0.7).refusals).toBe(0);
});

it("lets those wait as long as a piece of work takes, where that is longer", () => {
  const queue = createStandingQueue(burstMs, () => 40);
  simulate(queue, 0, 2000, 3);
  expect(queue.allowedMs()).toBe(40);
});
