import type { Trail } from "./trails.ts";

/** A text as it was searched for, and what these shoppers came to in the end. */
export interface AskedText {
  readonly text: string;
  readonly count: number;
  /** Of them, searches that found nothing at the time. */
  readonly empty: number;
  readonly clicked: number;
  /** Groups that were clicked or bought, by this search or the ones soon after it. */
  readonly wanted: ReadonlySet<string>;
}

const SOON_MS = 5 * 60_000;

/** Every text that was searched for, once, most frequent first. */
export function collectTexts(trails: readonly Trail[]): readonly AskedText[] {
  const texts = new Map<string, { text: string; count: number; empty: number; clicked: number; wanted: Set<string> }>();
  for (const { searches } of trails) {
    for (const [i, { text, atMs, total, clicked }] of searches.entries()) {
      const key = text.toLowerCase();
      const asked = texts.get(key) ?? { text: key, count: 0, empty: 0, clicked: 0, wanted: new Set() };
      texts.set(key, asked);
      asked.count += 1;
      if (total === 0) asked.empty += 1;
      if (clicked.size > 0) asked.clicked += 1;
      const next = searches.slice(i + 1, i + 4).find((each) => each.clicked.size > 0 && each.atMs - atMs <= SOON_MS);
      for (const group of clicked.size > 0 ? clicked : (next?.clicked ?? [])) asked.wanted.add(group);
    }
  }
  return [...texts.values()].sort((a, b) => b.count - a.count);
}
