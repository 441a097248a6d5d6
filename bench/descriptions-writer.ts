import type { Product } from "../src/domain/product.ts";
import type { Random } from "../src/simulation/random.ts";

/** What a careful model would write: only what the product's data say, in sentences of its own. */
export function writeHonestly(product: Product, random: Random): string {
  const sentences = [random.pick(openings)(wordsOf(product))];
  const facts = shuffled(attributesOf(product), random).slice(0, 2 + random.below(2));
  for (const { label, value } of facts) sentences.push(random.pick(label === "yes" ? plainly : valued)(label, value));
  if (random.chance(0.4)) sentences.push(random.pick(closings)(wordsOf(product)));
  return sentences.map((each) => each[0]!.toUpperCase() + each.slice(1)).join(" ");
}

export interface Words {
  readonly title: string;
  readonly brand: string;
  readonly leaf: string;
}

export const wordsOf = (product: Product): Words => ({
  title: product.title,
  brand: product.brand ?? "",
  leaf: (product.categories?.[0] ?? "").split(" > ").at(-1)!,
});

export interface SaidAttribute {
  readonly label: string;
  readonly value: string;
}

/** What the product is and has; what it is not says nothing. */
export const attributesOf = (product: Product): SaidAttribute[] =>
  Object.entries(product.attributes ?? {}).flatMap(([name, [value]]) => {
    if (value === undefined || value === false || value === "no") return [];
    const label = name.replaceAll("_", " ");
    return [value === true || value === "yes" ? { label: "yes", value: label } : { label, value: String(value) }];
  });

type Opening = (words: Words) => string;

const openings: readonly Opening[] = [
  ({ title, brand }) => (title.includes(brand) ? `The ${title}.` : `The ${title} by ${brand}.`),
  ({ title, leaf }) => `${title}, from the category ${leaf}.`,
  ({ title, brand }) => `${brand} offers the ${title}.`,
  ({ title, leaf }) => `This is the ${title}, found under ${leaf}.`,
  ({ title, brand }) => `${title}: an item made by ${brand}.`,
  ({ title }) => `With the ${title}, you have a product that is described here by its details.`,
  ({ title, leaf, brand }) => `The brand ${brand} has this product in its range of ${leaf}: ${title}.`,
];

const valued: readonly ((label: string, value: string) => string)[] = [
  (label, value) => `Its ${label} is ${value}.`,
  (label, value) => `The ${label} of this product is ${value}.`,
  (label, value) => `It has the ${label} ${value}.`,
  (label, value) => `It comes with ${value} as its ${label}.`,
  (label, value) => `The ${label} is listed as ${value}.`,
  (label, value) => `For the ${label}, the data give ${value}.`,
];

const plainly: readonly ((label: string, value: string) => string)[] = [
  (_, value) => `It has this property: ${value}.`,
  (_, value) => `It is listed with ${value}.`,
];

const closings: readonly Opening[] = [
  ({ leaf }) => `It belongs to ${leaf}.`,
  ({ brand }) => `The maker is ${brand}.`,
  ({ leaf, brand }) => `You can find it at ${brand} under ${leaf}.`,
];

/** All that a product says, in small letters, as it says it: not as JSON writes quotes and ends of lines. */
export const saidBy = (product: Product): string =>
  JSON.stringify(product)
    .toLowerCase()
    .replaceAll("\\n", "\n")
    .replaceAll(/\\(["\\])/gu, "$1");

export function shuffled<T>(values: readonly T[], random: Random): T[] {
  const left = [...values];
  return values.map(() => left.splice(random.below(left.length), 1)[0]!);
}
