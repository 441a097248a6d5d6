import { useCallback, useEffect, useState } from "preact/hooks";
import { ConsoleError } from "../api/client.ts";

const EVERY_MS = 2_000;

export interface Polled<T> {
  /** The newest answer; the one before stays while the server cannot be reached. */
  readonly value: T | null;
  readonly error: ConsoleError | null;
  /** Asks now. */
  readonly refresh: () => void;
}

/**
 * Asks every two seconds while the page is seen.
 *
 * @param key what is asked for; an answer of another one is never shown
 */
export const usePolled = <T>(key: string, ask: () => Promise<T>): Polled<T> => {
  const [state, setState] = useState<{ key: string; value: T | null; error: ConsoleError | null }>(nothing(key));
  const [asked, setAsked] = useState(0);
  useEffect(() => {
    let over = false;
    let timer: ReturnType<typeof setTimeout>;
    const run = async (): Promise<void> => {
      if (document.visibilityState === "visible") {
        try {
          const value = await ask();
          if (!isOver()) setState({ key, value, error: null });
        } catch (cause) {
          const error = ConsoleError.of(cause);
          if (!isOver()) setState((before) => ({ ...(before.key === key ? before : nothing(key)), error }));
        }
      }
      if (!isOver()) timer = setTimeout(() => void run(), EVERY_MS);
    };
    const isOver = () => over;
    const onVisible = () => {
      if (document.visibilityState !== "visible") return;
      clearTimeout(timer);
      void run();
    };
    document.addEventListener("visibilitychange", onVisible);
    void run();
    return () => {
      over = true;
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", onVisible);
    };
  }, [key, asked]);
  const current = state.key === key ? state : nothing(key);
  return { value: current.value, error: current.error, refresh: useCallback(() => setAsked((n) => n + 1), []) };
};

const nothing = (key: string) => ({ key, value: null, error: null });
