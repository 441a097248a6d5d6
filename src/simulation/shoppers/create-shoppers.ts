import { createRandom, mixSeeds } from "../random.ts";
import { botVisit } from "./bots.ts";
import type { ShopClock } from "./clock.ts";
import { type Counts, type Later, openDiary } from "./diary.ts";
import type { ShopDoor } from "./door.ts";
import { makeShopper } from "./shopper.ts";
import { visit } from "./visit.ts";
import type { World } from "./world.ts";

export interface ShoppersOptions {
  /** Whose sessions these are: another seed, other people in the same world. */
  readonly seed: number;
  readonly world: World;
  readonly door: ShopDoor;
  readonly clock: ShopClock;
  /** Of sessions. */
  readonly bots?: number;
  /** Starts of sessions are so far apart on average; asked before each. */
  readonly everyMs: number | (() => number);
  /** Nobody waits: for shoppers who are to be many in a minute of real time. */
  readonly hurried?: boolean;
  /** How long a day is to those who come back later; a real one when absent. */
  readonly dayMs?: number;
  /** Sessions that may be under way at the same time; 1 when absent, which alone is the same run after run. */
  readonly atOnce?: number;
}

export interface RunOptions {
  readonly signal?: AbortSignal;
  readonly onSession?: (counts: Readonly<Counts>) => void;
}

export interface Shoppers {
  /** So many sessions more, bots' among them. Ends early, without an error, when the signal says so. */
  run(sessions: number, options?: RunOptions): Promise<void>;
  /** Goes on in time until nothing is left that someone would do later. */
  settle(): Promise<void>;
  counts(): Readonly<Counts>;
}

/** Shoppers who drive a shop through its door; what they do is decided by the seed and what the shop shows them. */
export function createShoppers(options: ShoppersOptions): Shoppers {
  const { seed, world, door, clock, bots = 0, everyMs, hurried = false, dayMs = 86_400_000, atOnce = 1 } = options;
  const counts: Counts = { sessions: 0, bots: 0, searches: 0, clicks: 0, carts: 0, purchases: 0, returns: 0 };
  const due: Later[] = [];
  let started = 0;
  let known = 0;

  /** Later days that have come, oldest first. */
  async function sendDue(nowMs: number): Promise<void> {
    const ready = due.filter(({ event }) => event.timestampMs <= nowMs);
    if (ready.length === 0) return;
    due.splice(0, due.length, ...due.filter(({ event }) => event.timestampMs > nowMs));
    ready.sort((a, b) => a.event.timestampMs - b.event.timestampMs);
    for (const { event, agent } of ready) await door.send([event], agent);
  }

  async function session(number: number): Promise<void> {
    const random = createRandom(mixSeeds(seed, 501, number));
    const name = `session-${seed}-${number}`;
    counts.sessions += 1;
    const later = (one: Later) => void due.push(one);
    const diary = openDiary({ door, clock, counts, later, hurried, dayMs, session: name });
    if (random.chance(bots)) {
      counts.bots += 1;
      await botVisit(name, world, diary, random);
      return;
    }
    // Who came lately comes back likeliest.
    const back = known > 0 && random.chance(world.habits.returningShare);
    const who = back ? known - 1 - Math.floor(random.next() ** 2 * known) : known++;
    const shopper = makeShopper({ ...world.habits, seed, number: who });
    await visit({ shopper, session: name, seed: mixSeeds(seed, 502, number) }, world, diary);
  }

  return {
    counts: () => counts,
    async run(sessions, { signal, onSession } = {}) {
      const running = new Set<Promise<void>>();
      const stopped = () => signal?.aborted === true;
      for (let left = sessions; left > 0 && !stopped(); left -= 1) {
        const number = started++;
        const meanMs = typeof everyMs === "number" ? everyMs : everyMs();
        const gap = meanMs * -Math.log(1 - createRandom(mixSeeds(seed, 503, number)).next());
        try {
          await clock.advanceTo(clock.now() + gap, signal);
        } catch (error) {
          if (stopped()) break;
          throw error;
        }
        await sendDue(clock.now());
        const one = session(number).finally(() => {
          running.delete(one);
          onSession?.(counts);
        });
        running.add(one);
        if (running.size >= atOnce) await Promise.race(running);
      }
      await Promise.all(running);
    },
    async settle() {
      while (due.length > 0) {
        await clock.advanceTo(due.reduce((least, { event }) => Math.min(least, event.timestampMs), Infinity));
        await sendDue(clock.now());
      }
    },
  };
}
