import type { TextFinding } from "../../domain/enrichment.ts";
import { fold } from "../../text/fold.ts";
import type { Fact } from "../product-facts.ts";
import { tokensOf } from "../tokens.ts";
import { units } from "../units.ts";
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
    const value = valueAfter(check, end) ?? valueBefore(check, at);
    if (value === null || isOf(check, name, value, at)) return [];
    const { raw } = check.tokens[value]!;
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

/** The word that the name is linked to by words that say nothing: "its size", "the size of this product is". */
function valueAfter({ tokens, neutral }: WordsCheck, from: number): number | null {
  const before = tokens[from - 1]!;
  let linked = tokens[from] !== undefined && !neutral.has(tokens[from].key);
  for (let at = from; at < from + 6; at++) {
    const token = tokens[at];
    if (token === undefined || (token.clause !== before.clause && !linked)) return null;
    if (!neutral.has(token.key)) return linked && token.clause === before.clause ? at : null;
    linked ||= LINKING.has(token.key);
  }
  return null;
}

/** "oak as its material". */
function valueBefore({ tokens, neutral }: WordsCheck, name: number): number | null {
  const { clause } = tokens[name]!;
  let at = name - 1;
  while (at >= 0 && neutral.has(tokens[at]!.key) && !AS.has(tokens[at]!.key)) at--;
  const value = tokens[at - 1];
  return at > 0 && AS.has(tokens[at]!.key) && value?.clause === clause && !neutral.has(value.key) ? at - 1 : null;
}

const AS: ReadonlySet<string> = new Set(["as", "als"]);

function isOf({ tokens, source }: WordsCheck, { facts }: Name, value: number, at: number): boolean {
  const { kind, key, numbers } = tokens[value]!;
  const places = kind === "number" ? source.numbers(numbers) : source.places(key);
  // What stands nowhere is told by other checks.
  if (places.length === 0 || places.some(({ fact, at: there, labels }) => facts.has(fact) && there >= labels))
    return true;
  const isSaidSo = places.some(({ tokens: there, at: place }) =>
    [-1, 1].some((step) => there[place + step]?.key === tokens[at]!.key),
  );
  return isSaidSo || (facts.size === 0 && places.some(({ fact }) => fact.kind !== "attribute"));
}
