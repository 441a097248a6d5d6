import { aliases, columnKey, unwanted, type Target } from "./aliases.ts";
import { attributeName, type AttributeType } from "./attributes.ts";

/** What a column of a file is taken for. */
export type Match =
  /** The lower the rank, the rather this column fills the field. */
  | { readonly kind: "field"; readonly target: Target; readonly rank: number }
  | { readonly kind: "attribute"; readonly name: string; readonly type: AttributeType }
  /** All attributes in one value. */
  | { readonly kind: "attributes" }
  /** A field of the shop's own that the catalogue's mapping declares. */
  | { readonly kind: "custom"; readonly name: string; readonly type: AttributeType }
  | { readonly kind: "ignored" };

export interface MatchOptions {
  /** What the user has said: field or `attributes.NAME` → the column that fills it. */
  readonly map: ReadonlyMap<string, string>;
  readonly ignore: readonly string[];
  /** Fields that the mapping declares beyond a product's own, with the type of their values. */
  readonly custom: ReadonlyMap<string, AttributeType>;
}

/** Says for each column what it is taken for, always the same; remembers the columns it was asked for, in order. */
export interface FieldMatcher {
  match(column: string): Match;
  readonly seen: ReadonlyMap<string, Match>;
}

export function fieldMatcher(options: MatchOptions): FieldMatcher {
  const seen = new Map<string, Match>();
  const said = new Map([...options.map].map(([target, column]) => [column, targetOf(target, options.custom)]));
  const ignored = new Set(options.ignore);
  const taken = new Set(options.map.keys());
  return {
    seen,
    match: (column) => {
      const known = seen.get(column);
      if (known !== undefined) return known;
      const match = ignored.has(column) ? IGNORED : (said.get(column) ?? guess(column, taken, options.custom));
      seen.set(column, match);
      return match;
    },
  };
}

/** Names that `--map` may give a column to, beside `attributes.NAME` and the shop's own fields. */
export const targets = Object.keys(aliases) as readonly Target[];

const IGNORED: Match = { kind: "ignored" };

const common: ReadonlyMap<string, Match> = new Map(
  targets.flatMap((target) =>
    aliases[target].map((alias, rank): [string, Match] => [alias, { kind: "field", target, rank: rank + 1 }]),
  ),
);

/** Prefixes of attribute columns with what they say of the type; Icecat's first. */
const prefixes: readonly (readonly [RegExp, AttributeType])[] = [
  [/^attr_t_/iu, "text"],
  [/^attr_n_/iu, "number"],
  [/^attr_b_/iu, "boolean"],
  [/^(attr|attribute|attributes|param|spec|property|meta)(_value)?\s*[_:.]\s*|^(c|g|pa):\s*|^pa_/iu, "any"],
];

function targetOf(target: string, custom: MatchOptions["custom"]): Match {
  if (target.startsWith("attributes.")) return { kind: "attribute", name: target.slice(11), type: "any" };
  const field = targets.find((each) => each === target);
  return field === undefined
    ? { kind: "custom", name: target, type: custom.get(target) ?? "any" }
    : { kind: "field", target: field, rank: 0 };
}

function guess(column: string, taken: ReadonlySet<string>, custom: MatchOptions["custom"]): Match {
  const declared = custom.get(column.trim());
  if (declared !== undefined) return { kind: "custom", name: column.trim(), type: declared };
  const key = columnKey(column);
  if (key === "attributes") return { kind: "attributes" };
  const match = common.get(key);
  // Told which column fills a field, no other may.
  if (match?.kind === "field" && !taken.has(match.target)) return match;
  if (unwanted.has(key)) return IGNORED;
  const prefix = prefixes.find(([pattern]) => pattern.test(column.trim()));
  if (prefix === undefined) return { kind: "attribute", name: attributeName(column), type: "any" };
  return { kind: "attribute", name: attributeName(column.trim().replace(prefix[0], "")), type: prefix[1] };
}
