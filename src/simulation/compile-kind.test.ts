import { compileKind } from "./compile-kind.ts";
import type { Department, Kind } from "./department.ts";

const kind: Kind = {
  noun: "table lamp",
  path: "Indoor > Table lamps",
  draw: "lamp-table",
  price: [10, 100],
  facts: { height_cm: "30..40/5", material: "ceramic|solid oak=oak", dimmable: "yes|no", fitting: "E27|B22" },
  colours: "sage|white",
  title: ["{brand} {material} lamp"],
  open: ["?dimmable: Dims."],
  say: ["?material!=ceramic: Wood."],
};
const department: Department = {
  name: "Lighting",
  brands: "A|B",
  lines: "L",
  model: "A9",
  close: ["Done."],
  kinds: [kind],
};

describe("compileKind", () => {
  it("reads ranges as numbers, yes and no as booleans, words in lower case, and the colours that words bring", () => {
    const { facts, code, category } = compileKind(department, kind);
    expect(facts.map(({ values }) => values)).toEqual([
      [30, 35, 40],
      ["ceramic", "solid oak"],
      [true, false],
      ["e27", "b22"],
    ]);
    expect(facts[1]).toMatchObject({ texts: ["ceramic", "solid oak"], colours: [null, "oak"] });
    expect(facts[3]!.texts).toEqual(["E27", "B22"]);
    expect([code, category]).toEqual(["TLA", "Lighting > Indoor > Table lamps"]);
  });

  it.each<[string, Partial<Kind>, string]>([
    ["a slot", { say: ["{widht}"] }, 'There is no "widht" for: {widht}'],
    ["a condition", { open: ["?widht: x"] }, 'There is no "widht" for: ?widht: x'],
    ["a colour", { colours: "sage|mauve" }, '"mauve" is none of'],
    ["a fact to follow", { follows: { height_cm: "fitting" } }, '"height_cm" follows "fitting"'],
    ["a size", { sizes: "S|M", sizesFor: { men: "L" } }, '"L" is none of its sizes'],
  ])("says which kind has %s that is not there", (_, slip, message) => {
    expect(() => compileKind(department, { ...kind, ...slip })).toThrow(`Lighting, table lamp: ${message}`);
  });
});
