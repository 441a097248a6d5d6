import type { Impression } from "../domain/impression.ts";
import { searchShown } from "../ports/behaviour-builders.contract.ts";
import { createImpressionWriter } from "./impression-writer.ts";

const slowStore = () => {
  const written: (readonly Impression[])[] = [];
  let release: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (release = resolve));
  const appendImpressions = async (impressions: readonly Impression[]) => {
    await gate;
    written.push(impressions);
  };
  return { written, release, store: { appendImpressions } };
};

it("writes what gathers together, and before it is closed", async () => {
  const { written, release, store } = slowStore();
  release();
  const dropped: number[] = [];
  {
    await using writer = createImpressionWriter({ store, onDropped: (count) => dropped.push(count), everyMs: 60_000 });
    for (let i = 0; i < 600; i++) writer.record(searchShown(`q${i}`));
    expect(written).toEqual([]);
  }
  expect(written.map(({ length }) => length)).toEqual([500, 100]);
  expect(dropped).toEqual([]);
});

it("samples when the store lags, holds no more than it may, and says how many are missing", async () => {
  const { written, release, store } = slowStore();
  let dropped = 0;
  const random = () => 0.5;
  const writer = createImpressionWriter({ store, random, onDropped: () => dropped++, everyMs: 0, most: 100 });
  for (let i = 0; i < 1000; i++) writer.record(searchShown(`q${i}`));
  expect(dropped).toBe(924);
  release();
  await writer.flush();
  expect(written.flat()).toHaveLength(76);
  writer.record(searchShown("later"));
  await writer[Symbol.asyncDispose]();
  expect(written.flat()).toHaveLength(77);
});

it("goes on when the store fails, and says what was lost", async () => {
  let fails = true;
  const written: Impression[] = [];
  const appendImpressions = (impressions: readonly Impression[]) => {
    if (fails) return Promise.reject(new Error("full"));
    written.push(...impressions);
    return Promise.resolve();
  };
  const lost: [number, string][] = [];
  const writer = createImpressionWriter({
    store: { appendImpressions },
    onDropped: (count, why) => lost.push([count, why]),
  });
  writer.record(searchShown("q1"));
  writer.record(searchShown("q2"));
  await writer.flush();
  fails = false;
  writer.record(searchShown("q3"));
  await writer[Symbol.asyncDispose]();
  expect(lost).toEqual([[2, "failed"]]);
  expect(written.map(({ queryId }) => queryId)).toEqual(["q3"]);
});

it("remembers a search's pages before they are written, until its shopper is forgotten", async () => {
  const { store, release } = slowStore();
  release();
  await using writer = createImpressionWriter({ store, onDropped: () => undefined, everyMs: 60_000 });
  writer.record(searchShown("q1"));
  writer.record(searchShown("q1", { page: 2 }));
  expect(writer.recent("shop", "q1").map(({ page }) => page)).toEqual([1, 2]);
  expect(writer.recent("books", "q1")).toEqual([]);
  writer.forget("u1");
  expect(writer.recent("shop", "q1")).toEqual([]);
});
