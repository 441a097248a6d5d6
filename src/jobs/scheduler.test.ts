import type { JobSchedule } from "../domain/job.ts";
import type { EnqueueOptions, KeptSchedule } from "../ports/job-queue.ts";
import { createScheduler } from "./scheduler.ts";

const hourMs = 3_600_000;
const schedule = (key: string, everyMs = hourMs): JobSchedule => ({
  key,
  name: "retention",
  payload: {},
  when: { everyMs },
});

/** A queue of which only what a scheduler asks is there. */
const fakeQueue = () => {
  const kept = new Map<string, KeptSchedule>();
  const made: string[] = [];
  let failures = 0;
  return {
    made,
    kept,
    failNext: (times: number) => (failures = times),
    queue: {
      enqueue: (_: string, __: object, { id }: EnqueueOptions = {}) => {
        if (!made.includes(id!)) made.push(id!);
        return Promise.resolve({ job: {} as never, fresh: true });
      },
      saveSchedule: (one: JobSchedule, nowMs: number) => {
        const { firedAtMs: _, ...before } = kept.get(one.key) ?? { firedAtMs: 0 };
        if (JSON.stringify(before) !== JSON.stringify(one)) kept.set(one.key, { ...one, firedAtMs: nowMs });
        return Promise.resolve();
      },
      removeSchedule: (key: string) => Promise.resolve(void kept.delete(key)),
      schedules: () => Promise.resolve([...kept.values()]),
      markFired: (key: string, slotMs: number) => {
        if (failures-- > 0) return Promise.reject(new Error("gone"));
        kept.set(key, { ...kept.get(key)!, firedAtMs: slotMs });
        return Promise.resolve();
      },
    },
  };
};

const at = (hours: number) => hours * hourMs + 60_000;

describe("schedules", () => {
  it("make a job when their time comes, and what was missed once", async () => {
    const { queue, made } = fakeQueue();
    let nowMs = at(10);
    const open = () => createScheduler({ queue, schedules: [schedule("a")], now: () => nowMs, onTrouble: fail });
    const scheduler = open();
    await scheduler.tick();
    expect(made).toEqual([]);
    nowMs = at(11);
    await scheduler.tick();
    await scheduler.tick();
    expect(made).toEqual([`winnow.a@${11 * hourMs}`]);
    nowMs = at(15); // all that is later was not running
    await open().tick();
    expect(made).toEqual([`winnow.a@${11 * hourMs}`, `winnow.a@${15 * hourMs}`]);
  });
  it("make one job a time, however many look and whoever dies in between", async () => {
    const { queue, made, failNext } = fakeQueue();
    let nowMs = at(1);
    const open = () => createScheduler({ queue, schedules: [schedule("a")], now: () => nowMs, onTrouble: fail });
    const [one, two] = [open(), open()];
    await one.tick();
    await two.tick();
    nowMs = at(2);
    failNext(1);
    await expect(one.tick()).rejects.toThrow("gone");
    await Promise.all([one.tick(), two.tick()]);
    expect(made).toEqual([`winnow.a@${2 * hourMs}`]);
  });
  it("that the program no longer has go; those of others stay", async () => {
    const { queue, kept } = fakeQueue();
    await queue.saveSchedule(schedule("theirs"), 0);
    const now = () => at(1);
    await createScheduler({ queue, schedules: [schedule("a"), schedule("b")], now, onTrouble: fail }).tick();
    await createScheduler({ queue, schedules: [schedule("b")], now, onTrouble: fail }).tick();
    expect([...kept.keys()]).toEqual(["theirs", "winnow.b"]);
  });
  it("with a wrong pattern are refused before anything begins", () => {
    const { queue } = fakeQueue();
    const wrong = { ...schedule("a"), when: { cron: "61 * * * *" } };
    expect(() => createScheduler({ queue, schedules: [wrong], now: Date.now, onTrouble: fail })).toThrow("minute");
  });
});

const fail = (error: unknown) => {
  throw error;
};
