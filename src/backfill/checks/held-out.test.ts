import type { Product } from "../../domain/product.ts";
import { checkDescription } from "../check-description.ts";
import { readFactsSheet } from "../product-facts.ts";

const rules = { language: "english", shortest: 20, longest: 500 };

const findingsOf = (product: Product, text: string, language = "english"): readonly string[] =>
  checkDescription(text, readFactsSheet(product), { ...rules, language }).map(
    ({ check, text: part }) => `${check}: ${part}`,
  );

const printer: Product = {
  id: "p",
  title: "Hallo Jet laser printer A3",
  brand: "Hallo",
  attributes: {
    duplex_printing: ["no"],
    colour: [false],
    wireless_lan: ["not supported"],
    duplex_media_weight: ["up to 120"],
    print_speed_black_printing: [20],
    printing_colours: ["black"],
    lan: ["wired"],
    wireless_range: ["n/a"],
    operating_temperature: ["15 - 35"],
    paper_trays: [3],
    compatible_systems: ["OS X, System 7"],
    frequency: ["800 MHz FSB"],
  },
};

describe("what the data say that a product has not is not said of it, though its words stand elsewhere in the data", () => {
  it.each([
    ["The Hallo Jet laser printer has duplex printing.", "negation: duplex printing"],
    ["The Hallo Jet laser printer has printing in duplex.", "negation: printing in duplex"],
    ["The Hallo Jet laser printer comes in black and has colour.", "negation: colour"],
    ["The Hallo Jet is a laser printer with wireless LAN.", "negation: wireless LAN"],
  ])("%s", (text, expected) => {
    expect(findingsOf(printer, text)).toContain(expected);
  });

  it.each([
    "The Hallo Jet is a laser printer with a duplex media weight of up to 120.",
    "The Hallo Jet is a laser printer, and its printing colours are black.",
    "The Hallo Jet laser printer has 3 paper trays, and its LAN is wired.",
  ])("and what it has may be said: %s", (text) => {
    expect(findingsOf(printer, text)).toEqual([]);
  });

  it("German, and a title that says it all the same, included", () => {
    const kettle: Product = {
      id: "k",
      title: "Wasserkocher mit Warmhalten",
      attributes: { automatik: ["nein"], warmhalten: ["nein"], automatik_stufe: ["Stufe 2"] },
    };
    expect(findingsOf(kettle, "Der Wasserkocher hat Automatik.", "german")).toContain("negation: Automatik");
    expect(findingsOf(kettle, "Der Wasserkocher hat Warmhalten.", "german")).toEqual([]);
  });
});

it("numbers that are said together, a range or so many times something, stand together in the data in this order", () => {
  expect(findingsOf(printer, "The Hallo Jet has an operating temperature of 15 - 35.")).toEqual([]);
  expect(findingsOf(printer, "The Hallo Jet has an operating temperature of 15 to 35.")).toEqual([]);
  expect(findingsOf(printer, "The Hallo Jet has an operating temperature of 35 - 35.")).toEqual(["number: 35 … 35"]);
  expect(findingsOf(printer, "The Hallo Jet has an operating temperature of 35–15.")).toEqual(["number: 35 … 15"]);
  expect(findingsOf(printer, "The Hallo Jet laser printer comes with 7 x 3.")).toContain("number: 7 … 3");
});

it("a material or a colour is said to its end, and a unit with its number, when an attribute is named", () => {
  const table: Product = {
    id: "t",
    title: "Plainly Bergen dining table",
    brand: "Plainly",
    attributes: { colour: ["white"], material: ["white lacquer"], parts: ["oak, steel"], motor: ["800 MHz FSB"] },
  };
  const found = (text: string) => findingsOf(table, `The Plainly Bergen is a dining table. ${text}`);
  expect(found("Its material is white lacquer.")).toEqual([]);
  expect(found("Its material is lacquer.")).toEqual([]);
  expect(found("Its parts are oak and steel.")).toEqual([]);
  expect(found("Its material is white.")).toEqual(["mixed_up: white"]);
  expect(found("It comes with white as its material.")).toEqual(["mixed_up: white"]);
  expect(found("For the material, the data give white.")).toEqual(["mixed_up: white"]);
  expect(found("Its motor is MHz.")).toEqual(["mixed_up: MHz"]);
});

