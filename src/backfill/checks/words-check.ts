import type { TextFinding } from "../../domain/enrichment.ts";
import { type Token, tokensOf } from "../tokens.ts";
import { units } from "../units.ts";
import { including, likening, negating } from "../words.ts";
import { indicesOf, isSameWord, isServed, type Place, type SourceWords, turnedBy } from "./source-words.ts";
import type { TypedWords } from "./typed-words.ts";

export interface WordsCheck {
  readonly tokens: readonly Token[];
  readonly source: SourceWords;
  readonly neutral: ReadonlySet<string>;
  readonly endings: readonly string[];
  readonly typed: readonly TypedWords[];
}

/**
 * Every word must stand in the product's data, in the same sense, or say nothing by itself. A list of what may not be
 * said would never be complete; this one needs none.
 */
export function checkWords(check: WordsCheck): readonly TextFinding[] {
  return check.tokens.flatMap((token, at) => (token.kind === "word" ? wordFindings(check, token, at) : []));
}

function wordFindings(check: WordsCheck, token: Token, at: number): readonly TextFinding[] {
  const { source, neutral, typed, tokens } = check;
  const places = source.places(token.key);
  const type = typed.find(({ words }) => words.has(token.key));
  if (negating.has(token.key) || likening.has(token.key))
    return standsBeside(check, places, at) || source.labelled(token.key).size > 0
      ? []
      : [finding("negation", token, "says it so")];
  if (type === undefined && neutral.has(token.key)) return [];
  if (isBrandName(check, at)) return [];
  if (places.length === 0 && !isJoined(check, at)) return [finding("word", token, "says it")];
  const turned = turnedBy(tokens, at);
  const same = places.filter((place) => turnedBy(place.tokens, place.at) === turned);
  if (places.length > 0 && same.length === 0) return [finding("negation", token, "says it so")];
  if (type !== undefined && !isOwned(check, type, same, token, at)) {
    return [finding(type.name, token, `says that this is its ${type.name}`)];
  }
  // "Bowl & Basket" sells no bowls by its name.
  if (places.length > 0 && places.every(({ brand }) => brand) && !indicesOf(source.brand, tokens).includes(at))
    return [finding("word", token, "but the brand's name says it")];
  if (!isOfSameSort(check, same, at)) return [finding("mixed_up", token, "says it of the product itself")];
  return isOfLabel(check, same, token, at) ? [] : [finding("mixed_up", token, "says it of this")];
}

/**
 * What the data name as what the product is for is not said to be the product's; one of several things that a category
 * is for, as of "Vegan & organic", is none that the product must be.
 */
function isOfSameSort(check: WordsCheck, places: readonly Place[], at: number): boolean {
  const { tokens } = check;
  if (places.length === 0 || isServed(tokens, at)) return true;
  if (isIncluded(check, at) && places.some((place) => place.fact.kind === "title" && isServed(place.tokens, place.at)))
    return false;
  const own = places.filter((place) => !isServed(place.tokens, place.at));
  if (own.length === 0) return false;
  const isOneOfSeveral = own.every(({ fact }) => fact.kind === "category" && isOfSeveral(fact.value, tokens[at]!.key));
  return !isOneOfSeveral || standsBeside(check, own, at);
}

/** Whether the word stands in a level that has several things: "Coats & Leather". */
const isOfSeveral = (path: string, key: string): boolean => {
  const levels = path.split(">").filter((level) => tokensOf(level).some((token) => token.key === key));
  return levels.length > 0 && levels.every((level) => SEVERAL.test(level));
};

const SEVERAL = /[&,/+]|\s(?:and|und|et|y|e|og|och|en)\s/iu;

/** Whether the text says it to be of the product, or in its box. */
const isIncluded = ({ tokens }: WordsCheck, at: number): boolean =>
  tokens.slice(Math.max(0, at - 3), at).some(({ key, clause }) => clause === tokens[at]!.clause && including.has(key));

/** Whether the brand is meant: by its whole name, or by one word where a name stands. */
function isBrandName({ tokens, source }: WordsCheck, at: number): boolean {
  if (!indicesOf(source.brand, tokens).includes(at)) return false;
  return source.brand.length > 1 || at === 0 || NAMING.has(tokens[at - 1]!.key);
}

const NAMING: ReadonlySet<string> = new Set(["by", "from", "brand", "maker", "von", "marke", "par", "di"]);

/** "water-proof" where the data have waterproof. */
function isJoined({ source, tokens }: WordsCheck, at: number): boolean {
  const [before, token, after] = [tokens[at - 1], tokens[at]!, tokens[at + 1]];
  const pairs = [before && before.key + token.key, after && token.key + after.key];
  return pairs.some((pair) => pair !== undefined && source.places(pair).length > 0);
}

