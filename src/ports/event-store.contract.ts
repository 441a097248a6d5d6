import type { LogEntry } from "../domain/log-entry.ts";
import { dayMs } from "../domain/log-entry.ts";
import { noonMs, searchShown, shopEvent, shownProduct } from "./behaviour-builders.contract.ts";
import type { EventStore } from "./event-store.ts";

/** What every event store must do. `makeStore` gives an empty one; the suite disposes of it. */
export function eventStoreContract(name: string, makeStore: () => Promise<EventStore>): void {
  describe(`${name} keeps behaviour`, () => {
    let store: EventStore;
    beforeEach(async () => {
      store = await makeStore();
    });
    afterEach(async () => {
      await store[Symbol.asyncDispose]();
    });
    const all = (catalog = "shop") => store.read(catalog, 0, 1000);
    const day = Math.floor(noonMs / dayMs);

    describe("the log", () => {
      it("gives back what was written, in the order in which it became durable", async () => {
        const event = shopEvent("e1", { extra: { note: "ü\u0000" }, queryId: "q1", priceMinor: 4995, currency: "EUR" });
        const search = searchShown("q1");
        await store.append([event]);
        await store.appendImpressions([search]);
        await store.append([shopEvent("e2", { product: null, user: null, type: "own.word" })]);
        const entries = await all();
        expect(entries.map(({ kind }) => kind)).toEqual(["event", "impression", "event"]);
        expect(entries[0]).toMatchObject({ event });
        expect(entries[1]).toEqual({ kind: "impression", sequence: entries[1]!.sequence, impression: search });
        expect(Object.is((entries[1] as { impression: typeof search }).impression.vectors[2], -0)).toBe(true);
        expect(entries[2]).toMatchObject({ event: { product: null, user: null, type: "own.word" } });
        expect(isAscending(entries)).toBe(true);
      });
      it("reads on from a sequence, some at a time, and knows its head", async () => {
        expect(await store.head("shop")).toBe(0);
        expect(await all()).toEqual([]);
        const appended = await store.append(["a", "b", "c"].map((id) => shopEvent(id, { queryId: id })));
        const sequences = appended.map(({ sequence }) => sequence);
        const first = await store.read("shop", 0, 2);
        expect(first.map(({ sequence }) => sequence)).toEqual(sequences.slice(0, 2));
        expect((await store.read("shop", sequences[1]!, 2)).map(idOf)).toEqual(["c"]);
        expect(await store.head("shop")).toBe(sequences[2]);
        expect(await store.read("shop", sequences[2]!, 2)).toEqual([]);
      });
      it("keeps catalogues apart, and lists those that have a log", async () => {
        const ids = ["shop", "books", "shop"].map((catalog) => shopEvent("same", { catalog }));
        expect((await store.append(ids)).map(({ duplicate }) => duplicate)).toEqual([false, false, true]);
        await store.append([shopEvent("two", { catalog: "books", queryId: "q" })]);
        expect((await all()).map(idOf)).toEqual(["same"]);
        expect((await all("books")).map(idOf)).toEqual(["same", "two"]);
        expect(await store.catalogs()).toEqual(["books", "shop"]);
        expect(await store.head("nowhere")).toBe(0);
        expect(await store.actorDays("nowhere", [{ actor: "u1", day }], 1e9)).toEqual([[]]);
      });
      it("loses none of many that are written at once, and gives no sequence twice", async () => {
        const batches = Array.from({ length: 20 }, (_, b) =>
          Array.from({ length: 25 }, (_, i) => shopEvent(`e${b}-${i}`, { queryId: `q${b}-${i}` })),
        );
        const results = (await Promise.all(batches.map((batch) => store.append(batch)))).flat();
        expect(new Set(results.map(({ sequence }) => sequence)).size).toBe(500);
        const entries = await all();
        expect(new Set(entries.map(idOf)).size).toBe(500);
        expect(isAscending(entries)).toBe(true);
      });
      it("never gives an entry that a later reader of what came before would have missed", async () => {
        let seen: readonly LogEntry[] = [];
        const reading = async () => {
          while (seen.length < 200) {
            seen = [...seen, ...(await store.read("shop", seen.at(-1)?.sequence ?? 0, 1000))];
          }
        };
        const writing = Array.from({ length: 200 }, (_, i) => store.append([shopEvent(`e${i}`)]));
        await Promise.all([reading(), ...writing]);
        expect(new Set(seen.map(idOf)).size).toBe(200);
      });
    });

    describe("duplicates and repeats", () => {
      it("writes an id once, within a batch and across batches, and says where the first one is", async () => {
        const [first, again] = await store.append([shopEvent("e1"), shopEvent("e1", { type: "purchase" })]);
        expect(again).toEqual({ ...first, duplicate: true });
        expect(await store.append([shopEvent("e1")])).toEqual([again]);
        expect(await all()).toHaveLength(1);
      });
      it("marks the same deed for the same search on the same day, and keeps it", async () => {
        const deeds = [
          shopEvent("first", { queryId: "q1" }),
          shopEvent("again", { queryId: "q1", timestampMs: noonMs + 1000 }),
          shopEvent("variant", { queryId: "q1", product: { ...shopEvent("").product!, id: "a-red" } }),
          shopEvent("other search", { queryId: "q2" }),
          shopEvent("other type", { queryId: "q1", type: "view" }),
          shopEvent("other person", { queryId: "q1", user: "u2" }),
          shopEvent("other day", { queryId: "q1", timestampMs: noonMs + dayMs }),
          shopEvent("no product", { queryId: "q1", product: null }),
          shopEvent("no product again", { queryId: "q1", product: null }),
        ];
        const results = await store.append(deeds);
        expect(deeds.filter((_, i) => results[i]!.repeat).map(({ id }) => id)).toEqual(["again", "variant"]);
        const aside = (await all()).filter((entry) => entry.kind === "event" && entry.event.setAside === "repeat");
        expect(aside.map(idOf)).toEqual(["again", "variant"]);
      });
      it("adds a page that is there already only when it shows something else", async () => {
        const page2 = searchShown("q1", { page: 2, shown: [shownProduct("c", 3)], vectors: new Float32Array(2) });
        await store.appendImpressions([page2, searchShown("q1"), searchShown("q1")]);
        await store.appendImpressions([searchShown("q1"), searchShown("q1", { shown: [shownProduct("z", 1)] })]);
        expect((await store.impressions("shop", "q1")).map(({ page, shown }) => [page, shown[0]!.id])).toEqual([
          ...[[1, "a"], [1, "z"], [2, "c"]], // prettier-ignore
        ]);
        expect(await store.impressions("shop", "q2")).toEqual([]);
      });
    });

    describe("looked up", () => {
      it("gives the pages of several searches at once, without their vectors", async () => {
        await store.appendImpressions([searchShown("q1"), searchShown("q2", { normalized: "sofa" })]);
        const found = await store.searches("shop", ["q2", "never", "q1"]);
        expect([...found.keys()].sort()).toEqual(["q1", "q2"]);
        expect(found.get("q2")!.map(({ impression }) => impression)).toEqual([
          { ...searchShown("q2", { normalized: "sofa" }), vectors: new Float32Array(0) },
        ]);
      });
      it("gives a shopper's UTC days up to a sequence, without vectors; who sent no token goes by the search", async () => {
        await store.append([
          shopEvent("late", { timestampMs: noonMs + dayMs, queryId: "q1" }),
          shopEvent("e1", { queryId: "q1" }),
          shopEvent("nobody", { user: null, queryId: "q9" }),
          shopEvent("other", { user: "u2" }),
        ]);
        await store.appendImpressions([searchShown("q1")]);
        const until = await store.head("shop");
        await store.append([shopEvent("after", { queryId: "q2" })]);
        const days = [
          { actor: "u1", day },
          { actor: "q9", day },
          { actor: "u1", day: day + 1 },
          { actor: "u3", day },
        ];
        const found = await store.actorDays("shop", days, until);
        expect(found.map((entries) => entries.map(idOf))).toEqual([["e1", "q1"], ["nobody"], ["late"], []]);
        expect(found[0]![1]).toMatchObject({ impression: { vectors: new Float32Array(0) } });
        expect(await store.daysOfSearches("shop", ["q1", "q9", "never"])).toEqual(
          expect.arrayContaining([
            { actor: "u1", day },
            { actor: "u1", day: day + 1 },
            { actor: "q9", day },
          ]),
        );
        expect((await store.ofUser("shop", "u1")).map(idOf)).toEqual(["late", "e1", "q1", "after"]);
      });
    });

    describe("forgetting", () => {
      it("marks who is to be forgotten in the log of each catalogue, with the sessions they were seen in", async () => {
        await store.append([
          shopEvent("mine", { session: "s1" }),
          shopEvent("before I signed in", { user: "s1", session: "s1" }),
          shopEvent("another's", { user: "u2", session: "s2" }),
          shopEvent("elsewhere", { catalog: "books" }),
        ]);
        await store.appendImpressions([searchShown("q1"), searchShown("q2", { user: "u2" })]);
        expect(await store.erasures("shop")).toEqual([]);
        const before = await store.head("shop");
        expect(await store.markErased("u1")).toEqual({ events: 3, impressions: 1, users: ["u1", "s1"] });
        const { entries, erasures, to } = await store.tail("shop", before, 100);
        expect(entries).toEqual([]);
        expect(erasures.map(({ user }) => user).sort()).toEqual(["s1", "u1"]);
        expect(to).toBe(erasures.at(-1)!.sequence);
        expect(await store.head("shop")).toBe(to);
        expect(await store.erasures("shop")).toEqual(erasures);
        expect(await store.erasures("books")).toHaveLength(1);
        expect(await store.markErased("never seen")).toMatchObject({ events: 0, impressions: 0 });
      });
      it("removes what came before the mark, and leaves what came after", async () => {
        await store.append([shopEvent("mine"), shopEvent("another's", { user: "u2" })]);
        await store.appendImpressions([searchShown("q1")]);
        await store.markErased("u1");
        await store.append([shopEvent("back again", { queryId: "q5" }), shopEvent("mine")]);
        const [mark] = await store.erasures("shop");
        expect(await store.erase("shop", mark!)).toEqual({ events: 1, impressions: 1 });
        expect((await all()).map(idOf)).toEqual(["another's", "back again"]);
        expect(await store.erasures("shop")).toEqual([]);
        expect(await store.erase("shop", mark!)).toEqual({ events: 0, impressions: 0 });
        expect((await store.append([shopEvent("mine")]))[0]).toMatchObject({ duplicate: false });
      });
      it("trims what happened before a time, late events included", async () => {
        const old = noonMs - 10 * dayMs;
        await store.append([
          shopEvent("old", { timestampMs: old, receivedAtMs: old }),
          shopEvent("new", { queryId: "q1" }),
          shopEvent("old and late", { timestampMs: old + 1, queryId: "q2" }),
        ]);
        await store.appendImpressions([searchShown("q-old", { shownAtMs: old }), searchShown("q-new")]);
        expect(await store.trim("shop", noonMs - dayMs)).toBe(3);
        expect((await all()).map(idOf)).toEqual(["new", "q-new"]);
        expect(await store.trim("shop", noonMs - dayMs)).toBe(0);
      });
    });
  });
}

const idOf = (entry: LogEntry): string => (entry.kind === "event" ? entry.event.id : entry.impression.queryId);

const isAscending = (entries: readonly LogEntry[]): boolean =>
  entries.every(({ sequence }, i) => i === 0 || sequence > entries[i - 1]!.sequence);
