import { setTimeout as sleep } from "node:timers/promises";
import { jobHandlers, type JobHandlerDeps } from "./job-handlers.ts";
import type { JobRun } from "./jobs/worker.ts";
import { anotherTrains, type LoopStatus } from "./training/loop.ts";

const startRun = () => {
  const told: string[] = [];
  const lines: string[] = [];
  const stopping = new AbortController();
  const run: JobRun = {
    id: "job-1",
    signal: stopping.signal,
    progress: (done, total, note) => void told.push(`${done}/${total} ${note}`),
    log: (line) => void lines.push(line),
  };
  return { run, told, lines, stop: () => stopping.abort(new Error("stopped")) };
};

interface More {
  readonly judged?: number;
  readonly says?: readonly string[];
  /** Noted by erasures, and what then stays on disks. */
  readonly uncleared?: string;
  readonly stays?: readonly string[];
}

/** A shop of two catalogues in which what is asked is noted. */
const startShop = (more: More = {}) => {
  const did: string[] = [];
  const trained: string[] = [];
  const says = [...(more.says ?? [])];
  const marks = new Map([["books", [{ sequence: 3, user: "u" }, { sequence: 9, user: "v" }]]]); // prettier-ignore
  const deps = {
    stores: {
      products: {
        catalogs: () => Promise.resolve([{ name: "books" }, { name: "shop" }]),
        rebuildCatalog: (name: string) => Promise.resolve({ name, products: 7, sequence: 1, mappingVersion: 4 }),
      },
      events: {
        catalogs: () => Promise.resolve(["books", "shop"]),
        trim: (catalog: string, beforeMs: number) => {
          did.push(`trim ${catalog} ${beforeMs}`);
          return Promise.resolve(catalog === "shop" ? 5 : 0);
        },
        erasures: (catalog: string) => Promise.resolve(marks.get(catalog) ?? []),
        erase: (catalog: string, { user }: { user: string }) => {
          marks.set(
            catalog,
            (marks.get(catalog) ?? []).filter((one) => one.user !== user),
          );
          did.push(`erase ${catalog} ${user}`);
          return Promise.resolve({ events: 1, impressions: 0 });
        },
      },
      counters: { sequence: () => Promise.resolve(5) },
      sessions: {},
    },
    behaviour: {
      folder: {
        catchUp: (catalog: string) => {
          did.push(`fold ${catalog}`);
          return Promise.resolve();
        },
      },
      impressions: {},
      erasedBytes: {
        pending: () => Promise.resolve(more.uncleared ?? null),
        clear: (pending: string) => {
          did.push(`clear ${pending}`);
          return Promise.resolve(more.stays ?? []);
        },
      },
    },
    loop: {
      train: (catalog: string, { by }: { by?: string } = {}) => {
        did.push(`train ${catalog} by ${by}`);
        return Promise.resolve({ decision: null, says: says.shift() ?? "Refused." });
      },
      status: () => Promise.resolve({ since: { judgedSearches: more.judged ?? 0 } } as unknown as LoopStatus),
      judgeCanary: (catalog: string) =>
        Promise.resolve(catalog === "shop" ? { kind: "promote", version: "m-1", reason: "Better." } : null),
    },
    retentionDays: 10,
    config: { synonymsAuto: false },
    now: () => 20 * 86_400_000,
    onTrained: (job: string) => void trained.push(job),
  };
  return { did, trained, marks, handlers: jobHandlers(deps as unknown as JobHandlerDeps) };
};

describe("what jobs do", () => {
  it("retrain: one catalogue after the other, each told in the log", async () => {
    const { handlers, did, trained } = startShop({ says: ["Promoted.", "Refused."] });
    const { run, lines } = startRun();
    const outcomes = { books: "Promoted.", shop: "Refused." };
    expect(await handlers.retrain!({ if_new: false, by: "me" }, run)).toEqual({ outcomes });
    expect(did).toEqual(["train books by me", "train shop by me"]);
    expect(lines).toEqual(["books: Promoted.", "shop: Refused."]);
    expect(trained).toEqual(["job-1"]);
  });
  it("retrain: nothing where nothing is new, when told so", async () => {
    const { handlers, did } = startShop();
    await handlers.retrain!({ if_new: true, by: "the schedule" }, startRun().run);
    expect(did).toEqual([]);
    const busy = startShop({ judged: 3 });
    await busy.handlers.retrain!({ catalog: "shop", if_new: true, by: "the schedule" }, startRun().run);
    expect(busy.did).toEqual(["train shop by the schedule"]);
  });
  it("retrain: waits for the lease of one that died, until it is stopped", async () => {
    const { handlers, did } = startShop({ says: [anotherTrains, "Trained."] });
    const { run, told } = startRun();
    expect(await handlers.retrain!({ catalog: "shop", if_new: false, by: "x" }, run)).toEqual({
      outcomes: { shop: "Trained." },
    });
    expect(did).toHaveLength(2);
    expect(told[0]).toContain("another process trains");

    const waiting = startShop({ says: Array.from({ length: 9 }, () => anotherTrains) });
    const { run: stopped, stop } = startRun();
    const ended = waiting.handlers.retrain!({ catalog: "shop", if_new: false, by: "x" }, stopped);
    void sleep(50).then(stop);
    await expect(ended).rejects.toThrow();
    expect(waiting.did).toHaveLength(1);
  });
  it("retention: what is older than its days, with progress", async () => {
    const { handlers, did } = startShop();
    const { run, told, lines } = startRun();
    expect(await handlers.retention!({}, run)).toEqual({ removed: 5 });
    const before = 10 * 86_400_000;
    expect(did).toEqual([`trim books ${before}`, `trim shop ${before}`]);
    expect(told).toEqual(["1/2 books", "2/2 shop"]);
    expect(lines).toHaveLength(1);
  });
  it("erasure: lets go of what counters hold no longer, also where a folder died before it did", async () => {
    const { handlers, did, marks } = startShop();
    expect(await handlers.erasure!({}, startRun().run)).toEqual({ finished: 1 });
    // The second mark is beyond what is counted.
    expect(did).toEqual(["fold books", "erase books u"]);
    expect(marks.get("books")).toEqual([{ sequence: 9, user: "v" }]);
  });
  it("erasure: clears disks when nobody waits to be forgotten any more, and tells what stays where", async () => {
    const waiting = startShop({ uncleared: "noted" });
    await waiting.handlers.erasure!({}, startRun().run);
    expect(waiting.did).not.toContain("clear noted");
    const says = "The database has 812 MB.";
    const { handlers, did, marks } = startShop({ uncleared: "noted", stays: [says] });
    marks.delete("books");
    const { run, lines } = startRun();
    expect(await handlers.erasure!({}, run)).toEqual({ finished: 0, stays_on_disk: [says] });
    expect(did).toEqual(["clear noted"]);
    expect(lines).toEqual([says]);
  });
  it("judge_canary: tells what was decided, and on nothing says nothing", async () => {
    const { handlers } = startShop();
    expect(await handlers.judge_canary!({}, startRun().run)).toEqual({
      decisions: { shop: "promote m-1: Better." },
    });
  });
  it("of a catalogue that is not there: can never go well", async () => {
    const { handlers } = startShop();
    await expect(handlers.reindex!({ catalog: "toys" }, startRun().run)).rejects.toMatchObject({
      code: "catalog_not_found",
    });
    expect(await handlers.reindex!({ catalog: "shop" }, startRun().run)).toEqual({ products: 7, version: 4 });
  });
});
