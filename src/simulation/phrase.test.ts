import { parsePhrase, renderPhrase } from "./phrase.ts";
import { createRandom } from "./random.ts";

const render = (source: string, values: Record<string, string> = {}, seed = 1) =>
  renderPhrase(parsePhrase(source), values, createRandom(seed));

describe("phrases", () => {
  it("fill slots, with the article the sound asks for", () => {
    expect(render("{a x} lamp", { x: "oak" })).toBe("an oak lamp");
    expect(render("{a x} lamp", { x: "walnut" })).toBe("a walnut lamp");
    expect(render("{a x} speaker", { x: "8" })).toBe("an 8 speaker");
    expect(render("{a x} hub", { x: "USB-C" })).toBe("a USB-C hub");
    expect(render("{a x} bulb", { x: "LED" })).toBe("an LED bulb");
    expect(render("{x} lamp", { x: "oak" })).toBe("oak lamp");
  });

  it("choose among choices, nested and empty ones too", () => {
    const seen = new Set(Array.from({ length: 60 }, (_, seed) => render("[a|b [c|d]|]!", {}, seed)));
    expect(seen).toEqual(new Set(["a!", "b c!", "b d!", "!"]));
  });

  it("refuse brackets that do not match and slots without a value", () => {
    expect(() => parsePhrase("[a|b")).toThrow(/Unclosed "\["/);
    expect(() => parsePhrase("a]")).toThrow(/Stray "\]"/);
    expect(() => parsePhrase("{a")).toThrow(/Unclosed "\{"/);
    expect(() => render("{missing}")).toThrow("No value for {missing}");
  });
});
