/** How long a page may take to grow to the height it had. */
const PATIENCE_MS = 2_000;
const SAVE_AFTER_MS = 150;

/** Scrolls to where a page was left as soon as it is tall enough again; gives way to a visitor who scrolls. */
export const restoreScroll = (y: number): void => {
  const controller = new AbortController();
  for (const type of ["wheel", "touchmove", "keydown", "pointerdown"]) {
    addEventListener(type, () => controller.abort(), { signal: controller.signal, passive: true });
  }
  const until = performance.now() + PATIENCE_MS;
  const attempt = () => {
    if (controller.signal.aborted) return;
    scrollTo({ top: y, behavior: "instant" });
    if (Math.abs(scrollY - y) > 1 && performance.now() < until) requestAnimationFrame(attempt);
    else controller.abort();
  };
  // After the frame in which the page is drawn anew.
  requestAnimationFrame(() => requestAnimationFrame(attempt));
};

/** Calls `save` when scrolling has come to rest; returns how to stop. */
export const watchScroll = (save: (y: number) => void): (() => void) => {
  let timer = 0;
  const onScroll = () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => save(scrollY), SAVE_AFTER_MS);
  };
  addEventListener("scroll", onScroll, { passive: true });
  return () => {
    clearTimeout(timer);
    removeEventListener("scroll", onScroll);
  };
};
