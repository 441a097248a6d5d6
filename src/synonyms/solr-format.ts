import type { Pair } from "./decide-synonyms.ts";
import { tidy } from "./synonym-id.ts";

/** As a file of Solr's synonyms, a line each: `from => to`, or `a, b` where each finds the other. */
export const writeSolr = (pairs: readonly Pair[]): string =>
  pairs
    .map(({ from, to, kind }) => `${escape(from)}${kind === "two_way" ? ", " : " => "}${escape(to)}\n`)
    .sort()
    .join("");

/** Rules of such a file as pairs; two that are each other's reverse are one. */
export function pairsOf(rules: readonly { readonly from: string; readonly to: readonly string[] }[]): readonly Pair[] {
  const pairs = new Map<string, Pair>();
  for (const rule of rules) {
    for (const target of rule.to) {
      const [from, to] = [tidy(rule.from), tidy(target)];
      const reverse = pairs.get(`${to}\n${from}`);
      if (reverse !== undefined) pairs.set(`${to}\n${from}`, { ...reverse, kind: "two_way" });
      else if (from !== to) pairs.set(`${from}\n${to}`, { from, to, kind: kindOf(from) });
    }
  }
  return [...pairs.values()];
}

/** Of one that a person gives. */
export const kindOf = (from: string): Pair["kind"] => (from.includes(" ") ? "phrase" : "one_way");

const escape = (text: string): string => text.replace(/[\\,#]|=>/gu, "\\$&");
