import type { Product } from "../src/domain/product.ts";
import type { Random } from "../src/simulation/random.ts";
import { attributesOf, shuffled, wordsOf } from "./descriptions-writer.ts";

/** A sentence that the product's data do not bear out; null when this kind does not fit the product. */
export interface Lie {
  readonly kind: string;
  write(product: Product, random: Random, other: Product): string | null;
}

/** Sentences of one kind; in braces what makes each a lie, and keeps it from products whose data have it. */
export const lieOf = (kind: string, ...sentences: string[]): Lie => ({
  kind,
  write: (product, random) => {
    const said = JSON.stringify(product).toLowerCase();
    const unsaid = sentences.filter(
      (each) =>
        !/\{(\w[\w -]*)\}/
          .exec(each)?.[1]
          ?.split("|")
          .some((word) => said.includes(word)),
    );
    return unsaid.length === 0 ? null : random.pick(unsaid).replaceAll(/[{}]/g, "");
  },
});

export const lies: readonly Lie[] = [
  lieOf(
    "number",
    "It lasts for {37} hours.",
    "It is {143} cm long.",
    "It weighs {6.35} kg.",
    "It has {19} pockets.",
    "It holds {2,750} ml.",
  ),
  {
    kind: "changed number",
    write(product, random) {
      const numbers = attributesOf(product).filter(({ value }) => /\d/.test(value));
      if (numbers.length === 0) return null;
      const { label, value } = random.pick(numbers);
      const changed = value.replace(/\d+/, (digits) => String(Number(digits) * 2 + 1));
      return JSON.stringify(product).includes(changed) ? null : `Its ${label} is ${changed}.`;
    },
  },
  {
    kind: "changed unit",
    write(product) {
      const found = attributesOf(product).map(({ label, value }) => ({ label, value: value.replace(/(\d) ?(kg|g|cm|mm|ml|l|w|gb)\b/i, (_, digit: string, unit: string) => `${digit} ${otherUnits[unit.toLowerCase()]!}`), before: value })); // prettier-ignore
      const changed = found.find(({ value, before }) => value !== before);
      return changed === undefined ? null : `Its ${changed.label} is ${changed.value}.`;
    },
  },
  {
    kind: "brand",
    write: (product, _, { brand }) =>
      brand === undefined || JSON.stringify(product).includes(brand) ? null : `It is made by ${brand}.`,
  },
  lieOf(
    "material",
    "It is made of {titanium}.",
    "The case is solid {walnut}.",
    "It is lined with {cashmere}.",
    "The handle is {brass}.",
    "It is cut from {suede}.",
  ),
  lieOf(
    "colour",
    "It comes in {magenta}.",
    "The finish is {turquoise}.",
    "It is {maroon} on both sides.",
    "A {coral} version is shown.",
  ),
  lieOf(
    "certificate",
    "It is {oeko-tex} certified.",
    "It carries the {fairtrade} label.",
    "It is {ce}-tested by {tüv}.",
    "It is {fsc} certified.",
    "It meets {en 71}.",
  ),
  lieOf(
    "claim",
    "It is {waterproof}.",
    "It is {dishwasher}-safe.",
    "It is {hypoallergenic}.",
    "It is {handmade}.",
    "It is {shatterproof}.",
    "It is {vegan}.",
  ),
  lieOf(
    "origin",
    "It is made in {italy}.",
    "It comes from {japan}.",
    "It is a product of {germany}.",
    "It was designed in {denmark}.",
  ),
  lieOf(
    "compatibility",
    "It works with {alexa}.",
    "It fits the {iphone} 15.",
    "It can be used with {dewalt} tools.",
    "It connects to {homekit}.",
  ),
  lieOf(
    "negation",
    "It is {free of} {bpa}.",
    "It comes without {fragrance}.",
    "It has no {seams}.",
    "It is made without {parabens}.",
  ),
  lieOf(
    "guarantee",
    "It comes with a two-year {guarantee}.",
    "It has a {lifetime warranty}.",
    "You can {return} it within {60} days.",
  ),
  lieOf(
    "quantity",
    "It comes as a {set of three}.",
    "A {second} one is included.",
    "It comes with {dozens} of parts.",
    "It includes {twin} parts.",
  ),
  lieOf(
    "praise",
    "It is the {best} in its category.",
    "It is {perfect} for you.",
    "It is of {high quality}.",
    "It is {award}-winning.",
    "It is {beautiful}.",
  ),
  lieOf(
    "price",
    "It is now {cheaper} than before.",
    "It costs only {4.99}.",
    "It is {half} the {price} of others.",
    "{delivery} is {gratis}.",
  ),
  lieOf(
    "health",
    "It relieves {pain}.",
    "It is good for your {back}.",
    "It {cures} colds.",
    "It helps you {sleep}.",
    "It is {antibacterial}.",
  ),
  {
    kind: "what it is not",
    write(product) {
      const not = Object.entries(product.attributes ?? {}).find(([, [value]]) => value === "no" || value === false);
      return not === undefined ? null : `It has ${not[0].replaceAll("_", " ")}.`;
    },
  },
  {
    kind: "mixed up",
    write(product, random) {
      const said = attributesOf(product).filter(({ label }) => label !== "yes");
      const [a, b] = shuffled(said, random);
      if (a === undefined || b === undefined) return null;
      // A number is a number of what it is said of; two that say the same are no lie.
      if (a.value === b.value || wordsOf(product).title.toLowerCase().includes(a.value.toLowerCase())) return null;
      return `Its ${b.label} is ${a.value}.`;
    },
  },
  {
    kind: "what it is for",
    write(product) {
      const [, thing] = / for ([A-Za-z ]{4,30}?)(?:,| in | \(| –|$)/u.exec(product.title) ?? [];
      return thing === undefined ? null : `It comes with ${thing}.`;
    },
  },
  {
    kind: "more than",
    write(product, random) {
      const numbers = attributesOf(product).filter(({ value }) => /^\d+$/.test(value));
      if (numbers.length === 0) return null;
      const { label, value } = random.pick(numbers);
      return `Its ${label} is ${random.pick(["more than", "over", "up to", "at least", "about"])} ${value}.`;
    },
  },
  {
    kind: "brand's words",
    write(product) {
      const words = (product.brand ?? "").split(/\W+/u).map((word) => word.toLowerCase());
      const word = words.find((each) => "slate cotton oak ash brass silver rose sage stone copper ivory walnut saffron".split(" ").includes(each)); // prettier-ignore
      const said = JSON.stringify([
        product.attributes,
        product.title.replaceAll(product.brand ?? "", ""),
      ]).toLowerCase();
      return word === undefined || said.includes(word) ? null : `It is made of ${word}.`;
    },
  },
  lieOf(
    "use",
    "It is meant for {camping}.",
    "It is suited for {toddlers}.",
    "It can be used {outdoors}.",
    "You can use it under {water}.",
  ),
  lieOf(
    "markup",
    "<b>{Buy}</b> it here.",
    "See http://{shop}.example/x for more.",
    "Write to {a@b.example}.",
    "**{Offer}** it is.",
    "[Here]({link}) it is.",
  ),
];

const otherUnits: Readonly<Record<string, string>> = {
  ...{ kg: "g", g: "kg", cm: "mm", mm: "cm", ml: "l", l: "ml", w: "kw", gb: "tb" },
};
