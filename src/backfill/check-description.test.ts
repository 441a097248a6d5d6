import fc from "fast-check";
import type { Product } from "../domain/product.ts";
import { checkDescription } from "./check-description.ts";
import { readFactsSheet } from "./product-facts.ts";

const rules = { language: "english", shortest: 20, longest: 500 };

const laptop: Product = {
  id: "l",
  title: "Hallo Fold 14-inch laptop, 16 GB RAM, 512 GB SSD – silver",
  brand: "Hallo",
  categories: ["Computers > Laptops"],
  attributes: {
    colour: ["silver"],
    screen_size_inch: [14],
    weight_kg: [1.4],
    case: ["aluminium"],
    touch_screen: ["no"],
    fingerprint_reader: [true],
  },
};

const jacket: Product = {
  id: "j",
  title: "Fellside faux leather jacket, black",
  brand: "Fellside",
  categories: ["Clothing > Coats & Leather"],
  attributes: { colour: ["black"], material: ["polyester"], lining_colour: ["red"], sleeve: ["long"], collar: ["stand-up"], zip: ["brass"], waterproof: ["no"] }, // prettier-ignore
};

const checksOf = (text: string, product: Product = laptop): readonly string[] =>
  checkDescription(text, readFactsSheet(product), rules).map(({ check, text: part }) => `${check}:${part}`);

describe("lets through what the product's data say", () => {
  it.each<[string, Product]>([
    ["The Hallo Fold laptop has a 14-inch screen, 16 GB RAM and a 512 GB SSD.", laptop],
    ["The laptop by Hallo has a weight of 1.4 kg and comes in silver.", laptop],
    ["This Hallo laptop has a fingerprint reader and a case of aluminium.", laptop],
    ["The Fellside jacket is made of polyester and comes in black.", jacket],
    ["This jacket is made of faux leather, with long sleeves.", jacket],
    ["The jacket comes in black with a lining in red.", jacket],
  ])("%s", (text, product) => {
    expect(checksOf(text, product)).toEqual([]);
  });
});

describe("holds back what they do not say", () => {
  it.each<[string, string, Product?]>([
    ["number:15", "The Hallo laptop has a 15-inch screen and comes in silver."],
    ["number:512", "The Hallo laptop has 512 GB RAM and comes in silver."],
    ["number:14", "The Hallo laptop weighs 14 kg and comes in silver."],
    ["word:Dell", "The laptop by Dell comes in silver with a screen of 14 inch."],
    ["word:titanium", "The Hallo laptop has a case of titanium and a screen of 14 inch."],
    ["word:gold", "The Hallo laptop comes in gold with a screen of 14 inch."],
    ["word:certified", "The Hallo laptop is certified and comes in silver."],
    ["word:touch", "The Hallo laptop has a touch screen of 14 inch."],
    ["word:best", "The Hallo laptop is the best of its category."],
    ["negation:without", "The Hallo laptop comes without fingerprint reader."],
    ["word:waterproof", "The black Fellside jacket is waterproof and has long sleeves.", jacket],
    ["material:leather", "The Fellside jacket is made of leather and comes in black.", jacket],
    ["mixed_up:long", "The Fellside jacket has a long collar and comes in black.", jacket],
    ["colour:red", "The Fellside jacket comes in red with a long sleeve.", jacket],
    ["colour:red", "The colour of the Fellside jacket is red.", jacket],
    ["material:brass", "The Fellside jacket is made of brass and comes in black.", jacket],
  ])("%s", (expected, text, product = laptop) => {
    expect(checksOf(text, product)).toContain(expected);
  });
});

it("tells what a product is for from what it is, what a brand is called from what it is made of", () => {
  const bag: Product = {
    id: "b",
    title: "Saffron & Slate bag for 14-inch laptop, grey",
    brand: "Saffron & Slate",
    categories: ["Bags > Organic & recycled bags"],
    attributes: { colour: ["grey"], pockets: [4] },
  };
  expect(checksOf("The grey bag by Saffron & Slate is for a 14-inch laptop and has 4 pockets.", bag)).toEqual([]);
  expect(checksOf("The grey bag by Saffron & Slate comes with a laptop.", bag)).toEqual(["mixed_up:laptop"]);
  expect(checksOf("The grey bag by Saffron & Slate is made of slate.", bag)).toContain("material:slate");
  expect(checksOf("The grey bag by Saffron & Slate is recycled.", bag)).toEqual(["mixed_up:recycled"]);
  expect(checksOf("The grey bag by Saffron & Slate has over 4 pockets.", bag)).toEqual(["number:4"]);
  expect(checksOf("The grey bag by Saffron & Slate is a used product.", bag)).toEqual(["word:used"]);
});

