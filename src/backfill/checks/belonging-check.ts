import type { TextFinding } from "../../domain/enrichment.ts";
import type { WordsCheck } from "./words-check.ts";

/**
 * What a product is said to belong to must be its category, or stand in its title, its description or its brand: that an
 * attribute's value is called like a category makes it none, unless the attribute is named, too.
 */
export function checkBelonging(check: WordsCheck): readonly TextFinding[] {
  const { tokens, source } = check;
  return tokens.flatMap(({ key }, at) => {
    if (!BELONGING.has(key) && !(key === "range" && tokens[at + 1]?.key === "of")) return [];
    return groupAfter(check, at).flatMap((there) => {
      const { key: word, raw, clause } = tokens[there]!;
      const places = source.places(word);
      // What stands nowhere is told by other checks.
      if (places.length === 0 || places.some(({ fact }) => fact.kind !== "attribute")) return [];
      const isNamed = tokens.some(
        (token) => token.clause === clause && places.some(({ fact }) => source.labelled(token.key).has(fact)),
      );
      if (isNamed) return [];
      return [{ check: "mixed_up", says: `“${raw}”: the product's data do not say that it belongs there.`, text: raw }];
    });
  });
}

const BELONGING: ReadonlySet<string> = new Set(
  "belongs belong category categories under gehort gehoren kategorie unter".split(" "),
);

/** The words of what is named there: those side by side that say something, after words that say nothing. */
function groupAfter({ tokens, neutral }: WordsCheck, from: number): readonly number[] {
  const found: number[] = [];
  for (let at = from + 1; at < tokens.length && tokens[at]!.clause === tokens[from]!.clause; at++) {
    const isGroup = tokens[at]!.kind === "word" && !neutral.has(tokens[at]!.key);
    if (isGroup) found.push(at);
    else if (found.length > 0 || tokens[at]!.kind !== "word") break;
  }
  return found;
}
