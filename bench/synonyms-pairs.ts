import type { Synonym } from "../src/domain/synonym.ts";
import type { World } from "../src/simulation/shoppers/world.ts";
import { editDistance } from "../src/text/edit-distance.ts";
import { stem } from "../src/text/stem.ts";

/** Stems that one side has and the other has not. */
export interface HiddenPair {
  readonly says: string;
  /** All of the shopper's. */
  readonly asked: ReadonlySet<string>;
  readonly shopper: ReadonlySet<string>;
  readonly shop: ReadonlySet<string>;
}

/** Those of things that this shop sells, the words that both sides have left out: `running shoes`, `running trainers`. */
export const hiddenPairs = ({ shelf, habits }: World): readonly HiddenPair[] =>
  habits.wordPairs.flatMap(([shop, shopper]) => {
    const sold = shelf.kinds.some(({ noun }) => new RegExp(`\\b${shop.toLowerCase()}\\b`).test(noun));
    const says = `${shopper} → ${shop}`;
    return sold ? [{ says, asked: stems(shopper), shopper: without(shopper, shop), shop: without(shop, shopper) }] : [];
  });

export const isRight = (pairs: readonly HiddenPair[], one: Sides): boolean =>
  pairs.some((pair) => isFound(pair, one)) || isSlip(one);

/** What both sides say, such as the phone of `phone cover`, may be part of what was found or not. */
export const isFound = ({ shopper, shop }: HiddenPair, { from, to }: Sides): boolean => {
  const [one, other] = [without(from, to), without(to, from)];
  return (same(shopper, one) && same(shop, other)) || (same(shopper, other) && same(shop, one));
};

type Sides = Pick<Synonym, "from" | "to">;

/** A slip of the pen is not hidden, and rightly found. */
const isSlip = ({ from, to }: Sides): boolean => editDistance(from, to, 2) <= 2;

const english = stem("english");
export const stems = (text: string): ReadonlySet<string> =>
  new Set(
    (
      text
        .toLowerCase()
        .replaceAll(/['’]s\b/g, "")
        .match(/[a-z0-9]+/g) ?? []
    ).map(english),
  );
const without = (text: string, other: string): ReadonlySet<string> => {
  const there = stems(other);
  return new Set([...stems(text)].filter((one) => !there.has(one)));
};
const same = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean => a.size === b.size && [...a].every((one) => b.has(one)); // prettier-ignore
