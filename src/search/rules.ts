import type { QueryTree } from "../domain/query-tree.ts";
import type { Ranked } from "./rank.ts";

/**
 * What holds whatever the score says, in this order: identifiers first; products that have all that was asked for
 * before those that were added because these are few; a product that matches a word only by a typo never before one that
 * matches as many words as they were typed; nor one that matches a word only by a synonym that was learned.
 *
 * @param whole groups that have all that was asked for; null when nothing was added
 * @param tree what was asked for
 */
export function applyRules(
  ranked: readonly Ranked[],
  whole: ReadonlySet<string> | null,
  tree: QueryTree | null,
): readonly Ranked[] {
  const identified = moveUp(ranked, ({ candidate }) => candidate.identifier, "identifier first");
  const covered = whole === null ? identified : wholeFirst(identified, whole);
  const byLearned = learnedWords(tree);
  const literal = literalFirst(covered, hasTypo, "typos last");
  if (!byLearned.includes(true)) return literal;
  return literalFirst(literal, (each) => hasLearned(each, byLearned), "learned synonyms last");
}

/** Products of one tier may stand in any order among themselves: no rule tells them apart. */
export const tierOf = (each: Ranked, whole: ReadonlySet<string> | null, tree: QueryTree | null): string =>
  [
    ...[each.candidate.identifier, whole === null || whole.has(each.candidate.group), coverage(each), hasTypo(each)],
    hasLearned(each, learnedWords(tree)),
  ].join();

/** For each word whether a learned synonym may stand for it. */
const learnedWords = (tree: QueryTree | null): readonly boolean[] =>
  tree === null ? [] : tree.words.map(({ alternatives }) => alternatives.some(({ learned }) => learned === true));

const coverage = ({ candidate }: Ranked): number => candidate.matched.filter((kind) => kind !== null).length;
const hasTypo = ({ candidate }: Ranked): boolean => candidate.matched.includes("typo");
const hasLearned = ({ candidate }: Ranked, byLearned: readonly boolean[]): boolean =>
  candidate.matched.some((kind, word) => kind === "synonym" && byLearned[word] === true);
const isLiteral = ({ candidate }: Ranked): boolean =>
  candidate.matched.every((kind) => kind === null || kind === "exact" || kind === "stem");

function wholeFirst(ranked: readonly Ranked[], whole: ReadonlySet<string>): readonly Ranked[] {
  return moveUp(ranked, ({ candidate }) => candidate.identifier || whole.has(candidate.group), "all words first");
}

/** Puts those that qualify before the others; the order within each stays. */
function moveUp(ranked: readonly Ranked[], qualifies: (each: Ranked) => boolean, rule: string): readonly Ranked[] {
  const above = ranked.filter(qualifies);
  const below = ranked.filter((each) => !qualifies(each));
  return [...named(above, ranked, 0, rule), ...below];
}

/** Among products of the same coverage, literal matches before those that are less; they share out the places they had. */
function literalFirst(ranked: readonly Ranked[], isLess: (each: Ranked) => boolean, rule: string): readonly Ranked[] {
  const places = new Map<number, number[]>();
  for (const [place, each] of ranked.entries()) {
    if (each.candidate.identifier || !(isLess(each) || isLiteral(each))) continue;
    const same = coverage(each);
    const among = places.get(same);
    if (among === undefined) places.set(same, [place]);
    else among.push(place);
  }
  const ordered = [...ranked];
  for (const same of places.values()) {
    const now = same.map((place) => ranked[place]!);
    const wanted = [...now.filter((each) => !isLess(each)), ...now.filter(isLess)];
    for (const [i, place] of same.entries()) {
      const each = wanted[i]!;
      ordered[place] = each === now[i] ? each : withRule(each, rule);
    }
  }
  return ordered;
}

/** Notes the rule on those that it has moved up. */
function named(moved: readonly Ranked[], before: readonly Ranked[], start: number, rule: string): readonly Ranked[] {
  return moved.map((each, i) => (before[start + i] === each ? each : withRule(each, rule)));
}

const withRule = (each: Ranked, rule: string): Ranked => ({ ...each, rules: [...each.rules, rule] });
