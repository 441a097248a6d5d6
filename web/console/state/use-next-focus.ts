import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";

/**
 * Whoever decides by keyboard goes on where they were: when a decided card leaves its list, the one in its place has the
 * focus, else the page would be begun again at its top.
 *
 * @param list whose children can have the focus
 * @param shown what the list shows; another value, another list
 * @returns to be called with the place of a card and the work that may make it leave
 */
export const useNextFocus = (list: RefObject<HTMLElement | null>, shown: unknown) => {
  const place = useRef<number | null>(null);
  useEffect(() => {
    if (place.current === null || document.activeElement !== document.body) return;
    const left = list.current?.children ?? [];
    const next = left[Math.min(place.current, left.length - 1)];
    place.current = null;
    if (next instanceof HTMLElement) next.focus();
  }, [shown]);
  return async (at: number, work: Promise<boolean>): Promise<void> => {
    place.current = at;
    if (!(await work)) place.current = null;
  };
};