it("a toner that is compatible with a colour printer has no colour by that, and comes with no printer", () => {
  const toner: Product = {
    id: "x",
    title: "Acme black toner. Compatible with Hallo Colour Jet printer",
    attributes: { colour: ["no"], printing_colours: ["black"], weight_kg: [12], duplex_system: ["full"] },
  };
  expect(findingsOf(toner, "The Acme toner is compatible with the Hallo Colour Jet printer.")).toEqual([]);
  expect(findingsOf(toner, "The Acme toner is an item. It has colour.")).toEqual(["negation: colour"]);
  expect(findingsOf(toner, "The Acme toner comes with a printer.")).toEqual(["mixed_up: printer"]);
});

it("a fraction is less than its digits: ½ is neither 12 nor 1 and 2", () => {
  const bottle: Product = {
    id: "f",
    title: "Acme bottle 2½ litre",
    attributes: { depth: [12], layers: [1], lids: [2], duplex_system: ["full"] },
  };
  expect(findingsOf(bottle, "The Acme bottle is a bottle of 2.5 litre.")).toEqual([]);
  expect(findingsOf(bottle, "The Acme bottle is made by Acme. It is ½ full.")).toContain("number: ½");
  expect(findingsOf(bottle, "The Acme bottle is made by Acme. It is 1/2 full.")).toContain("number: 1 … 2");
});

it("a number of one attribute's name is not what another one is that begins with the same word", () => {
  const cable: Product = {
    id: "a",
    title: "Acme stereo cable",
    attributes: { connector_2: ["jack"], connector_gender: ["male"], length_m: [3] },
  };
  expect(findingsOf(cable, "The Acme stereo cable is an item, and its connector gender is male.")).toEqual([]);
  expect(findingsOf(cable, "The Acme stereo cable is an item, and its connector 2 is jack.")).toEqual([]);
  expect(findingsOf(cable, "The Acme stereo cable is an item, and its connector gender is 2.")).toEqual([
    "mixed_up: 2",
  ]);
});

it("what goes on with a value, or comes after a dash, is this attribute's, too", () => {
  const cartridge: Product = {
    id: "c",
    title: "Hallo ink cartridge",
    brand: "Hallo",
    attributes: {
      printer_brand: ["Dell"],
      fits: ["Dell 725"],
      printing_colours: ["matte black"],
      line: ["- Stylus"],
      form: ["half-line/half-brand"],
    },
  };
  const found = (text: string) => findingsOf(cartridge, `The Hallo ink cartridge is an item. ${text}`);
  expect(found("Its printer brand is Dell.")).toEqual([]);
  expect(found("Its printer brand is Dell and it fits Dell 725.")).toEqual([]);
  expect(found("Its printer brand is Dell 725.")).toContain("mixed_up: 725");
  expect(found("Its line is - Stylus.")).toEqual([]);
  expect(found("Its form is half-line/half-brand.")).toEqual([]);
  expect(found("Its printing colours are - Stylus.")).toEqual(["mixed_up: Stylus"]);
});

it("what a product belongs to is its category, not what an attribute of it is called", () => {
  const trainers: Product = {
    id: "s",
    title: "Aldous Otter trainers, tan",
    brand: "Aldous",
    categories: ["Shoes > Trainers > Everyday trainers"],
    attributes: { colour: ["tan"], fastening: ["lace-up"], line: ["court"] },
  };
  const found = (text: string) => findingsOf(trainers, `The Aldous Otter trainers come in tan. ${text}`);
  expect(found("They belong to everyday trainers.")).toEqual([]);
  expect(found("They belong to the line court.")).toEqual([]);
  expect(found("Their fastening is lace-up.")).toEqual([]);
  expect(found("They belong to lace-ups.")).toEqual(["mixed_up: lace"]);
  expect(found("You can find them under lace-ups.")).toContain("mixed_up: lace");
  expect(found("This product is from the category court.")).toEqual(["mixed_up: court"]);
});