it("knows what is written with the same letters for another word", () => {
  const product: Product = { id: "o", title: "Desk organizer with glasses tray", attributes: { colour: ["grey"] } };
  expect(checksOf("The organizer is organic and comes in grey.", product)).toContain("word:organic");
  expect(checksOf("The grey organizer has a tray of glass.", product)).toContain("material:glass");
});

describe("holds back what is no description", () => {
  const whole = "The Hallo laptop comes in silver";
  it.each([
    ["markup", `${whole} <b>now</b>.`],
    ["markup", `${whole} <script>alert(1)</script>.`],
    ["markup", `${whole}&nbsp;.`],
    ["markup", `${whole}, see https://hallo.example/x.`],
    ["markup", `${whole}, see www.hallo.com.`],
    ["markup", `${whole}, see hallo.shop.`],
    ["markup", `${whole}, from a@hallo.example.`],
    ["markup", `**${whole}**.`],
    ["markup", `${whole}\u202e.`],
    ["markup", `${whole} 😀.`],
    ["markup", `${whole}!`],
    ["length", "Laptop."],
    ["length", `${whole} with`],
    ["length", `${whole}. `.repeat(30).trim()],
    ["repeated", `${whole}. ${whole}.`],
    ["repeated", "The Hallo laptop laptop comes in silver."],
    ["language", "Der Laptop von Hallo ist in silver und mit dem Fold für den Kunden zu haben."],
    ["language", "Ноутбук Hallo Fold с экраном и памятью для дома."],
  ])("%s: %s", (expected, text) => {
    expect(checksOf(text).map((each) => each.split(":")[0])).toContain(expected);
  });
});

it("tells what an attribute is from what stands elsewhere in the data, the title and the brand included", () => {
  const bed: Product = {
    id: "b",
    title: "Bowl & Basket Otter dog bed, stone",
    brand: "Bowl & Basket",
    categories: ["Pets > Dogs > Beds"],
    attributes: { type: ["nest"], pet: ["dog"], size: ["large"], washable: ["yes"] },
  };
  const found = (text: string) => checkDescription(text, readFactsSheet(bed), rules).map(({ text: part }) => part);
  expect(found("The dog bed by Bowl & Basket is a nest, and its type is nest.")).toEqual([]);
  expect(found("The washable dog bed by Bowl & Basket comes with large as its size.")).toEqual([]);
  expect(found("The bed by Bowl & Basket is for a dog, and its type is dog.")).toEqual(["dog"]);
  expect(found("The bed by Bowl & Basket comes with dog as its size.")).toEqual(["dog"]);
  expect(found("The dog bed by Bowl & Basket belongs to bowls.")).toEqual(["bowls"]);
  expect(found("The dog bed by Bowl & Basket comes with both of them.")).toEqual(["both"]);
});

it("writes German by German's small words and endings", () => {
  const product: Product = {
    id: "d",
    title: "Kaffeetasse aus Keramik, blau, 300 ml",
    brand: "Töpferei Süd",
    attributes: { farbe: ["blau"], material: ["Keramik"] },
  };
  const german = { ...rules, language: "german" };
  const check = (text: string) => checkDescription(text, readFactsSheet(product), german).map(({ text: part }) => part);
  expect(check("Die blaue Kaffeetasse von Töpferei Süd ist aus Keramik und fasst 300 ml.")).toEqual(["fasst"]);
  expect(check("Diese Kaffeetassen sind aus Keramik gefertigt und in blau erhältlich.")).toEqual([]);
  expect(check("Die Kaffeetasse ist aus Porzellan und ohne Blei gefertigt.")).toEqual(["Porzellan", "ohne", "Blei"]);
});

it("lets no made-up word or number through, wherever it stands", () => {
  const sentence = "The Hallo Fold laptop has a case of aluminium and comes in silver";
  const words = sentence.split(" ");
  const said = new Set(
    JSON.stringify(laptop)
      .toLowerCase()
      .match(/[a-z0-9.]+/g),
  );
  const made = fc.oneof(
    fc.stringMatching(/^[b-z]{5,12}$/).filter((word) => !/^(?:which|where|there|their|these|those|under|using|would|could|other|about|being|while|whose|brand|model|piece|range|shown|means|needs|gives|parts?|named|known|listed|found|makes?|built|wants?|brings|keeps|serves?|stands?|states?|sizes?|colou?rs?|items?|types?|kinds?|looks?|chosen|falls|choose|thanks|designs?|within|through|during|having)$/u.test(word)), // prettier-ignore
    fc.integer({ min: 100, max: 99_999 }).map(String),
  );
  fc.assert(
    fc.property(made, fc.nat(words.length), (word, at) => {
      fc.pre(!said.has(word));
      const text = `${[...words.slice(0, at), word, ...words.slice(at)].join(" ")}.`;
      expect(checksOf(text).length).toBeGreaterThan(0);
    }),
    { numRuns: 300 },
  );
});
