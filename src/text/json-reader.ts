import { WinnowError } from "../domain/errors.ts";

/**
 * A place in an index body: its value and the JSON pointer that leads there. Reading what is not as expected throws
 * WinnowError `invalid_mapping` with `where` the pointer, saying what is wrong and, as `hint`, what would be right.
 */
export interface JsonPlace {
  readonly value: unknown;
  readonly path: string;
  /** A property of an object; its value is undefined when absent. */
  at(key: string): JsonPlace;
  string(expected?: string): string;
  number(expected?: string): number;
  /** The keys of an object. */
  keys(): readonly string[];
  /** The items of an array; none when absent. */
  items(): readonly JsonPlace[];
  /** Refuses properties other than these. */
  only(...keys: readonly string[]): this;
  fail(problem: string, hint: string): never;
}

export const jsonPlace = (value: unknown, path = ""): JsonPlace => {
  const place: JsonPlace = {
    value,
    path,
    at: (key) => jsonPlace(asObject(place)[key], `${path}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`),
    string: (expected = "a string") =>
      typeof value === "string" ? value : place.fail(`${shown(value)} is not ${expected}`, `Give ${expected} here.`),
    number: (expected = "a number") =>
      typeof value === "number" && Number.isFinite(value)
        ? value
        : place.fail(`${shown(value)} is not ${expected}`, `Give ${expected} here.`),
    keys: () => Object.keys(asObject(place)),
    items: () => {
      if (value === undefined) return [];
      if (!Array.isArray(value)) return place.fail(`${shown(value)} is not an array`, "Give an array here.");
      return value.map((item: unknown, index) => jsonPlace(item, `${path}/${index}`));
    },
    only: (...known) => {
      for (const key of place.keys()) {
        if (!known.includes(key)) place.at(key).fail("not known here", `Known here: ${known.join(", ")}. Remove it.`);
      }
      return place;
    },
    fail: (problem, hint) => {
      const where = path === "" ? "/" : path;
      throw new WinnowError("invalid_mapping", `Mapping, at ${where}: ${problem}.`, { where, hint });
    },
  };
  return place;
};

const asObject = (place: JsonPlace): Readonly<Record<string, unknown>> =>
  typeof place.value === "object" && place.value !== null && !Array.isArray(place.value)
    ? (place.value as Record<string, unknown>)
    : place.fail(`${shown(place.value)} is not an object`, "Give an object here.");

const shown = (value: unknown): string => {
  const text = value === undefined ? "nothing" : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
};
