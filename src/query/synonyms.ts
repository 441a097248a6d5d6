import { WinnowError } from "../domain/errors.ts";

/** Whoever searches for `from` also finds `to`. */
export interface SynonymRule {
  readonly from: string;
  readonly to: readonly string[];
  /** It was learned, not written by the shop: what it finds comes after literal matches, wherever it matches. */
  readonly learned?: true;
}

/**
 * Reads Solr's synonym format: `tv, television, telly` (each finds the others) and `laptop bag => notebook case, sleeve`
 * (left finds right, not the reverse); `#` starts a comment, `\` escapes. Unlike in Solr the word as typed is always
 * kept: a synonym adds, it never takes away.
 *
 * @throws WinnowError `invalid_config` naming file and line
 */
export function parseSynonyms(file: string, name: string): readonly SynonymRule[] {
  const rules: SynonymRule[] = [];
  for (const [index, raw] of file.split(/\r?\n/u).entries()) {
    const line = withoutComment(raw);
    if (line === "") continue;
    const where = `${name}:${index + 1}`;
    const sides = splitAt(line, "=>");
    if (sides.length > 2) throw malformed(where, "more than one =>");
    const [left = [], right] = sides.map((side) => splitAt(side, ",").map(unescape));
    if (left.includes("") || right?.includes("") === true) throw malformed(where, "an empty synonym");
    if (right === undefined && left.length < 2) throw malformed(where, "a word without a synonym");
    for (const from of left) rules.push({ from, to: right ?? left.filter((other) => other !== from) });
  }
  return rules;
}

/** Synonyms by the stems of what they stand for. */
export interface Synonyms {
  /** Words of the longest phrase that has synonyms. */
  readonly longest: number;
  /** The synonyms of these stems, which are joined by spaces. */
  of(stems: string): readonly SynonymTarget[];
}

export interface SynonymTarget {
  /** Analysed. */
  readonly terms: readonly [string, ...string[]];
  readonly learned: boolean;
}

/** @param analyze cuts a text into terms as queries are cut */
export function compileSynonyms(
  rules: readonly SynonymRule[],
  analyze: (text: string) => readonly string[],
  stem: (term: string) => string,
): Synonyms {
  const table = new Map<string, SynonymTarget[]>();
  let longest = 0;
  for (const { from, to, learned = false } of rules) {
    const terms = analyze(from);
    if (terms.length === 0) continue;
    const key = terms.map(stem).join(" ");
    const targets = table.get(key) ?? [];
    for (const text of to) {
      const [first, ...rest] = analyze(text);
      if (first !== undefined) targets.push({ terms: [first, ...rest], learned });
    }
    table.set(key, targets);
    longest = Math.max(longest, terms.length);
  }
  return { longest, of: (stems) => table.get(stems) ?? [] };
}

const withoutComment = (line: string): string => (line.trimStart().startsWith("#") ? "" : line.trim());

/** Splits where `separator` stands without a backslash before it. */
function splitAt(text: string, separator: "=>" | ","): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  for (let i = 0; i < text.length; i += 1) {
    if (text[i] === "\\") i += 1;
    else if (text.startsWith(separator, i)) {
      parts.push(text.slice(start, i));
      start = i + separator.length;
      i = start - 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}

const unescape = (text: string): string => text.replace(/\\(.)/gu, "$1").trim();

const malformed = (where: string, what: string): WinnowError =>
  new WinnowError("invalid_config", `The synonyms have ${what}.`, {
    where,
    hint: "Write `tv, television` or `notebook bag => laptop bag`.",
  });
