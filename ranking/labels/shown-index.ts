import type { Impression } from "../../src/domain/impression.ts";

/** Which search showed which product. */
export interface ShownIndex {
  add(impression: Impression): void;
  /** The shown product that is this one, else the shown variant of its group; null when the search did not show it. */
  find(queryId: string, product: string, group: string): string | null;
  /** When the page with it was answered; null when the search is not known. */
  shownAtMs(queryId: string): number | null;
}

/** Each name is kept once, each search as a row of numbers. */
export function createShownIndex(): ShownIndex {
  const numbers = new Map<string, number>();
  const names: string[] = [];
  const searches = new Map<string, { readonly atMs: number; readonly rows: Int32Array }>();

  function numberOf(name: string): number {
    const known = numbers.get(name);
    if (known !== undefined) return known;
    numbers.set(name, names.length);
    names.push(name);
    return names.length - 1;
  }

  return {
    add({ queryId, shownAtMs, shown }) {
      const before = searches.get(queryId);
      const rows: number[] = [];
      for (const { id, group, position } of shown) if (position > 0) rows.push(numberOf(id), numberOf(group));
      searches.set(queryId, {
        atMs: Math.min(shownAtMs, before?.atMs ?? Infinity),
        rows: Int32Array.from(before === undefined ? rows : [...before.rows, ...rows]),
      });
    },
    find(queryId, product, group) {
      const rows = searches.get(queryId)?.rows;
      if (rows === undefined) return null;
      const wanted = numbers.get(product) ?? -1;
      const wantedGroup = numbers.get(group) ?? -1;
      let variant = -1;
      for (let i = 0; i < rows.length; i += 2) {
        if (rows[i] === wanted) return product;
        if (variant < 0 && rows[i + 1] === wantedGroup) variant = rows[i]!;
      }
      return variant < 0 ? null : names[variant]!;
    },
    shownAtMs: (queryId) => searches.get(queryId)?.atMs ?? null,
  };
}
