import { recall } from "./recall.ts";

describe("recall", () => {
  it("is the share of the relevant among the first k", () =>
    expect(recall(["a", "b", "c", "d"], new Set(["a", "c", "d", "x"]), 3)).toBe(0.5));

  it("counts nothing twice", () => expect(recall(["a", "a"], new Set(["a", "b"]), 2)).toBe(0.5));

  it("is null when nothing is relevant", () => expect(recall(["a"], new Set(), 3)).toBeNull());
});
