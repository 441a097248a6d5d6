import type { KeptAnswer } from "../ports/answer-store.ts";
import { createErasedBytes } from "./erased-bytes.ts";

const open = (clears: readonly (string | null)[] = []) => {
  const kept = new Map<string, KeptAnswer>();
  const store = {
    find: (key: string) => Promise.resolve(kept.get(key) ?? null),
    keep: (answer: KeptAnswer) => Promise.resolve(void kept.set(answer.key, answer)),
  };
  let done = 0;
  const clearDisks = clears.map((says) => () => {
    done += 1;
    return Promise.resolve(says);
  });
  return { bytes: createErasedBytes({ store, clearDisks, now: () => 0 }), done: () => done };
};
const patience = new AbortController().signal;

it("is pending from an erasure until every disk has been cleared", async () => {
  const { bytes, done } = open([null, null]);
  expect(await bytes.pending()).toBeNull();
  await bytes.note();
  expect(await bytes.clear((await bytes.pending())!, patience)).toEqual([]);
  expect([done(), await bytes.pending()]).toEqual([2, null]);
});

it("stays pending while a disk keeps something, and tells what", async () => {
  const { bytes } = open([null, "The database has 812 MB."]);
  await bytes.note();
  const pending = await bytes.pending();
  expect(await bytes.clear(pending!, patience)).toEqual(["The database has 812 MB."]);
  expect(await bytes.pending()).toBe(pending);
});

it("does not take for cleared what was erased while disks were being cleared", async () => {
  const { bytes } = open([null]);
  await bytes.note();
  const pending = await bytes.pending();
  await bytes.note();
  await bytes.clear(pending!, patience);
  expect(await bytes.pending()).not.toBeNull();
});
