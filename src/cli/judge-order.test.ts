import type { JudgedQuery } from "./icecat.ts";
import { gain, isTelling, judgeOrder } from "./judge-order.ts";
import { tune } from "./tune-weights.ts";

const query = (text: string, grades: Record<string, number>): JudgedQuery => ({
  text,
  grades: new Map(Object.entries(grades)),
});
const queries = [query("a", { x: 3, y: 0 }), query("b", { x: 0, z: 1 })];

describe("judging an order", () => {
  it("counts what nobody judged as wrong in one measure and leaves it out in the other", async () => {
    const judged = await judgeOrder(() => Promise.resolve(["new", "x", "z"]), queries);
    expect(judged.unjudgedWrong).toEqual([1 / Math.log2(3), 1 / Math.log2(4)]);
    expect(judged.unjudgedRemoved).toEqual([1, 1 / Math.log2(3)]);
    expect(judged.recall).toEqual([1, 1]);
  });

  it("gives nothing for what was not found", async () => {
    const judged = await judgeOrder(() => Promise.resolve([]), queries);
    expect(judged).toEqual({ unjudgedWrong: [0, 0], unjudgedRemoved: [0, 0], recall: [0, 0] });
  });

  it("takes gains query by query", async () => {
    const ours = await judgeOrder(() => Promise.resolve(["x", "z"]), queries);
    const theirs = await judgeOrder(() => Promise.resolve(["y", "x"]), queries);
    expect(gain(ours, theirs).unjudgedRemoved).toEqual([1 - 1 / Math.log2(3), 1 / Math.log2(3)]);
  });

  it("leaves out queries that nothing is right for", () => {
    expect(isTelling(query("c", { x: 0 }))).toBe(false);
    expect(isTelling(query("c", { x: 0, y: 1 }))).toBe(true);
  });
});

describe("tuning weights", () => {
  it("climbs to better ones and stops where nothing helps", async () => {
    const judge = ({ title }: Readonly<Record<string, number>>) => {
      const value = 1 - Math.abs((title ?? 0) - 8) / 10;
      return Promise.resolve({ unjudgedWrong: [value], unjudgedRemoved: [value], recall: [0] });
    };
    const best = await tune({ title: 1, brand: 1 }, judge);
    expect(best["title"]).toBeGreaterThan(6.5);
    expect(best["title"]).toBeLessThan(9.5);
    expect(best["brand"]).toBe(1);
  });
});
