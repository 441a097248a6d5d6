import type { TextFinding } from "../domain/enrichment.ts";
import { checkBelonging } from "./checks/belonging-check.ts";
import { checkForm, type FormRules } from "./checks/form-check.ts";
import { checkJoinedNumbers } from "./checks/joined-numbers-check.ts";
import { checkLacks } from "./checks/lacks-check.ts";
import { checkNaming } from "./checks/naming-check.ts";
import { checkNumbers } from "./checks/numbers-check.ts";
import { checkSource } from "./checks/source-check.ts";
import { sourceWords } from "./checks/source-words.ts";
import { type TypedWords, typedWords } from "./checks/typed-words.ts";
import { checkWords } from "./checks/words-check.ts";
import type { Fact, ProductFactsSheet } from "./product-facts.ts";
import { tokensOf } from "./tokens.ts";
import { wordsOf } from "./words.ts";

export interface DescriptionRules extends FormRules {
  /** Colours and materials; those that ship unless told. */
  readonly typed?: readonly TypedWords[];
}

const shipped = typedWords();

/**
 * Why a text may not be shown of a product without a person's consent; nothing when it may. What it says must stand in
 * the facts, word by word, number by number; it is written as a description is, and the facts are no instructions.
 */
export function checkDescription(
  text: string,
  { facts, lacks }: Pick<ProductFactsSheet, "facts" | "lacks">,
  { typed = shipped, ...form }: DescriptionRules,
): readonly TextFinding[] {
  const { neutral, endings } = wordsOf(form.language);
  const tokens = tokensOf(text);
  const check = { tokens, source: sourceWords(facts, endings), neutral, endings, typed };
  const findings = [
    ...checkSource(facts),
    ...checkForm(text, tokens, { ...form, names: namesIn(facts) }),
    ...checkNumbers(check),
    ...checkWords(check),
    ...checkNaming(check),
    ...checkJoinedNumbers(check),
    ...checkBelonging(check),
    ...checkLacks(check, lacks),
  ];
  const seen = new Set<string>();
  return findings.filter(({ check: name, text: part }) => {
    const key = `${name} ${part}`;
    return !seen.has(key) && seen.add(key);
  });
}

const namesIn = (facts: readonly Fact[]): readonly string[] =>
  facts.flatMap(({ kind, value }) => (kind === "description" || kind === "category" ? [] : [value]));
