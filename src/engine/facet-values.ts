import type { FacetRequest } from "../domain/retrieval.ts";
import { fold } from "../text/fold.ts";

/** Which values of a facet are shown: those with a word that starts with `contains`; the open branches of a tree. */
export function facetValueFilter(facet: FacetRequest): (value: string) => boolean {
  if (facet.kind === "tree") {
    const parents = new Set(["", ...facet.open.flatMap(pathAndAncestors)]);
    return (path) => parents.has(path.slice(0, Math.max(0, path.lastIndexOf(SEPARATOR))));
  }
  if (facet.kind === "stats" || facet.contains === undefined) return () => true;
  const start = fold(facet.contains).trim();
  return (value) => hasWord(fold(value), start);
}

const SEPARATOR = " > ";

function pathAndAncestors(path: string): string[] {
  const levels = path.split(SEPARATOR);
  return levels.map((_, i) => levels.slice(0, i + 1).join(SEPARATOR));
}

function hasWord(value: string, start: string): boolean {
  for (let at = value.indexOf(start); at !== -1; at = value.indexOf(start, at + 1)) {
    if (at === 0 || !/[\p{L}\p{N}]/u.test(value[at - 1]!)) return true;
  }
  return start === "";
}
