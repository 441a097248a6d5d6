import type { TextFinding } from "../../domain/enrichment.ts";
import { fold } from "../../text/fold.ts";
import type { Fact } from "../product-facts.ts";
import { tokensOf } from "../tokens.ts";
import { units } from "../units.ts";
import type { Place } from "./source-words.ts";
import type { WordsCheck } from "./words-check.ts";

/**
 * What a text says by name, as in "its size is 30 cm" or "with oak as its material", must be what this attribute is: that
 * the value stands elsewhere in the data, in the title even, is not enough.
 */
export function checkNaming(check: WordsCheck): readonly TextFinding[] {
  const names = namesOf(check);
  let end = 0;
  return check.tokens.flatMap((_, at) => {
    if (at < end) return []; // within a longer name
    const name = names
      .filter(({ keys }) => keys.every((key, i) => check.tokens[at + i]?.key === key))
      .sort((a, b) => b.keys.length - a.keys.length)[0];
    if (name === undefined) return [];
    end = at + name.keys.length;
    const value = saidOf(check, at, end);
    if (value === null || (value === end && isOneValue(check, value))) return [];
    const wrong = isOf(check, name, value) ? beyond(check, name, value) : value;
    if (wrong === null) return [];
    const { raw } = check.tokens[wrong]!;
    const says = `“${raw}”: the product's data do not say that this is its ${name.keys.join(" ")}.`;
    return [{ check: "mixed_up", says, text: raw }];
  });
}

interface Name {
  readonly keys: readonly string[];
  /** None for what any product has, and this one's data do not name. */
  readonly facts: ReadonlySet<Fact>;
}

/** With and without a unit at the end: the width is that of `width cm`, too. */
function namesOf({ source }: WordsCheck): readonly Name[] {
  const found = new Map<string, Set<Fact>>(ANY.map((key) => [key, new Set<Fact>()]));
  for (const fact of source.attributes) {
    if (YES.has(fold(fact.value))) continue; // "non slip" names what the product is
    const keys = tokensOf(fact.label).map(({ key }) => key);
    const plain = keys.length > 1 && units.has(keys.at(-1)!) ? [keys, keys.slice(0, -1)] : [keys];
    for (const each of plain) {
      const name = each.join(" ");
      found.set(name, (found.get(name) ?? new Set<Fact>()).add(fact));
    }
  }
  return [...found].map(([name, facts]) => ({ keys: name.split(" "), facts }));
}

const YES: ReadonlySet<string> = new Set(["yes", "true", "ja", "oui", "si"]);
const ANY: readonly string[] = ["size", "material", "colour", "color", "type", "grosse", "farbe"];
const LINKING: ReadonlySet<string> = new Set("is are was as give gives listed ist sind war als lautet".split(" "));

/** Whether a word and the one before it stand so in some value: the "height half" of Half-Height/Half-Length is no name. */
const isOneValue = ({ tokens, source }: WordsCheck, at: number): boolean =>
  source
    .places(tokens[at]!.key)
    .some(({ tokens: data, at: there, labels }) => there > labels && data[there - 1]!.key === tokens[at - 1]!.key);

/** Where that is which a name, from one token to before another, is said to be; null: nothing is. */
export const saidOf = (check: WordsCheck, from: number, to: number): number | null =>
  valueAfter(check, to) ?? valueBefore(check, from);

/** The word that the name is linked to by words that say nothing: "the size of it is", "for the size, the data give". */
function valueAfter({ tokens, neutral }: WordsCheck, from: number): number | null {
  const before = tokens[from - 1]!;
  let linked = tokens[from] !== undefined && !neutral.has(tokens[from].key);
  const opening = tokens.find(({ clause }) => clause === before.clause)!;
  let last = before.clause + Number(!linked && FOR.has(opening.key));
  for (let at = from; at < from + 6; at++) {
    const token = tokens[at];
    // "Its size is – large": what links is followed by something.
    if (token?.clause === last + 1 && LINKING.has(tokens[at - 1]!.key)) last++;
    if (token === undefined || token.clause > last) return null;
    if (!neutral.has(token.key)) return linked ? at : null;
    linked ||= LINKING.has(token.key);
  }
  return null;
}

const FOR: ReadonlySet<string> = new Set(["for", "fur", "bei", "pour"]);

/** "oak as its material". */
function valueBefore({ tokens, neutral }: WordsCheck, name: number): number | null {
  const { clause } = tokens[name]!;
  let at = name - 1;
  while (at >= 0 && neutral.has(tokens[at]!.key) && !AS.has(tokens[at]!.key)) at--;
  const value = tokens[at - 1];
  return at > 0 && AS.has(tokens[at]!.key) && value?.clause === clause && !neutral.has(value.key) ? at - 1 : null;
}

const AS: ReadonlySet<string> = new Set(["as", "als"]);

function isOf(check: WordsCheck, { keys, facts }: Name, value: number): boolean {
  const { tokens, source } = check;
  const { kind, key, numbers } = tokens[value]!;
  const places = kind === "number" ? source.numbers(numbers) : source.places(key);
  // What stands nowhere is told by other checks.
  if (places.length === 0) return true;
  const own = places.filter(({ fact, at: there, labels }) => facts.has(fact) && there >= labels);
  if (own.length > 0) return own.some((place) => isWhole(check, value, place));
  // By the whole name: the 2 of `connector 2` is no connector gender.
  const isSaidSo = places.some(({ tokens: there, at: place }) =>
    [place - keys.length, place + 1].some((from) => keys.every((each, i) => there[from + i]?.key === each)),
  );
  return isSaidSo || (facts.size === 0 && places.some(({ fact }) => fact.kind !== "attribute"));
}

/**
 * The first word, of those that go on with the value, which only other attributes have: "Dell 725" where the brand is
 * Dell, and 725 something else; null: none.
 */
function beyond({ tokens, source, neutral }: WordsCheck, { facts }: Name, value: number): number | null {
  if (facts.size === 0) return null;
  for (let at = value + 1; ; at++) {
    const token = tokens[at];
    if (token?.clause !== tokens[value]!.clause || neutral.has(token.key)) return null;
    if (source.labelled(token.key).size > 0) return null; // the name of another one
    const places = token.kind === "number" ? source.numbers(token.numbers) : source.places(token.key);
    if (places.length > 0 && places.every(({ fact }) => fact.kind === "attribute" && !facts.has(fact))) return at;
  }
}

/**
 * What an attribute is said to be is said to the end: "white" of white lacquer is no material, nor is the "MHz" of
 * 800 MHz one.
 */
function isWhole({ tokens, neutral }: WordsCheck, value: number, { tokens: data, at, labels }: Place): boolean {
  const { kind, key, clause } = tokens[value]!;
  if (kind !== "word") return true;
  if (at > labels && data[at - 1]!.kind === "number" && units.has(key) && tokens[value - 1]?.kind !== "number") return false; // prettier-ignore
  for (let step = 1; ; step++) {
    const [here, there] = [tokens[value + step], data[at + step]];
    if (there?.kind !== "word" || there.clause !== data[at]!.clause || neutral.has(there.key)) return true;
    if (here?.key !== there.key || here.clause !== clause) return false;
  }
}
