import type { EventEntry, LogEntry } from "../domain/log-entry.ts";
import { actorOf, dayOf } from "../domain/log-entry.ts";
import { noonMs, shopEvent } from "../ports/behaviour-builders.contract.ts";
import type { ActorDay, Erasure } from "../ports/event-store.ts";
import { createKeptDays } from "./kept-days.ts";

const today = dayOf({ sequence: 1, kind: "event", event: shopEvent("e", { timestampMs: noonMs }) });
const ann: ActorDay = { actor: "ann", day: today };

/** A log in memory that counts which days are read from it. */
const openLog = () => {
  const log: LogEntry[] = [];
  const read: string[] = [];
  const kept = createKeptDays(
    {
      actorDays: (_, days, until) => {
        read.push(...days.map(({ actor }) => actor));
        const of = ({ actor, day }: ActorDay) =>
          log.filter((entry) => actorOf(entry) === actor && dayOf(entry) === day && entry.sequence <= until);
        return Promise.resolve(days.map(of));
      },
    },
    "shop",
  );
  const append = (user: string, count: number) => {
    const entries = Array.from({ length: count }, (_, i): EventEntry => {
      const sequence = log.length + 1 + i;
      return { sequence, kind: "event", event: shopEvent(`e${sequence}`, { user }) };
    });
    log.push(...entries);
    return entries;
  };
  let at = 0;
  /** What is folded next. */
  const fold = async (days: readonly ActorDay[], erasures: readonly Erasure[] = []) => {
    const from = at;
    at = log.length;
    const found = await kept.upTo(days, from, { entries: log.slice(from), erasures, to: at });
    return found.map((day) => day.map(({ sequence }) => sequence));
  };
  return { append, fold, read, kept, skipTo: (sequence: number) => (at = sequence) };
};
const upTo = (last: number) => Array.from({ length: last }, (_, i) => i + 1);

it("reads a long day from the store once, and goes on with what the log tells", async () => {
  const { append, fold, read } = openLog();
  append("ann", 20);
  expect(await fold([ann])).toEqual([upTo(20)]);
  append("ann", 1);
  append("ben", 1);
  expect(await fold([ann, { actor: "ben", day: today }])).toEqual([upTo(21), [22]]);
  expect(read).toEqual(["ann", "ben"]);
});

it("reads anew what others have folded in between, and after an erasure", async () => {
  const { append, fold, read, kept, skipTo } = openLog();
  append("ann", 20);
  await fold([ann]);
  append("ann", 5);
  skipTo(25);
  kept.expect(25);
  append("ann", 1);
  expect(await fold([ann])).toEqual([upTo(26)]);
  append("ann", 1);
  await fold([ann], [{ sequence: 27, user: "ben" }]);
  append("ann", 1);
  expect(await fold([ann])).toEqual([upTo(28)]);
  expect(read).toEqual(["ann", "ann", "ann", "ann"]);
});

it("asks for nothing of a day that is a flood: more cannot make it a person's again", async () => {
  const { append, fold, read } = openLog();
  append("ann", 600);
  expect((await fold([ann]))[0]).toHaveLength(600);
  append("ann", 600);
  expect(await fold([ann])).toEqual([[]]);
  expect(read).toEqual(["ann"]);
});
