/** How often something was done, summed over processes. */
export interface RateCounts {
  /**
   * Adds to counters of a window and tells what they have come to.
   *
   * @param window its name: counters of another are others
   * @param keptMs forgotten so long after the last addition
   * @returns the same names with their sums
   * @throws WinnowError `engine_unavailable`
   */
  add(window: string, points: ReadonlyMap<string, number>, keptMs: number): Promise<ReadonlyMap<string, number>>;
}
