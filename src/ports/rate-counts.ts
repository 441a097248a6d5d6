/** How often something was done, summed over processes. */
export interface RateCounts {
  /**
   * Adds to counters of a window and tells what they have come to; forgotten two minutes after the last addition.
   *
   * @param window its name: counters of another are others
   * @returns the same names with their sums
   * @throws WinnowError `engine_unavailable`
   */
  add(window: string, points: ReadonlyMap<string, number>): Promise<ReadonlyMap<string, number>>;
}
