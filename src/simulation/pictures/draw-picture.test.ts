import { SaxesParser } from "saxes";
import { colours } from "../colours.ts";
import { drawPicture } from "./draw-picture.ts";
import { pictureKinds } from "./kinds.ts";

const paints = Object.keys(colours).map((name) => name.replaceAll(" ", "-"));
const names = pictureKinds.flatMap((kind, k) =>
  [0, 1, 2, 3, 4].map(
    (i) =>
      `${kind}_${paints[(k + i * 7) % paints.length]!}_${paints[(k * 3 + i) % paints.length]!}_${(k * 31 + i * 977).toString(36)}`,
  ),
);

describe("drawPicture", () => {
  test.each(pictureKinds)("draws a %s as well-formed XML of at most 3.5 kB, without scripts or references", (kind) => {
    for (const name of names.filter((candidate) => candidate.startsWith(`${kind}_`))) {
      const svg = drawPicture(name)!;
      const elements: string[] = [];
      const parser = new SaxesParser();
      parser.on("error", (error) => {
        throw error;
      });
      parser.on("opentag", (tag) => elements.push(tag.name, ...Object.keys(tag.attributes)));
      parser.write(svg).close();
      expect(elements.length).toBeGreaterThan(20);
      expect(elements).not.toEqual(expect.arrayContaining(["script"]));
      expect(elements.filter((element) => /^on|href$|^style$|^foreignObject$/.test(element))).toEqual([]);
      expect(svg).not.toMatch(/NaN|undefined|Infinity/);
      expect(Buffer.byteLength(svg)).toBeLessThanOrEqual(3584);
    }
  });

  test("the same name is the same picture, and another seed another one", () => {
    expect(drawPicture("lamp-table_sage_brown_1f")).toBe(drawPicture("lamp-table_sage_brown_1f"));
    expect(drawPicture("lamp-table_sage_brown_1f")).not.toBe(drawPicture("lamp-table_sage_brown_1g"));
  });

  test("the colour is painted", () => {
    expect(drawPicture("sofa_navy_brown_1")).not.toBe(drawPicture("sofa_sage_brown_1"));
  });

  test.each([
    "",
    "sofa",
    "sofa_navy_brown",
    "sofa_navy_brown_",
    "unicorn_navy_brown_1",
    "sofa_invisible_brown_1",
    "__proto___navy_brown_1",
    "constructor_navy_brown_1",
    "sofa_constructor_brown_1",
    "../../etc/passwd",
    'sofa_navy_brown_1"onload="x',
    "sofa_navy_brown_1\n",
    "SOFA_navy_brown_1",
    "sofa_navy_brown_12345678",
    "s".repeat(60),
  ])("there is no picture named %j", (name) => {
    expect(drawPicture(name)).toBeNull();
  });
});
