import type { EventStore } from "../../ports/event-store.ts";
import type { Connection } from "./client.ts";
import { forgetting } from "./forgetting.ts";

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
