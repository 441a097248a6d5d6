import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { noonMs, shopEvent } from "../../ports/behaviour-builders.contract.ts";
import type { EventStore } from "../../ports/event-store.ts";
import { connect, type Connection } from "./client.ts";
import { forgetting } from "./forgetting.ts";
import { openSqlite } from "./open-sqlite.ts";

const patience = new AbortController().signal;

/** A file of so many megabytes, whose log of pages can be cut unless a reader is in the way. */
const clear = async (megabytes: number, isCut = true): Promise<string | null> => {
  const answers: Record<string, unknown> = { rewritePages: megabytes * 1024 * 1024, cutPageLog: isCut };
  const writer = { call: (method: string) => Promise.resolve(answers[method]) } as unknown as Connection;
  return await forgetting({} as EventStore, writer).clearDisk(patience);
};

it("says of a file that is too large to be written anew what stays and what to do, and nothing of another", async () => {
  expect(await clear(512)).toBeNull();
  expect(await clear(812)).toMatch(/^The database has 812 MB; above 512 MB .* run sqlite3 winnow\.db VACUUM/);
});

/** How often the file was written anew by each of these, one after the other; with what was asked of it. */
const asked = async (...steps: readonly ("trim" | "erase")[]): Promise<readonly unknown[]> => {
  const shares: unknown[] = [];
  const call = (method: string, ...args: readonly unknown[]) => {
    if (method === "rewritePages") shares.push(args[1]);
    return Promise.resolve(method === "cutPageLog");
  };
  const store = { trim: () => Promise.resolve(1), erase: () => Promise.resolve(0) } as unknown as EventStore;
  const own = forgetting(store, { call } as unknown as Connection);
  for (const step of steps) {
    if (step === "trim") await own.store.trim("shop", 1);
    else await own.store.erase("shop", { sequence: 1, user: "u" });
  }
  await own.settle();
  return shares;
};

it("writes the file anew after an erasure, always, and after retention only where a quarter of it is of no use", async () => {
  expect(await asked("trim")).toEqual([0.25]);
  expect(await asked("erase")).toEqual([0]);
  expect(await asked("trim", "erase", "trim")).toEqual([0]);
});

it("gives room back when retention has made enough of it, and leaves the file alone when it has not", async () => {
  const folder = await mkdtemp(join(tmpdir(), "winnow-room-"));
  const file = join(folder, "winnow.db");
  try {
    await using stores = await openSqlite(file);
    const owner = { host: "here", pid: process.pid, token: "test" };
    const writer = await connect({ file, busyTimeoutMs: 30_000, role: "writer", owner });
    const own = forgetting(stores.events, writer);
    const extra = { filler: "x".repeat(2000) };
    await stores.events.append(
      Array.from({ length: 1000 }, (_, i) => shopEvent(`e${i}`, { extra, timestampMs: noonMs + i })),
    );
    const sizeAfter = async (removed: number) => {
      await own.store.trim("shop", noonMs + removed);
      await own.settle();
      return (await stat(file)).size;
    };
    await own.clearDisk(patience);
    const whole = (await stat(file)).size;
    expect(whole).toBeGreaterThan(2_000_000);
    expect(await sizeAfter(100)).toBe(whole);
    expect(await sizeAfter(500)).toBeLessThan(0.6 * whole);
    await writer.close();
  } finally {
    await rm(folder, { recursive: true });
  }
});
