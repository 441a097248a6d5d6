import type { JsonPlace } from "./json-reader.ts";

/**
 * A regular expression that means the same to Java (Elasticsearch) and JavaScript. One difference is left: Java looks
 * behind by UTF-16 units, so that classes in a lookbehind do not match letters beyond U+FFFF there.
 *
 * @param flags JavaScript flags to add to `u`
 * @throws WinnowError `invalid_mapping` when a construct is missing in one of the two or differs between them
 */
export const sharedRegex = (pattern: JsonPlace, flags: string): RegExp => {
  const source = pattern.string("a regular expression");
  const differing = firstDifference(source);
  if (differing !== null) {
    pattern.fail(
      `${differing} does not mean the same in Java and JavaScript`,
      "Use classes such as [0-9], \\p{L}, \\p{Zs} or \\p{sc=Han}, and lookarounds in place of \\b, ^ and $.",
    );
  }
  try {
    return new RegExp(source, `u${flags}`);
  } catch (cause) {
    return pattern.fail(
      `not a regular expression (${(cause as Error).message})`,
      "Write it so that Java and JavaScript (flag u) both accept it.",
    );
  }
};

const firstDifference = (source: string): string | null => {
  let inClass = false;
  for (let i = 0; i < source.length; i++) {
    const char = source[i]!;
    if (char === "\\") {
      const escape = /^\\(?:u[0-9A-Fa-f]{4}|p\{[^}]*\}|P\{[^}]*\}|.)/su.exec(source.slice(i))?.[0] ?? char;
      if (!SAME_ESCAPE.test(escape)) return escape;
      i += escape.length - 1;
    } else if (inClass) {
      if (char === "[" || source.startsWith("&&", i)) return `"${source.slice(i, i + 2)}" inside a class`;
      if (char === "]") inClass = false;
    } else if (char === "[") {
      inClass = true;
      if (source[i + 1] === "^") i++;
    } else if (char === "^" || char === "$" || char === ".") {
      return `"${char}"`;
    } else if (char === "(" && /^\(\?(?!:|=|!|<=|<!)/u.test(source.slice(i))) {
      return `"${source.slice(i, i + 3)}"`;
    }
  }
  return null;
};

/** Punctuation, control escapes, digits, words, general categories and scripts; not \s and \b, which differ. */
const SAME_ESCAPE =
  /^\\(?:[\^$\\.*+?()[\]{}|/-]|[tnrfdDwW0-9]|u[0-9A-Fa-f]{4}|[pP]\{(?:[A-Z][a-z]?|sc=[A-Za-z_]+)\})$/u;
