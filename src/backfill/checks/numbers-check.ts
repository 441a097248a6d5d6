import type { TextFinding } from "../../domain/enrichment.ts";
import type { Token } from "../tokens.ts";
import type { Place } from "./source-words.ts";
import { units } from "../units.ts";
import { comparing } from "../words.ts";
import { isOfLabel, type WordsCheck } from "./words-check.ts";

/** Every number must stand in the product's data, with its unit, and of the same thing. */
export function checkNumbers(check: WordsCheck): readonly TextFinding[] {
  return check.tokens.flatMap((token, at) => {
    if (token.kind === "word") return [];
    const problem = token.kind === "code" ? codeProblem(check, token, at) : numberProblem(check, token, at);
    return problem === null ? [] : [{ check: "number", says: `“${token.raw}”: ${problem}.`, text: token.raw }];
  });
}

function codeProblem(check: WordsCheck, token: Token, at: number): string | null {
  const places = check.source.places(token.key);
  // Parted differently: WH-1000XM4 and WH1000XM4.
  if (places.length === 0) return check.source.joined.has(token.key) ? null : NO_SUCH;
  return isOfLabel(check, places, token, at) ? null : OF_ANOTHER;
}

const NO_SUCH = "the product's data have no such number";
const OF_ANOTHER = "the product's data say it of something else";

function numberProblem(check: WordsCheck, token: Token, at: number): string | null {
  const places = check.source.numbers(token.numbers);
  if (places.length === 0) return NO_SUCH;
  const next = check.tokens[at + 1];
  const unit = next?.clause === token.clause && isUnit(next, check) ? next.key : null;
  const fitting = unit === null ? places : places.filter((place) => hasUnit(place, unit));
  if (fitting.length === 0) return `the product's data have it, but not in ${next!.raw}`;
  if (!fitting.some((place) => hasFollower(check, place, at + (unit === null ? 1 : 2), unit))) {
    return OF_ANOTHER;
  }
  const compared = comparisonOf(check.tokens, at);
  if (compared !== null && !fitting.some((place) => comparisonOf(place.tokens, place.at) === compared)) {
    return `the product's data do not say “${compared}”`;
  }
  return isOfLabel(check, fitting, token, at) ? null : OF_ANOTHER;
}

/** "over" 4, "up to" 30: the word that makes it at least or at most so much. */
function comparisonOf(tokens: readonly Token[], at: number): string | null {
  const [further, before] = [tokens[at - 2], tokens[at - 1]];
  if (before?.clause !== tokens[at]!.clause) return null;
  if (comparing.has(before.key)) return before.key;
  return before.key === "to" && further !== undefined && comparing.has(further.key) ? further.key : null;
}

/** A word is a unit when it is a usual one, or follows some number in the data. */
function isUnit({ kind, key }: Token, { source }: WordsCheck): boolean {
  if (kind !== "word") return false;
  return units.has(key) || source.places(key).some(({ tokens, at }) => tokens[at - 1]?.kind === "number");
}

/** After the number, or in the attribute's name: `weight kg: 2`. */
const hasUnit = ({ tokens, at, labels }: Place, unit: string): boolean =>
  isSameUnit(tokens[at + 1]?.key, unit) || tokens.slice(0, labels).some(({ key }) => isSameUnit(key, unit));

const isSameUnit = (a: string | undefined, b: string): boolean =>
  a !== undefined && (a === b || (units.get(a) ?? a) === (units.get(b) ?? b));

/** "512 GB RAM" is wrong where the data have 16 GB RAM and 512 GB SSD: what follows one number belongs to it. */
function hasFollower({ tokens, source }: WordsCheck, place: Place, next: number, unit: string | null): boolean {
  const word = tokens[next];
  if (word?.kind !== "word" || word.clause !== tokens[next - 1]!.clause) return true;
  const followsNumbers = source.places(word.key).some(({ tokens: there, at }) => followsNumber(there, at));
  if (!followsNumbers) return true;
  const after = place.tokens.slice(place.at + 1, place.at + (unit === null ? 2 : 3));
  return after.some(({ key }) => key === word.key);
}

const followsNumber = (tokens: readonly Token[], at: number): boolean =>
  tokens[at - 1]?.kind === "number" || (tokens[at - 2]?.kind === "number" && units.has(tokens[at - 1]!.key));
