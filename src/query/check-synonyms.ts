import type { Finding } from "../domain/finding.ts";
import type { SynonymRule } from "./synonyms.ts";

/** Longer phrases are hardly ever typed. */
const LONGEST = 6;
const SHOWN = 3;

/**
 * Rules that cannot do what their author meant. The file itself was parsed already.
 *
 * @param analyze cuts a text into stems as queries are cut
 */
export const checkSynonyms = (
  rules: readonly SynonymRule[],
  analyze: (text: string) => readonly string[],
): readonly Finding[] => {
  const check = "synonyms";
  const key = (text: string) => analyze(text).join(" ");
  const problems = new Map<string, string[]>();
  const note = (what: string, text: string) => problems.set(what, [...(problems.get(what) ?? []), text]);
  const seen = new Set<string>();
  for (const { from, to } of rules) {
    const left = key(from);
    if (left === "") note("nothing to look for on the left", from);
    else if (analyze(from).length > LONGEST) note(`more than ${LONGEST} words on the left`, from);
    for (const target of to) {
      const right = key(target);
      if (right === "") note("nothing to look for on the right", `${from} => ${target}`);
      else if (right === left) note("the same on both sides, as stems", `${from} => ${target}`);
      else if (seen.has(`${left}\n${right}`)) note("said twice", `${from} => ${target}`);
      seen.add(`${left}\n${right}`);
    }
  }
  if (problems.size === 0) return [{ check, level: "ok", message: `${rules.length} rules` }];
  return [...problems].map(([what, texts]) => ({
    check,
    level: "warn",
    message: `${what}: ${texts.slice(0, SHOWN).join("; ")}${texts.length > SHOWN ? "; …" : ""}`,
    hint: "They do nothing; correct them or take them out.",
  }));
};
