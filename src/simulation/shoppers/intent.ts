import type { AttributeValue } from "../../domain/product.ts";
import type { Random } from "../random.ts";
import type { Group, Kind, Trait } from "./shelf.ts";
import type { Shopper } from "./shopper.ts";

/** What someone is after; the shop sees only the words they make of it. */
export interface Intent {
  readonly kind: Kind | null;
  readonly wants: readonly Want[];
  /** A brand they asked for by name. */
  readonly brand: string | null;
  /** Where they ask for these very products. */
  readonly targets: readonly Group[];
  /** The price they have in mind, in deviations of the kind's log prices. */
  readonly pricePlace: number;
  readonly shopper: Pick<Shopper, "taste">;
}

export interface Want {
  readonly trait: string;
  readonly value: AttributeValue;
  /** Without it, it is hardly worth anything; otherwise it would be nice. */
  readonly strict: boolean;
}

/** What an intent has besides what was said: drawn in the same way whatever was said, so that it can be drawn again. */
export function makeUnspoken(
  kind: Kind,
  spoken: readonly Want[],
  shopper: Shopper,
  random: Random,
): Pick<Intent, "wants" | "pricePlace"> {
  const wants = [...spoken];
  const roll = random.next();
  for (let left = roll < 0.45 ? 0 : roll < 0.85 ? 1 : 2; left > 0 && kind.traits.length > 0; left -= 1) {
    const trait = random.pick(kind.traits);
    if (wants.some((want) => want.trait === trait.name)) continue;
    wants.push({ trait: trait.name, value: wantedValue(trait, shopper, random), strict: random.chance(0.3) });
  }
  return { wants, pricePlace: shopper.purse + 0.4 * random.normal() };
}

/** Values are wanted as often as they are sold, but for colours, of which everyone has favourites. */
function wantedValue(trait: Trait, shopper: Shopper, random: Random): AttributeValue {
  if (trait.name === "colour" && random.chance(0.6)) {
    const favourite = shopper.colours.find((colour) => trait.values.some(({ value }) => value === colour));
    if (favourite !== undefined) return favourite;
  }
  return pickValue(trait, random);
}

export function pickValue({ values }: Trait, random: Random): AttributeValue {
  let roll = random.next();
  for (const { value, share } of values) if ((roll -= share) < 0) return value;
  return values.at(-1)!.value;
}

/** Of four brands of the kind, by how many of its products carry them, the one that suits this shopper best. */
export function pickBrand(kind: Kind, fit: (brand: string) => number, random: Random): string {
  return sampleBrands(kind, 4, random).reduce((best, brand) => (fit(brand) > fit(best) ? brand : best));
}

export function sampleBrands(kind: Kind, count: number, random: Random): string[] {
  return Array.from({ length: count }, () => {
    let roll = random.next();
    for (const [brand, share] of kind.brands) if ((roll -= share) < 0) return brand;
    return Array.from(kind.brands.keys()).at(-1)!;
  });
}
