import { WinnowError } from "../domain/errors.ts";
import { didYouMean } from "../wire/nearest.ts";

/** Parameters of an address by name, each with its values in order. A Map, since the names are a stranger's. */
export type Parameters = ReadonlyMap<string, readonly string[]>;

/**
 * Strict where URLSearchParams is lenient: broken escapes and broken UTF-8 are errors, not question marks.
 *
 * @throws WinnowError `invalid_request`
 */
export const readParameters = (querystring: string): Parameters => {
  const parameters = new Map<string, string[]>();
  if (querystring === "") return parameters;
  for (const pair of querystring.split("&")) {
    if (pair === "") continue;
    const at = pair.indexOf("=");
    const name = decode(at === -1 ? pair : pair.slice(0, at));
    const value = at === -1 ? "" : decode(pair.slice(at + 1));
    const values = parameters.get(name);
    if (values === undefined) parameters.set(name, [value]);
    else values.push(value);
  }
  return parameters;
};

/**
 * Values by name for the schema to judge: those that look like whole numbers or truth values, as such.
 *
 * @param kinds what each known parameter is
 * @param others whether a parameter beyond them is known too
 * @throws WinnowError `invalid_request` for an unknown or repeated one
 */
export const pickParameters = (
  parameters: Parameters,
  kinds: Readonly<Record<string, "text" | "number" | "flag">>,
  others: (name: string) => boolean = () => false,
): Record<string, unknown> => {
  const picked: Record<string, unknown> = {};
  for (const [name, values] of parameters) {
    if (!Object.hasOwn(kinds, name)) {
      if (others(name)) continue;
      throw new WinnowError("invalid_request", `There is no parameter ${name.slice(0, 100)} here.`, {
        where: name.slice(0, 100),
        hint: didYouMean(name, Object.keys(kinds)),
      });
    }
    if (values.length > 1) {
      throw new WinnowError("invalid_request", `${name} is given ${values.length} times.`, {
        where: name,
        hint: "Give it once.",
      });
    }
    picked[name] = read(kinds[name]!, values[0]!);
  }
  return picked;
};

/** The name of a parameter for an error, from the path in what was picked. */
export const parameterName = (path: readonly PropertyKey[]): string => String(path[0] ?? "");

const read = (kind: "text" | "number" | "flag", value: string): string | number | boolean => {
  if (kind === "number" && /^-?\d{1,15}(\.\d{1,15})?$/.test(value)) return Number(value);
  if (kind === "flag" && (value === "true" || value === "1")) return true;
  if (kind === "flag" && (value === "false" || value === "0")) return false;
  return value;
};

const decode = (text: string): string => {
  try {
    return text.includes("%") || text.includes("+") ? decodeURIComponent(text.replaceAll("+", " ")) : text;
  } catch (cause) {
    throw new WinnowError("invalid_request", "The address has a broken escape or broken UTF-8.", {
      where: text.slice(0, 100),
      hint: "Encode each value with encodeURIComponent.",
      cause,
    });
  }
};
