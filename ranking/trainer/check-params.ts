import { WinnowError } from "../../src/domain/errors.ts";
import type { JsonObject, JsonValue } from "../../src/domain/json.ts";
import { aliases, ours, type ParameterRule, parameterTable } from "./parameter-table.ts";

/**
 * Refuses parameters that LightGBM would silently ignore or misread.
 *
 * @param builtIn only those that the built-in trainer knows
 * @throws WinnowError `invalid_request`, naming the parameter
 */
export function checkParams(params: JsonObject, builtIn: boolean): void {
  for (const [name, value] of Object.entries(params)) {
    const rule = Object.hasOwn(parameterTable, name) ? parameterTable[name] : undefined;
    if (rule === undefined) throw refusal(name, unknown(name));
    if (builtIn && rule.builtIn === undefined) {
      throw refusal(name, "is not known to the built-in trainer", "Leave it out, or install LightGBM.");
    }
    const wrong = whatIsWrong(value, rule);
    if (wrong !== null) throw refusal(name, `${wrong}, not ${JSON.stringify(value)}`);
  }
  if (params["objective"] === undefined) throw refusal("objective", "must be given: lambdarank, regression or poisson");
  const gains = params["label_gain"];
  if (Array.isArray(gains) && gains.length > 31) throw refusal("label_gain", "has a gain for labels above 30");
}

function unknown(name: string): string {
  const canonical = Object.hasOwn(aliases, name) ? aliases[name] : undefined;
  if (canonical !== undefined) return `is another name of ${canonical}: use that`;
  const set = Object.hasOwn(ours, name) ? ours[name] : undefined;
  if (set !== undefined) return `is not for callers: ${set}`;
  return "is not a parameter that is known here, and LightGBM would ignore it";
}

function whatIsWrong(value: JsonValue, rule: ParameterRule): string | null {
  switch (rule.kind) {
    case "boolean":
      return typeof value === "boolean" ? null : "must be true or false";
    case "word":
      if (typeof value !== "string" || /\s/u.test(value)) return "must be a word";
      return rule.words === undefined || rule.words.includes(value) ? null : `must be ${rule.words.join(" or ")}`;
    case "number":
    case "whole":
      return number(value, rule);
    case "numbers":
    case "wholes": {
      if (!Array.isArray(value) || value.length === 0) return "must be a list of numbers";
      const list = value as readonly JsonValue[];
      return list.map((item) => number(item, rule)).find((wrong) => wrong !== null) ?? null;
    }
  }
}

function number(value: JsonValue, { kind, range }: ParameterRule): string | null {
  if (typeof value !== "number" || !Number.isFinite(value)) return "must be a number";
  if (kind.startsWith("whole") && !Number.isInteger(value)) return "must be a whole number";
  const [low, high] = range ?? [-Infinity, Infinity];
  if (value >= low && value <= high) return null;
  return low === Number.MIN_VALUE ? `must be above 0 and at most ${high}` : `must be ${low} to ${high}`;
}

function refusal(name: string, message: string, hint?: string): WinnowError {
  return new WinnowError("invalid_request", `Training parameter ${name} ${message}`, {
    where: `params.${name}`,
    ...(hint === undefined ? {} : { hint }),
  });
}
