/**
 * Share of the relevant items that are among the first `k`.
 *
 * @returns in [0, 1], or null when nothing is relevant
 */
export function recall(ranked: readonly string[], relevant: ReadonlySet<string>, k: number): number | null {
  if (relevant.size === 0) return null;
  let found = 0;
  for (const id of new Set(ranked.slice(0, k))) if (relevant.has(id)) found += 1;
  return found / relevant.size;
}
