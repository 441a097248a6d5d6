import type { LogEntry } from "../../src/domain/log-entry.ts";
import { anEvent, anImpression } from "../../src/testing/log-builders.ts";
import { seededRandom } from "../metrics/random.ts";
import { createSuspicion } from "./suspects.ts";

const startMs = 1_700_000_000_000;

interface Visit {
  readonly atMs: number;
  /** After the answer, each on the next product. */
  readonly clicksMs: readonly number[];
  readonly product?: string;
}

/** Searches of one user and the clicks in them. */
function log(user: string, visits: readonly Visit[]): readonly LogEntry[] {
  return visits.flatMap(({ atMs, clicksMs, product }, i): LogEntry[] => {
    const queryId = `${user}-${i}`;
    const shownAtMs = startMs + atMs;
    return [
      { sequence: 0, kind: "impression", impression: anImpression({ queryId, user, shownAtMs }) },
      ...clicksMs.map((afterMs, at): LogEntry => {
        const id = product ?? `p-${at + 1}`;
        return {
          sequence: 0,
          kind: "event",
          event: anEvent({
            id: `${queryId}-${at}`,
            ...{ user, queryId, timestampMs: shownAtMs + afterMs },
            product: { id, group: id, brand: null, category: null, price: null },
          }),
        };
      }),
    ];
  });
}

function suspected(...logs: readonly (readonly LogEntry[])[]): ReadonlyMap<string, readonly string[]> {
  const suspicion = createSuspicion();
  for (const entry of logs.flat()) suspicion.add(entry);
  return suspicion.finish();
}

const minuteMs = 60_000;
const times = (count: number, of: (i: number) => Visit) => Array.from({ length: count }, (_, i) => of(i));

describe("suspicion", () => {
  it("leaves people alone, eager ones too", () => {
    const random = seededRandom(1);
    const people = Array.from({ length: 40 }, (_, person) =>
      log(
        `person ${person}`,
        times(Math.ceil(30 * random()), (i) => ({
          atMs: i * 20 * minuteMs * (0.2 + random()),
          clicksMs: random() < 0.6 ? [800 + 30_000 * random() ** 2] : [],
          product: `p-${Math.ceil(20 * random())}`,
        })),
      ),
    );
    expect([...suspected(...people)]).toEqual([]);
  });

  it("names who clicks faster than a person can", () => {
    const found = suspected(
      log(
        "fast",
        times(6, (i) => ({ atMs: i * i * minuteMs, clicksMs: [120] })),
      ),
    );
    expect(found.get("fast")![0]).toBe("6 of 6 clicks came within 300 ms of the answer");
  });

  it("does not take a clock that runs late for speed", () => {
    const found = suspected(
      log(
        "late",
        times(9, (i) => ({ atMs: i * i * minuteMs, clicksMs: [-5000] })),
      ),
    );
    expect([...found]).toEqual([]);
  });

  it("names who asks or clicks more than a person does", () => {
    const found = suspected(
      log(
        "flood",
        times(70, (i) => ({ atMs: i * 500 + (i % 7) * 90, clicksMs: [] })),
      ),
    );
    expect(found.get("flood")![0]).toMatch(/^70 clicks or searches within a minute/);
  });

  it("names a timer", () => {
    const found = suspected(
      log(
        "timer",
        times(30, (i) => ({ atMs: i * 10 * minuteMs, clicksMs: [2000] })),
      ),
    );
    expect(found.get("timer")!.join()).toContain("as by a timer");
  });

  it("names who clicks on the same product over and over", () => {
    const random = seededRandom(2);
    const visits = times(60, (i) => ({
      atMs: (i + random()) * 20 * minuteMs,
      clicksMs: [9000 * random() + 900],
      product: "p-1",
    }));
    expect(suspected(log("friend", visits)).get("friend")!.join()).toContain("60 clicks on 1 products");
  });

  it("names who clicks on everything", () => {
    const random = seededRandom(3);
    const visits = times(20, (i) => ({ atMs: (i + random()) * 20 * minuteMs, clicksMs: [900, 2900, 9000] }));
    expect(suspected(log("crawler", visits)).get("crawler")!.join()).toContain("60 clicks on 60 products shown");
  });
});
