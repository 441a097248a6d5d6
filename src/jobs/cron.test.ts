import fc from "fast-check";
import { latestSlot, nextSlot, readCron } from "./cron.ts";

const seed = Number(process.env["WINNOW_TEST_SEED"] ?? 42);
const at = (text: string) => Date.parse(`${text}Z`);
const shown = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString().slice(0, 16));
const next = (cron: string, after: string) => shown(nextSlot({ cron }, at(after)));
const latest = (cron: string, now: string) => shown(latestSlot({ cron }, at(now)));

describe("cron in UTC", () => {
  it("finds the next and the latest time", () => {
    expect(next("0 3 * * *", "2026-03-05T03:00")).toBe("2026-03-06T03:00");
    expect(latest("0 3 * * *", "2026-03-05T03:00")).toBe("2026-03-05T03:00");
    expect(latest("0 3 * * *", "2026-03-05T02:59")).toBe("2026-03-04T03:00");
    expect(next("*/15 8-17 * * 1-5", "2026-03-06T17:45")).toBe("2026-03-09T08:00");
    expect(next("5,10 0 1 1,7 *", "2026-01-01T00:05")).toBe("2026-01-01T00:10");
    expect(next("30 4 * * 7", "2026-03-05T00:00")).toBe("2026-03-08T04:30");
    expect(next("0 0 29 2 *", "2026-03-01T00:00")).toBe("2028-02-29T00:00");
    expect(latest("0 0 31 12 *", "2026-03-01T00:00")).toBe("2025-12-31T00:00");
    expect(next("50/5 0 * * *", "2026-03-01T00:55")).toBe("2026-03-02T00:50");
  });
  it("takes either day where both are given, as cron does", () => {
    expect(next("0 0 13 * 5", "2026-03-01T00:00")).toBe("2026-03-06T00:00");
    expect(next("0 0 13 * 5", "2026-03-07T00:00")).toBe("2026-03-13T00:00");
  });
  it("knows that some days never come", () => {
    expect(next("0 0 31 2 *", "2026-03-01T00:00")).toBeNull();
    expect(latest("0 0 31 2 *", "2026-03-01T00:00")).toBeNull();
  });
  it("refuses what is no pattern, and says which field", () => {
    for (const [text, says] of [
      ["0 3 * *", "five fields"],
      ["60 3 * * *", "minute from 0 to 59"],
      ["0 24 * * *", "hour from 0 to 23"],
      ["0 0 0 * *", "day from 1 to 31"],
      ["0 0 * jan *", "no month"],
      ["*/0 * * * *", "minute from 0 to 59"],
      ["9-3 * * * *", "minute from 0 to 59"],
    ] as const)
      expect(() => readCron(text)).toThrow(says);
  });
  it("finds what a look at every minute finds", () => {
    const field = (min: number, max: number) =>
      fc.oneof(
        fc.constant("*"),
        fc.integer({ min: 2, max: 20 }).map((step) => `*/${step}`),
        fc.uniqueArray(fc.integer({ min, max }), { minLength: 1, maxLength: 3 }).map((values) => values.join(",")),
      );
    const cron = fc.tuple(field(0, 59), field(0, 23), field(1, 31), fc.constant("*"), field(0, 6));
    const time = fc.integer({ min: at("2026-01-01T00:00"), max: at("2029-01-01T00:00") });
    fc.assert(
      fc.property(cron, time, (fields, from) => {
        const read = readCron(fields.join(" "));
        const fits = (ms: number) => {
          const date = new Date(ms);
          const [byDay, byWeekday] = [read.days.has(date.getUTCDate()), read.weekdays.has(date.getUTCDay())];
          const isDay =
            fields[2].startsWith("*") || fields[4].startsWith("*") ? byDay && byWeekday : byDay || byWeekday;
          return read.minutes.has(date.getUTCMinutes()) && read.hours.has(date.getUTCHours()) && isDay;
        };
        let slow = (Math.floor(from / 60_000) + 1) * 60_000;
        const end = slow + 10 * 86_400_000;
        while (slow < end && !fits(slow)) slow += 60_000;
        const fast = nextSlot({ cron: fields.join(" ") }, from)!;
        expect(slow < end ? fast : Math.min(fast, end)).toBe(slow);
        expect(latestSlot({ cron: fields.join(" ") }, fast)).toBe(fast);
        if (fast > from + 60_000) expect(latestSlot({ cron: fields.join(" ") }, fast - 1)).toBeLessThanOrEqual(from);
      }),
      { seed, numRuns: 200 },
    );
  });
});

it("counts what comes every so often from 1970", () => {
  expect(latestSlot({ everyMs: 1000 }, 5999)).toBe(5000);
  expect(nextSlot({ everyMs: 1000 }, 5000)).toBe(6000);
});
