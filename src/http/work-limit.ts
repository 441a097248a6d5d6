/** How many searches may be in work at once: as many as can be without each taking much longer than one alone. */
export interface WorkLimit {
  /** Whether one more may begin. */
  isFree(): boolean;
  /** What a piece of work takes when hardly any other is in work, in milliseconds; 0 before it is known. */
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
 * as long as when hardly any other was in work, and falls by a fifth when it takes more than twice that. What a search waits for elsewhere
 * (Elasticsearch, another thread) has a queue there that cannot be seen from here but by this.
 *
 * @param most never more than this
 */
export const createWorkLimit = (most: number): WorkLimit => {
  const least = Math.min(2, most);
  let limit = Math.min(16, most);
  let inside = 0;
  let reached = false;
  /** Smoothed duration of work that began among few; null before the first. */
  let aloneMs: number | null = null;
  let sumMs = 0;
  let count = 0;

  const judge = () => {
    const meanMs = sumMs / count;
    if (aloneMs !== null && meanMs > 2 * aloneMs + slackMs) limit = Math.max(least, limit * 0.8);
    else if (reached) limit = Math.min(most, limit + 1);
    sumMs = count = 0;
    reached = false;
  };

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
      // Also when the limit is at its least: so a store that has become slower for good becomes the new measure.
      if (among <= least) aloneMs = aloneMs === null ? ms : aloneMs + (ms - aloneMs) / 32;
      sumMs += ms;
      if (++count >= judgedAtOnce) judge();
    },
  };
};

/** Pieces of work that are judged together: fewer would be judged by a single pause of the machine. */
const judgedAtOnce = 16;
/** What takes no time alone may take so long, in milliseconds. */
const slackMs = 2;
