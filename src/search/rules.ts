import type { Ranked } from "./rank.ts";

/**
 * What holds whatever the score says, in this order: identifiers first; products that match all words before those
 * that match fewer, when words were dropped; a product that matches a word only by a typo never before one that
 * matches as many words with fewer typos.
 */
export function applyRules(ranked: readonly Ranked[], relaxed: boolean): readonly Ranked[] {
  const identified = moveUp(ranked, ({ candidate }) => candidate.identifier, "identifier first");
  const covered = relaxed ? coverageFirst(identified) : identified;
  return typosLast(covered);
}

const coverage = ({ candidate }: Ranked): number => candidate.matched.filter((kind) => kind !== null).length;
const typos = ({ candidate }: Ranked): number => candidate.matched.filter((kind) => kind === "typo").length;

function coverageFirst(ranked: readonly Ranked[]): readonly Ranked[] {
  return moveUp(
    ranked,
    (each) => each.candidate.identifier || coverage(each) === each.candidate.matched.length,
    "all words first",
  );
}

/** Puts those that qualify before the others; the order within each stays. */
function moveUp(ranked: readonly Ranked[], qualifies: (each: Ranked) => boolean, rule: string): readonly Ranked[] {
  const above = ranked.filter(qualifies);
  const below = ranked.filter((each) => !qualifies(each));
  return [...named(above, ranked, 0, rule), ...below];
}

/** Among products of the same coverage, fewer typos first; they share out the places that they had. */
function typosLast(ranked: readonly Ranked[]): readonly Ranked[] {
  if (ranked.every((each) => typos(each) === 0)) return ranked;
  const places = new Map<number, number[]>();
  for (const [place, each] of ranked.entries()) {
    if (each.candidate.identifier) continue;
    const same = coverage(each);
    places.set(same, [...(places.get(same) ?? []), place]);
  }
  const ordered = [...ranked];
  for (const same of places.values()) {
    const sorted = same.map((place) => ranked[place]!).sort((a, b) => typos(a) - typos(b));
    for (const [i, place] of same.entries()) {
      const each = sorted[i]!;
      ordered[place] = ranked.indexOf(each) < place ? withRule(each, "typos last") : each;
    }
  }
  return ordered;
}

/** Notes the rule on those that it has moved up. */
function named(moved: readonly Ranked[], before: readonly Ranked[], start: number, rule: string): readonly Ranked[] {
  return moved.map((each, i) => (before[start + i] === each ? each : withRule(each, rule)));
}

const withRule = (each: Ranked, rule: string): Ranked => ({ ...each, rules: [...each.rules, rule] });
