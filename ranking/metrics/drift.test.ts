import { drift } from "./drift.ts";
import { kendallTau } from "./kendall.ts";
import { randomScores } from "./random-order.ts";

describe("drift", () => {
  const before = Float32Array.from(randomScores(2000, 1));
  it("is next to nothing for values of the same kind", () => {
    const [same] = drift(before, Float32Array.from(randomScores(2000, 2)), ["x"]);
    expect(same!.psi).toBeLessThan(0.05);
    expect(same!.ks).toBeLessThan(0.08);
  });

  it("shows values that moved, and values that went missing", () => {
    const [moved] = drift(
      before,
      before.map((value) => value + 0.4),
      ["x"],
    );
    expect(moved!.psi).toBeGreaterThan(0.25);
    expect(moved!.ks).toBeCloseTo(0.4, 1);
    const [missing] = drift(
      before,
      before.map((value, i) => (i % 2 === 0 ? NaN : value)),
      ["x"],
    );
    expect(missing).toMatchObject({ missingBefore: 0, missingNow: 0.5 });
    expect(missing!.psi).toBeGreaterThan(0.25);
  });

  it("looks at each column alone, and takes a column of one value as it is", () => {
    const rows = Float32Array.of(0, 1, 0, 2, 0, 3, 0, 4);
    const [constant, other] = drift(rows, rows, ["a", "b"]);
    expect(constant).toEqual({ feature: "a", psi: 0, ks: 0, missingBefore: 0, missingNow: 0 });
    expect(other!.psi).toBe(0);
  });

  it("says nothing of a column that was never known", () => {
    const unknown = new Float32Array(4).fill(NaN);
    expect(drift(unknown, unknown, ["a"])[0]).toMatchObject({ psi: 0, ks: 0, missingNow: 1 });
  });
});

describe("Kendall's tau", () => {
  it("is 1 for the same order, -1 for the reverse, 0 when one says nothing", () => {
    expect(kendallTau([1, 2, 3], [10, 20, 30])).toBe(1);
    expect(kendallTau([1, 2, 3], [3, 2, 1])).toBe(-1);
    expect(kendallTau([1, 2, 3], [5, 5, 5])).toBe(0);
  });
});
