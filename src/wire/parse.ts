import { z } from "zod";
import { WinnowError } from "../domain/errors.ts";
import { didYouMean } from "./nearest.ts";

/**
 * Reads what a caller sent. Past it there is no `unknown`.
 *
 * @param pointer how the caller finds the place: a JSON pointer in a body, a name among parameters
 * @throws WinnowError `invalid_request` with the place and what would be right
 */
export const parse = <Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  pointer: (path: readonly PropertyKey[]) => string = jsonPointer,
): z.output<Schema> => {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = deepest(result.error.issues[0]!, [], value);
  if (issue.code === "unrecognized_keys") {
    const key = issue.keys[0]!;
    const where = pointer([...issue.path, key]);
    const known = issue.path.length === 0 ? keysOf(schema) : [];
    throw new WinnowError("invalid_request", `${where} is not known here.`, {
      where,
      ...(known.length === 0 ? {} : { hint: didYouMean(key, known) }),
    });
  }
  const where = pointer(issue.path);
  throw new WinnowError("invalid_request", `${where === "" ? "The body" : where}: ${issue.message}`, { where });
};

/** RFC 6901. */
const jsonPointer = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

/** The names an object schema knows. */
const keysOf = (schema: z.ZodType): string[] => (schema instanceof z.ZodObject ? Object.keys(schema.shape) : []);

/** In a union, the complaint of the alternative that came furthest, so that a mistake in a nested clause is named there. */
const deepest = (issue: z.core.$ZodIssue, base: readonly PropertyKey[], value: unknown): z.core.$ZodIssue => {
  const here = { ...issue, path: [...base, ...issue.path] };
  if (issue.code !== "invalid_union") return here;
  let best: z.core.$ZodIssue = here;
  for (const [first, ...others] of issue.errors) {
    if (first === undefined) continue;
    const inner = deepest(first, here.path, value);
    // An alternative with other keys is another kind of thing.
    const isOther = valueAt(value, inner.path) === undefined || others.some(({ code }) => code === "unrecognized_keys");
    if (!isOther && inner.code !== "unrecognized_keys" && inner.path.length > best.path.length) best = inner;
  }
  return best;
};

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce(
    (inner, key) =>
      typeof inner === "object" && inner !== null ? (inner as Record<PropertyKey, unknown>)[key] : undefined,
    value,
  );
