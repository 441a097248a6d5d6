import type { TextFinding } from "../../domain/enrichment.ts";
import { type Token, tokensOf } from "../tokens.ts";
import { negating } from "../words.ts";
import { saidOf } from "./naming-check.ts";
import { indicesOf, isSameWord, isServed, turnedBy } from "./source-words.ts";
import type { WordsCheck } from "./words-check.ts";

/**
 * What the data say that a product has not must not be said of it, though other data have each of its words: no "duplex
 * printing" of a printer with duplex media and black printing.
 *
 * @param lacks names of attributes that the product has not
 */
export function checkLacks(check: WordsCheck, lacks: readonly string[]): readonly TextFinding[] {
  const { tokens } = check;
  return namesOf(check, lacks).flatMap((name) => {
    // Words of any text stand in many a title: of another's "Colour Jet", for one.
    if (!isOfAnyText(check, name) && isSaidElsewhere(check, name)) return [];
    return tokens.flatMap((_, at) => {
      const end = endOf(check, name, at);
      if (end === null || isOfMore(check, at, end) || !isAffirmed(check, name, at, end)) return [];
      const value = saidOf(check, at, end);
      if (value !== null && DENYING.has(tokens[value]!.key)) return []; // "its type is not supported", as the data say
      const text = tokens.slice(at, end).map(({ raw }) => raw).join(" "); // prettier-ignore
      return [{ check: "negation", says: `“${text}”: the product's data say that it has none.`, text }];
    });
  });
}

/** With those attributes whose values begin with a "not", such as `not supported`: their names alone would say more. */
const namesOf = ({ source }: WordsCheck, lacks: readonly string[]): readonly (readonly string[])[] => {
  const denied = source.attributes.filter(({ value }) => {
    const [first] = tokensOf(value);
    return first !== undefined && DENYING.has(first.key);
  });
  return [...new Set([...lacks, ...denied.map(({ label }) => label)])]
    .map((label) => tokensOf(label).map(({ key }) => key))
    .filter((keys) => keys.length > 0);
};

const DENYING: ReadonlySet<string> = new Set([...negating, "n"]);

/** The product's title or text may say it all the same; what it is for is not what it has. */
const isSaidElsewhere = ({ source }: WordsCheck, name: readonly string[]): boolean =>
  source.places(name[0]!).some(({ fact, tokens, at }) => {
    const isWhole = name.every((key, i) => tokens[at + i]?.key === key);
    const isText = fact.kind === "title" || fact.kind === "description";
    return isText && isWhole && !isServed(tokens, at) && turnedBy(tokens, at) === null;
  });

/** Where the name ends that begins here, in whatever order and with words between that say nothing; null: none does. */
function endOf({ tokens, neutral, endings }: WordsCheck, name: readonly string[], from: number): number | null {
  const isOfName = (token: Token) => name.some((key) => isNearly(key, token.key, endings));
  const said: string[] = [];
  if (neutral.has(tokens[from]!.key) && !isOfName(tokens[from]!)) return null;
  for (let at = from; at < Math.min(tokens.length, from + name.length + REACH); at++) {
    const token = tokens[at]!;
    if (token.clause !== tokens[from]!.clause) return null;
    if (neutral.has(token.key) && !isOfName(token)) continue;
    said.push(token.key);
    if (said.join("") === name.join("")) return at + 1;
    if (said.length > name.length) return null;
    if (said.length === name.length && name.every((key) => said.some((each) => isNearly(key, each, endings))))
      return at + 1;
  }
  return null;
}

/** How many words may stand between those of a name. */
const REACH = 3;

/** "print" and "printing", not "wired" and "wireless": what is held back by mistake is read by a person. */
function isNearly(a: string, b: string, endings: readonly string[]): boolean {
  if (isSameWord(a, b, endings)) return true;
  let same = 0;
  while (same < a.length && a[same] === b[same]) same++;
  const [restA, restB] = [a.slice(same), b.slice(same)];
  return same >= 4 && restA.length <= 4 && restB.length <= 4 && ![restA, restB].some((rest) => LESS.has(rest));
}

const LESS: ReadonlySet<string> = new Set(["less", "los", "lose", "free", "frei"]);

/** Whether it is part of something longer that the data have: the "colour" of printing colours. */
function isOfMore({ tokens, source }: WordsCheck, at: number, end: number): boolean {
  const isBeside = (edge: number, step: number): boolean => {
    const neighbour = tokens[edge + step];
    return (
      neighbour?.clause === tokens[edge]!.clause &&
      source.places(tokens[edge]!.key).some((place) => place.tokens[place.at + step]?.key === neighbour.key)
    );
  };
  return isBeside(at, -1) || isBeside(end - 1, 1) || indicesOf(source.brand, tokens).includes(at);
}

const isOfAnyText = ({ neutral }: WordsCheck, name: readonly string[]): boolean =>
  name.every((key) => neutral.has(key));

/** "Colour" and the like are words of any text: they are said of the product where it "has" them, and no more is said. */
function isAffirmed(check: WordsCheck, name: readonly string[], at: number, end: number): boolean {
  if (!isOfAnyText(check, name)) return true;
  const { tokens } = check;
  const { clause } = tokens[at]!;
  return tokens[end]?.clause !== clause && tokens[at - 1]?.clause === clause && HAVING.has(tokens[at - 1]!.key);
}

const HAVING: ReadonlySet<string> = new Set(
  "has have having with in includes offers features provides a an hat haben mit bietet avec con met".split(" "),
);
