import type { TextFinding } from "../../domain/enrichment.ts";
import type { Token } from "../tokens.ts";
import { units } from "../units.ts";
import type { WordsCheck } from "./words-check.ts";

/**
 * Numbers that are said as one, a range, a ratio or so many times something, must stand as one in the product's data, in
 * this order: 59–95 bears out no 95–95, and a pack of 1 and Windows 7 no 7 × 1.
 */
export function checkJoinedNumbers({ tokens, source }: WordsCheck): readonly TextFinding[] {
  return tokens.flatMap((first, at) => {
    const next = joinedTo(tokens, at);
    if (first.kind !== "number" || next === null) return [];
    const isSaid = source.numbers(first.numbers).some((place) => {
      const there = joinedTo(place.tokens, place.at);
      return there?.numbers.some((number) => next.numbers.includes(number));
    });
    if (isSaid) return [];
    const text = `${first.raw} … ${next.raw}`;
    return [{ check: "number", says: `“${text}”: the product's data do not say these numbers together.`, text }];
  });
}

/** The number that this one is parted from by a sign or a small word alone, each with its unit or without. */
function joinedTo(tokens: readonly Token[], at: number): Token | null {
  let next = at + 1;
  const unit = tokens[next];
  if (unit?.kind === "word" && !unit.joined && units.has(unit.key)) next++;
  const [joined, after] = [tokens[next], tokens[next + 1]];
  if (joined?.kind === "number") return joined.joined ? joined : null;
  return joined !== undefined && JOINING.has(joined.key) && after?.kind === "number" ? after : null;
}

const JOINING: ReadonlySet<string> = new Set(["x", "to", "by", "times", "bis", "auf", "mal"]);
