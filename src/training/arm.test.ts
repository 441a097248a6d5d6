import { armOf } from "./arm.ts";

const shoppers = Array.from({ length: 20_000 }, (_, i) => `shopper-${i}`);
const shareOf = (share: number, salt?: string) =>
  shoppers.filter((shopper) => armOf(shopper, share, salt) === "challenger").length / shoppers.length;

describe("the arm of a shopper", () => {
  it("is the challenger's for about the share asked for", () => {
    for (const share of [0.01, 0.1, 0.5]) expect(Math.abs(shareOf(share) - share)).toBeLessThan(0.01);
    expect(shareOf(0)).toBe(0);
    expect(shareOf(1)).toBe(1);
  });

  it("stays the same, and stays the challenger's when the share grows", () => {
    for (const shopper of shoppers.slice(0, 2000)) {
      expect(armOf(shopper, 0.1, "m-1")).toBe(armOf(shopper, 0.1, "m-1"));
      if (armOf(shopper, 0.1, "m-1") === "challenger") expect(armOf(shopper, 0.3, "m-1")).toBe("challenger");
    }
  });

  it("draws other shoppers for another canary", () => {
    const both = shoppers.filter(
      (one) => armOf(one, 0.1, "m-1") === "challenger" && armOf(one, 0.1, "m-2") === "challenger",
    );
    expect(both.length / shoppers.length).toBeLessThan(0.02);
  });

  it("is the champion's for who is not known", () => expect(armOf(null, 1)).toBe("champion"));
});
