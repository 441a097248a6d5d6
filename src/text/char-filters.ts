import type { JsonPlace } from "./json-reader.ts";
import { sharedRegex } from "./shared-regex.ts";

/** Rewrites text before it is cut into tokens. */
export interface CharFilter {
  apply(text: string): string;
  /** The same, telling where each character came from. */
  trace(text: string): Rewrite;
}

/** Character i of `text` stands for `[starts[i], ends[i])` of the text before. */
export interface Rewrite {
  readonly text: string;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** @throws WinnowError `invalid_mapping` for a type or parameter that this engine does not know */
export const createCharFilter = (definition: JsonPlace): CharFilter => {
  const type = definition.at("type").string("a char_filter type");
  if (type === "pattern_replace") return patternReplace(definition.only("type", "pattern", "replacement", "flags"));
  if (type === "mapping") return mapping(definition.only("type", "mappings"));
  return definition.at("type").fail(`char_filter type "${type}" is not known`, "Use pattern_replace or mapping.");
};

/** A filter made of a regular expression and the parts of what replaces a match: literals and group numbers. */
export const replaceMatches = (
  regex: RegExp,
  parts: (match: RegExpExecArray) => readonly (string | number)[],
): CharFilter => {
  const traced = new RegExp(regex.source, [...new Set(`${regex.flags}dg`)].join(""));
  return {
    apply: (text) =>
      text.replace(regex, (...args: unknown[]) => {
        const groups = args as unknown as RegExpExecArray;
        return parts(groups).reduce<string>(
          (all, part) => all + (typeof part === "string" ? part : (groups[part] ?? "")),
          "",
        );
      }),
    trace: (text) => trace(text, traced, parts),
  };
};

const patternReplace = (definition: JsonPlace): CharFilter => {
  const flags = definition.at("flags").value === undefined ? "" : definition.at("flags").string();
  if (flags !== "" && flags !== "CASE_INSENSITIVE") {
    definition.at("flags").fail(`flags "${flags}" are not known`, "Use CASE_INSENSITIVE or none.");
  }
  const regex = sharedRegex(definition.at("pattern"), flags === "" ? "g" : "gi");
  const replacement = definition.at("replacement").value === undefined ? "" : definition.at("replacement").string();
  if (/\\|\$(?![0-9])/u.test(replacement)) {
    definition.at("replacement").fail("escapes and named groups are not known", "Use text and $1, $2, … only.");
  }
  const parts = template(replacement);
  return {
    ...replaceMatches(regex, () => parts),
    // The engine's own templates are several times faster than a function a match.
    apply: (text) => text.replace(regex, replacement),
  };
};

/** Longest match first, as Lucene's MappingCharFilter. */
const mapping = (definition: JsonPlace): CharFilter => {
  const table = new Map<string, string>();
  for (const place of definition.at("mappings").items()) {
    const [from, to, ...rest] = place.string('a mapping such as "from => to"').split("=>");
    if (from === undefined || to === undefined || rest.length > 0 || from.trim() === "") {
      place.fail("not a mapping", 'Write it as "from => to".');
    }
    table.set(unescape(from!.trim()), unescape(to!.trim()));
  }
  const longestFirst = [...table.keys()].sort((a, b) => b.length - a.length);
  const regex = new RegExp(longestFirst.map((from) => from.replace(/[\\^$.*+?()[\]{}|/-]/gu, "\\$&")).join("|"), "gu");
  return replaceMatches(regex, (match) => [table.get(match[0])!]);
};

const unescape = (text: string): string =>
  text.replace(/\\u([0-9A-Fa-f]{4})/gu, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));

const template = (replacement: string): readonly (string | number)[] =>
  replacement
    .split(/(\$[0-9]{1,2})/u)
    .filter((part) => part !== "")
    .map((part) => (/^\$[0-9]/u.test(part) ? Number(part.slice(1)) : part));

const trace = (
  text: string,
  regex: RegExp,
  partsOf: (match: RegExpExecArray) => readonly (string | number)[],
): Rewrite => {
  const starts: number[] = [];
  const ends: number[] = [];
  let out = "";
  const copy = (from: number, to: number): void => {
    for (let i = from; i < to; i++) {
      starts.push(i);
      ends.push(i + 1);
    }
    out += text.slice(from, to);
  };
  let done = 0;
  for (const match of text.matchAll(regex)) {
    copy(done, match.index);
    done = match.index + match[0].length;
    const parts = partsOf(match);
    let at = match.index;
    parts.forEach((part, index) => {
      if (typeof part === "number") {
        const span = match.indices?.[part];
        if (span === undefined) return;
        copy(...span);
        at = span[1];
      } else {
        // A literal stands for what lies between the groups around it.
        const next = parts.slice(index + 1).find((other) => typeof other === "number" && match.indices?.[other]);
        const until = typeof next === "number" ? match.indices![next]![0] : done;
        starts.push(...Array<number>(part.length).fill(Math.min(at, until)));
        ends.push(...Array<number>(part.length).fill(Math.max(at, until)));
        out += part;
      }
    });
    // What the last group leaves of its match belongs to it: `(kg)s`.
    if (parts.length > 0 && ends.length > 0) ends[ends.length - 1] = Math.max(ends.at(-1)!, done);
  }
  copy(done, text.length);
  return { text: out, starts, ends };
};