/** Whether the word has the same neighbour as somewhere in the data. */
function standsBeside({ tokens, endings }: WordsCheck, places: readonly Place[], at: number): boolean {
  return places.some((place) =>
    [-1, 1].some((step) => {
      const [here, there] = [tokens[at + step], place.tokens[place.at + step]];
      return here !== undefined && there !== undefined && isSameWord(here.key, there.key, endings);
    }),
  );
}

/** A colour or a material is the product's when the attribute for it says so, else its title or text. */
function isOwned(check: WordsCheck, type: TypedWords, found: readonly Place[], token: Token, at: number): boolean {
  // Glasses are not of glass.
  const places = found.filter((place) => place.tokens[place.at]!.key === token.key);
  const ofAttribute = places.filter(({ fact, at: there, labels }) => fact.kind === "attribute" && there >= labels);
  if (ofAttribute.some(({ fact }) => type.isOf(fact.label))) return true;
  const others = places.filter(({ fact, brand }) => !brand && fact.kind !== "category");
  if (standsBeside(check, others, at)) return true;
  // Another attribute's, when it is named: "black strap" of `strap: black`.
  if (ofAttribute.some(({ fact }) => isNamedInClause(check, type, fact, token.clause))) return true;
  const said = others.some(({ fact }) => fact.kind === "title" || fact.kind === "description");
  return said && !isTypeSaid(check, type);
}

/** Whether an attribute says which colour, or material, the product has: then nothing else may. */
const isTypeSaid = ({ source }: WordsCheck, type: TypedWords): boolean =>
  [...type.words].some((word) =>
    source.places(word).some(({ fact }) => fact.kind === "attribute" && type.isOf(fact.label)),
  );

/** By more than the type: the colour of `lining colour: red` is the lining's. */
const isNamedInClause = (
  { tokens, source }: WordsCheck,
  type: TypedWords,
  fact: Place["fact"],
  clause: number,
): boolean =>
  tokens.some(({ key, clause: there }) => there === clause && !type.isOf(key) && source.labelled(key).has(fact));

/**
 * What only attributes say must not stand by the name of another one: a steel frame with a wooden handle has no frame of
 * wood.
 */
export function isOfLabel(check: WordsCheck, places: readonly Place[], token: Token, at: number): boolean {
  if (places.length === 0 || places.some(({ fact, at: there, labels }) => fact.kind !== "attribute" || there < labels))
    return true;
  const own = new Set(places.map(({ fact }) => fact));
  const ownLabels = new Set(places.map(({ fact }) => fact.label));
  // "skin" in `skin: all skin types` is part of what is said, and names nothing.
  const said = new Set(places.flatMap(({ tokens, labels }) => tokens.slice(labels).map(({ key }) => key)));
  const near = nearestLabels(check, token, at, said);
  return (
    near.length === 0 || near.some((facts) => [...facts].some((fact) => own.has(fact) || ownLabels.has(fact.label)))
  );
}

/** How far a name may be from what it names, in words. */
const REACH = 4;

/** The attributes named nearest to a word within its clause; both sides when they are as near. */
function nearestLabels(
  { tokens, source }: WordsCheck,
  { clause }: Token,
  at: number,
  value: ReadonlySet<string>,
): readonly ReadonlySet<Place["fact"]>[] {
  const said = new Set(tokens.flatMap((token) => (token.clause === clause ? [token.key] : [])));
  // "size" means the size, not the pack size, unless the pack is named too.
  const meant = (facts: ReadonlySet<Place["fact"]>): ReadonlySet<Place["fact"]> => {
    const isWhole = (keys: readonly Token[]) =>
      keys.every(({ key }, i) => said.has(key) || (i > 0 && i === keys.length - 1 && units.has(key)));
    const whole = [...facts].filter(({ label }) => isWhole(tokensOf(label)));
    return whole.length === 0 ? facts : new Set(whole);
  };
  for (let distance = 1; distance <= REACH; distance++) {
    const found = [at - distance, at + distance].flatMap((i) => {
      const token = tokens[i];
      const facts =
        token?.clause === clause && !value.has(token.key)
          ? meant(source.labelled(token.key))
          : new Set<Place["fact"]>();
      return facts.size > 0 ? [facts] : [];
    });
    if (found.length > 0) return found;
  }
  return [];
}

const finding = (check: string, { raw }: Token, says: string): TextFinding => ({
  check,
  says: `“${raw}”: nothing in the product's data ${says}.`,
  text: raw,
});
