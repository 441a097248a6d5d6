import type { Completion } from "../../domain/vocabulary.ts";

/** Counts the groups of products that have a value. */
export class ValueCounter {
  private readonly counts = new Map<string, { count: number; lastGroup: string }>();

  add(values: readonly string[], group: string): void {
    for (const value of values) {
      const seen = this.counts.get(value);
      if (seen === undefined) this.counts.set(value, { count: 1, lastGroup: group });
      else if (seen.lastGroup !== group) {
        seen.count++;
        seen.lastGroup = group;
      }
    }
  }

  completions(kind: Completion["kind"]): Completion[] {
    return [...this.counts].map(([text, { count }]) => ({ text, kind, count }));
  }
}
