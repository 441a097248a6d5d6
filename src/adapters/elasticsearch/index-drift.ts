/** Where what is live differs from what was asked for, as `mappings.properties.title.analyzer is "x" instead of "y"`. */
export interface Drift {
  readonly differing: readonly string[];
  /** Fields that the live index has and the mapping does not. */
  readonly added: readonly string[];
}

/**
 * @param wanted the index body it was to be made from
 * @param live its `mappings` and `settings.index` as the server shows them: numbers and truths as text, defaults left out
 */
export function indexDrift(
  wanted: { readonly settings?: unknown; readonly mappings?: unknown },
  live: { readonly settings?: unknown; readonly mappings?: unknown },
): Drift {
  const wantedMappings = tree(wanted.mappings);
  const liveMappings = tree(live.mappings);
  const differing = [
    ...differences(wantedMappings, liveMappings, "mappings"),
    ...differences(tree(wanted.settings)["analysis"], tree(live.settings)["analysis"], "settings.analysis"),
  ];
  const known = new Set(Object.keys(tree(wantedMappings["properties"])));
  const added = Object.keys(tree(liveMappings["properties"])).filter((name) => !known.has(name));
  return { differing, added };
}

/** What `live` lacks or has otherwise. What it has beyond that are the server's defaults. */
function differences(wanted: unknown, live: unknown, path: string): readonly string[] {
  if (wanted === undefined) return [];
  if (Array.isArray(wanted) || typeof wanted !== "object" || wanted === null) {
    if (plain(wanted) === plain(live)) return [];
    return [`${path} is ${live === undefined ? "missing" : plain(live)} instead of ${plain(wanted)}`];
  }
  if (typeof live !== "object" || live === null) return [`${path} is missing`];
  return Object.entries(wanted).flatMap(([key, value]) => differences(value, tree(live)[key], `${path}.${key}`));
}

/** One value in an array is the same as the value alone, and `false` the same as `"false"`. */
function plain(value: unknown): string {
  const values = Array.isArray(value) ? value : [value];
  return values.map((each) => (typeof each === "object" ? JSON.stringify(each) : String(each))).join(", ");
}

function tree(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
