import { chooseFacts, draftTexts, type Draft } from "./choose-facts.ts";
import { isColour, type Colour } from "./colours.ts";
import type { CompiledKind } from "./compile-kind.ts";
import { colourCode, gtin13, letters } from "./identifiers.ts";
import { chooseReception } from "./reception.ts";
import { listPrice, priceAt } from "./price.ts";
import { createRandom, mixSeeds, type Random } from "./random.ts";
import { chooseSeller } from "./sellers.ts";
import { chooseTitle, misspell, writeDescription, writeTitle } from "./word-listing.ts";
import type { AttributeValue, Product } from "../domain/product.ts";

/** A group takes so many numbers for its variants' GTINs; more variants than that cannot be. */
const numbersAGroup = 64;

export interface GroupPlace {
  readonly seed: number;
  /** Which group of the catalogue, from 0. */
  readonly group: number;
  readonly nowMs: number;
}

/** One product with all its variants, decided by its place alone. */
export function writeGroup(kind: CompiledKind, place: GroupPlace): Product[] {
  const random = createRandom(mixSeeds(place.seed, place.group, 1));
  const draft = chooseFacts(kind, random);
  const texts = draftTexts(draft);
  const habit = random.next();
  const reception = chooseReception(place.nowMs, random);
  const common = {
    id: `d${place.seed}-${String(place.group).padStart(5, "0")}`,
    texts,
    habit,
    reception,
    discount: random.below(4_294_967_296),
    title: chooseTitle(kind, texts, random),
    titleSeed: random.below(4_294_967_296),
    described: !random.chance(0.15),
    descriptionSeed: random.below(4_294_967_296),
    namesColour: random.chance(0.55),
    attributes: factAttributes(draft, random),
    accent: accentOf(draft, random),
    picture: random.below(46_656).toString(36),
    seller: chooseSeller(random),
  };
  return variantsOf(draft).map((variant, number, all) =>
    writeVariant(draft, common, { ...variant, number, of: all.length }, place, random),
  );
}

interface Common {
  readonly id: string;
  readonly texts: Readonly<Record<string, string>>;
  readonly habit: number;
  readonly reception: ReturnType<typeof chooseReception>;
  readonly discount: number;
  readonly title: ReturnType<typeof chooseTitle>;
  readonly titleSeed: number;
  readonly described: boolean;
  readonly descriptionSeed: number;
  readonly namesColour: boolean;
  readonly attributes: Readonly<Record<string, readonly AttributeValue[]>>;
  readonly accent: string;
  readonly picture: string;
  readonly seller: string;
}

interface Variant {
  readonly colour: Colour;
  readonly size: number | null;
  readonly number: number;
  readonly of: number;
}

function variantsOf(draft: Draft): Pick<Variant, "colour" | "size">[] {
  const sizes = draft.sizes.length === 0 ? [null] : draft.sizes;
  return draft.colours.flatMap((colour) => sizes.map((size) => ({ colour, size })));
}

function writeVariant(draft: Draft, common: Common, variant: Variant, place: GroupPlace, random: Random): Product {
  const { kind } = draft;
  const size = variant.size === null ? null : kind.sizes[variant.size]!;
  const texts: Record<string, string> = { ...common.texts, colour: variant.colour };
  if (size !== null) texts["size"] = size;
  const colour = !kind.paintOnly && (draft.colours.length > 1 || common.namesColour);
  const named = { colour, size: size !== null };
  const title = writeTitle(common.title, texts, named, createRandom(common.titleSeed));
  const price = priceAt(kind.price, placeOf(draft, variant), common.habit);
  const before = listPrice(price, createRandom(common.discount));
  const id = variant.of === 1 ? common.id : `${common.id}-${String(variant.number + 1)}`;
  return {
    id,
    title: random.chance(0.012) ? misspell(title, draft.brand, random) : title,
    ...(common.described ? { description: writeDescription(kind, texts, createRandom(common.descriptionSeed)) } : {}),
    brand: draft.brand,
    categories: [kind.category],
    price,
    ...(before === null ? {} : { list_price: before }),
    currency: "GBP",
    image: `/demo/pictures/${kind.draw}_${hyphened(variant.colour)}_${common.accent}_${common.picture}.svg`,
    url: `/p/${id}`,
    sku: skuOf(draft, place.group, variant.colour, size),
    gtin: [gtin13(place.group * numbersAGroup + variant.number)],
    ...(variant.of === 1 ? {} : { group_id: common.id }),
    in_stock: !random.chance(0.12),
    ...common.reception,
    attributes: {
      ...(kind.paintOnly ? {} : { colour: [variant.colour] }),
      ...(size === null ? {} : { size: [size.toLowerCase()] }),
      ...common.attributes,
    },
    seller: common.seller,
  };
}

/** Larger ones cost more where their kind says so. */
function placeOf(draft: Draft, { size }: Variant): number {
  if (draft.kind.dearer !== "size" || size === null) return draft.place;
  return 0.4 * draft.place + (0.6 * size) / Math.max(1, draft.kind.sizes.length - 1);
}

function factAttributes(draft: Draft, random: Random): Record<string, readonly AttributeValue[]> {
  const attributes: Record<string, readonly AttributeValue[]> = {};
  draft.kind.facts.forEach(({ name, values }, at) => {
    // Shops forget to fill in a value now and then.
    if (!name.startsWith("_") && !random.chance(0.04)) attributes[name] = [values[draft.facts[at]!]!];
  });
  return attributes;
}

/** The colour of legs, frame or trim, when a fact is named like one ("solid oak"), else one of the kind's accents. */
function accentOf(draft: Draft, random: Random): string {
  for (const [at, { texts }] of draft.kind.facts.entries()) {
    const last = texts[draft.facts[at]!]!.split(" ").at(-1)!;
    if (isColour(last) && !draft.colours.includes(last)) return hyphened(last);
  }
  return draft.kind.accents.length === 0 ? "grey" : hyphened(random.pick(draft.kind.accents));
}

function skuOf(draft: Draft, group: number, colour: Colour, size: string | null): string {
  const root = `${letters(draft.brand)}-${draft.kind.code}-${String(group).padStart(5, "0")}-${colourCode(colour)}`;
  return size === null ? root : `${root}-${size.toUpperCase().replace(/[^A-Z0-9.]/g, "")}`;
}

function hyphened(colour: string): string {
  return colour.replace(" ", "-");
}
