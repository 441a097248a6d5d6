import { createContext, type ComponentChildren, type TargetedMouseEvent } from "preact";
import { useCallback, useContext, useLayoutEffect, useMemo, useState } from "preact/hooks";
import { restoreScroll, watchScroll } from "./scroll.ts";
import { forgetAnswers } from "./use-search.ts";
import { hrefOf, parseState, type ShopState } from "./shop-state.ts";

interface GoOptions {
  readonly replace?: boolean;
  readonly keepScroll?: boolean;
}

/** What is kept with a step of the history. */
interface Step {
  readonly y?: number;
  /** It was reached from within the page, so there is a step back to where it was opened. */
  readonly opened?: boolean;
}

interface Navigation {
  readonly state: ShopState;
  /** Goes to a state; `replace` leaves no step to go back to, `keepScroll` stays where the page is. */
  readonly go: (state: ShopState, how?: GoOptions) => void;
  /** Back to the page behind the product or the explanation, by a step back where there is one. */
  readonly closeOverlay: () => void;
}

const NavigationContext = createContext<Navigation | null>(null);

/** Keeps the state in the address: back, forward, reload and sharing all go through it. */
export const NavigationProvider = ({ children }: { children: ComponentChildren }) => {
  const [search, setSearch] = useState(location.search);

  useLayoutEffect(() => {
    // The browser would restore it before the results are there.
    history.scrollRestoration = "manual";
    const onPop = () => {
      setSearch(location.search);
      restoreScroll(currentStep().y ?? 0);
    };
    addEventListener("popstate", onPop);
    const stopWatching = watchScroll((y) => history.replaceState({ ...currentStep(), y } satisfies Step, ""));
    if (currentStep().y !== undefined) restoreScroll(currentStep().y ?? 0);
    return () => {
      removeEventListener("popstate", onPop);
      stopWatching();
    };
  }, []);

  const go = useCallback<Navigation["go"]>((state, { replace = false, keepScroll = false } = {}) => {
    const href = hrefOf(state);
    const before = parseState(location.search);
    // Behind what is laid over it, the page stays as it is.
    if (sameOverlay(state, before) && href !== hrefOf(before)) forgetAnswers(state);
    if (replace) {
      history.replaceState(history.state, "", href);
    } else {
      history.replaceState({ ...currentStep(), y: scrollY }, "");
      const opened = isOverlaid(state) && !isOverlaid(before);
      history.pushState({ y: keepScroll ? scrollY : 0, opened } satisfies Step, "", href);
    }
    setSearch(location.search);
    if (!keepScroll && !replace) scrollTo({ top: 0, behavior: "instant" });
  }, []);

  const closeOverlay = useCallback(() => {
    if (currentStep().opened === true) history.back();
    else go({ ...parseState(location.search), product: null, why: null }, { keepScroll: true });
  }, [go]);

  const value = useMemo(() => ({ state: parseState(search), go, closeOverlay }), [search, go, closeOverlay]);
  return <NavigationContext.Provider value={value}>{children}</NavigationContext.Provider>;
};

export const useNavigation = (): Navigation => {
  const navigation = useContext(NavigationContext);
  if (navigation === null) throw new Error("useNavigation is called outside NavigationProvider");
  return navigation;
};

const isOverlaid = (state: ShopState): boolean => state.product !== null || state.why !== null;

const sameOverlay = (a: ShopState, b: ShopState): boolean => a.product === b.product && a.why === b.why;

/** True for a click that the page should handle itself; a modified click opens a tab, as links do. */
export const isPlainClick = (event: TargetedMouseEvent<HTMLElement>): boolean =>
  event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;

const currentStep = (): Step => (history.state as Step | null) ?? {};
