import { useEffect, useState } from "preact/hooks";
import type { SuggestAnswer } from "../api/answers.ts";
import { fetchSuggestions } from "../api/client.ts";

/** Long enough to skip the middle of a burst of keys, short enough to feel like none. */
const DEBOUNCE_MS = 50;

export interface Suggestions {
  /** The text they were made for; an older one than what is typed, for a moment. */
  readonly typed: string;
  readonly answer: SuggestAnswer;
}

/** Completions of what is being typed; null without text. A stale request is aborted, so an older answer never replaces a newer. */
export const useSuggestions = (typed: string, catalog: string | null, active: boolean): Suggestions | null => {
  const [suggestions, setSuggestions] = useState<Suggestions | null>(null);
  const text = typed.trim();

  useEffect(() => {
    if (!active || text === "") {
      setSuggestions(null);
      return;
    }
    const controller = new AbortController();
    const timer = setTimeout(() => {
      const params = new URLSearchParams({ q: typed, size: "6" });
      if (catalog !== null) params.set("catalog", catalog);
      fetchSuggestions(params, controller.signal).then(
        (answer) => {
          if (!controller.signal.aborted) setSuggestions({ typed, answer });
        },
        // Typing on without completions is better than an error in the way of it.
        () => {
          if (!controller.signal.aborted) setSuggestions(null);
        },
      );
    }, DEBOUNCE_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [typed, text === "", catalog, active]);

  return suggestions;
};
