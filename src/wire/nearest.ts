/** The name a mistyped one was probably meant to be; null when none is near. */
const nearest = (name: string, known: readonly string[]): string | null => {
  if (name.length > 100) return null;
  let best: string | null = null;
  let bestEdits = Math.max(2, Math.floor(name.length / 3)) + 1;
  for (const candidate of known) {
    const edits = distance(name.toLowerCase(), candidate.toLowerCase());
    if (edits < bestEdits) [best, bestEdits] = [candidate, edits];
  }
  return best;
};

/** `Did you mean X?`, or a list of what there is. */
export const didYouMean = (name: string, known: readonly string[]): string => {
  const best = nearest(name, known);
  if (best !== null) return `Did you mean ${best}?`;
  return known.length === 0 ? "There are none." : `Known are ${known.slice(0, 30).join(", ")}.`;
};

// Optimal string alignment: insert, delete, replace, swap neighbours.
const distance = (a: string, b: string): number => {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = above[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? before[j - 2]! + 1 : Infinity;
      row.push(Math.min(row[j - 1]! + 1, above[j]! + 1, replaced, swapped));
    }
    [before, above] = [above, row];
  }
  return above[b.length]!;
};
