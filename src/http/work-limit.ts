/** How many searches may be in work at once: as many as can be without each taking much longer than one alone. */
export interface WorkLimit {
  /** Whether one more may begin. */
  isFree(): boolean;
  /** What a piece of work takes when no other is in work, in milliseconds; 0 before it is known. */
  aloneMs(): number;
  /** @returns how many are in work with this one: to be handed to `end` */
  begin(): number;
  /**
   * @param among what `begin` returned
   * @param ms how long it took
   * @param done false when it failed: that it was quick then says nothing
   */
  end(among: number, ms: number, done: boolean): void;
}

/**
 * Additive increase, multiplicative decrease, by latency: the limit rises by one while it is reached and work takes about
 * as long as alone, and falls by a tenth when it takes more than twice that. What a search waits for elsewhere
 * (Elasticsearch, another thread) has a queue there that cannot be seen from here but by this.
 *
 * @param most never more than this
 */
export const createWorkLimit = (most: number): WorkLimit => {
  let limit = Math.min(16, most);
  let inside = 0;
  let reached = false;
  /** Smoothed duration of work that began and ended alone; null before the first. */
  let aloneMs: number | null = null;
  let sumMs = 0;
  let count = 0;

  const judge = () => {
    const meanMs = sumMs / count;
    if (aloneMs !== null && meanMs > 2 * aloneMs + slackMs) limit = Math.max(1, limit * 0.9);
    else if (reached) limit = Math.min(most, limit + 1);
    sumMs = count = 0;
    reached = false;
  };

  // Soon believed when it is quick: the first ones are not, while caches are cold. What is slow while the limit is reached may
  // be slow because of the rest: believed at once, it would raise the limit by which it became slow. But a store that has
  // become slower for good has to become the measure some time.
  const weightOf = (isQuick: boolean): number => (isQuick ? 1 / 16 : reached ? 1 / 512 : 1 / 32);

  return {
    isFree: () => inside < Math.floor(limit),
    aloneMs: () => aloneMs ?? 0,
    begin() {
      inside++;
      if (inside >= Math.floor(limit)) reached = true;
      return inside;
    },
    end(among, ms, done) {
      inside--;
      if (!done) return;
      if (among === 1 && inside === 0)
        aloneMs = aloneMs === null ? ms : aloneMs + (ms - aloneMs) * weightOf(ms < aloneMs);
      sumMs += ms;
      if (++count >= judgedAtOnce) judge();
    },
  };
};

/** Pieces of work that are judged together: fewer would be judged by a single pause of the machine. */
const judgedAtOnce = 16;
/** What takes no time alone may take so long, in milliseconds. */
const slackMs = 2;
