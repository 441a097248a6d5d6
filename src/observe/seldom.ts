/** Says each thing once in so many milliseconds: what is tried again and again must not fill the log. */
export const seldom = <Said extends readonly unknown[]>(
  everyMs: number,
  /** What is the same thing. */
  keyOf: (...said: Said) => string,
  say: (...said: Said) => void,
): ((...said: Said) => void) => {
  const saidAt = new Map<string, number>();
  return (...said) => {
    const key = keyOf(...said);
    const nowMs = performance.now();
    if (nowMs - (saidAt.get(key) ?? -Infinity) < everyMs) return;
    // Things may hold an error's words: those that may be said again need not be remembered.
    for (const [other, atMs] of saidAt) if (nowMs - atMs >= everyMs) saidAt.delete(other);
    saidAt.set(key, nowMs);
    say(...said);
  };
};
