import type { JsonValue } from "../../domain/json.ts";
import { plainLine } from "./plain-text.ts";

/**
 * Category paths as exports write them, in the product's form: levels separated by ` > `.
 * `A > B`, `A/B` and `A|B` are levels; where one of them separates levels, `|`, `;` or `,` separates paths.
 * Google's bare category numbers say nothing to a shopper and are left out.
 */
export function parseCategories(values: readonly JsonValue[]): readonly string[] {
  const paths = values.flatMap(pathsOf).map((levels) => levels.map(plainLine).filter((level) => level !== ""));
  return [...new Set(paths.filter((levels) => levels.length > 0).map((levels) => levels.join(" > ")))];
}

function pathsOf(value: JsonValue): readonly (readonly string[])[] {
  if (Array.isArray(value)) {
    const list = value as readonly JsonValue[];
    // [["A", "B"]]: a path as a list of its levels
    return list.flatMap((each) =>
      Array.isArray(each) && each.every((level) => typeof level === "string") ? [each] : pathsOf(each),
    );
  }
  if (typeof value !== "string" || /^\s*\d*\s*$/u.test(value)) return [];
  const text = value.replace(/&gt;|›|»|→/gu, ">");
  const level = [">", "/", "|"].find((each) => text.includes(each));
  if (level === undefined) return [[text]];
  return pathSeparators(text, level).map((path) => path.split(level));
}

function pathSeparators(text: string, level: string): readonly string[] {
  for (const separator of ["|", ";", ","]) {
    if (separator === level || !text.includes(separator)) continue;
    const paths = text.split(separator);
    if (separator === "|" || paths.every((path) => path.includes(level))) return paths;
  }
  return [text];
}
