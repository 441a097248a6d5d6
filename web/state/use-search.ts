import { useCallback, useEffect, useState } from "preact/hooks";
import { answerCache } from "../api/answer-cache.ts";
import type { SearchAnswer } from "../api/answers.ts";
import { ApiError, fetchSearch } from "../api/client.ts";
import { PAGE_SIZE, queryParams, type ShopState } from "./shop-state.ts";

export interface Search {
  /** The newest answer; of an older request while `loading`. */
  readonly answer: SearchAnswer | null;
  readonly loading: boolean;
  readonly error: ApiError | null;
  readonly retry: () => void;
}

/** Asks for what the state says. The answer before stays until the new one is there; one that comes late is dropped. */
export const useSearch = (state: ShopState): Search => {
  const key = searchKey(state);
  const [shown, setShown] = useState<{ key: string; answer: SearchAnswer } | null>(null);
  const [failed, setFailed] = useState<{ key: string; error: ApiError } | null>(null);
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    const cached = answerCache.get(key);
    if (cached !== undefined) {
      setShown({ key, answer: cached });
      return;
    }
    const controller = new AbortController();
    fetchSearch(new URLSearchParams(key), controller.signal).then(
      (answer) => {
        answerCache.put(key, answer);
        if (controller.signal.aborted) return;
        setFailed(null);
        setShown({ key, answer });
      },
      (error: unknown) => {
        if (!controller.signal.aborted) setFailed({ key, error: asApiError(error) });
      },
    );
    return () => controller.abort();
  }, [key, attempt]);

  const current = answerCache.get(key) ?? (shown?.key === key ? shown.answer : null);
  const error = failed?.key === key && current === null ? failed.error : null;
  return {
    answer: current ?? shown?.answer ?? null,
    loading: current === null && error === null,
    error,
    retry: useCallback(() => {
      setFailed(null);
      setAttempt((n) => n + 1);
    }, []),
  };
};

const searchKey = (state: ShopState): string => {
  const params = queryParams(state);
  params.set("sort", state.sort);
  params.set("page", String(state.page));
  params.set("size", String(PAGE_SIZE));
  params.set("highlight", "true");
  return params.toString();
};

const asApiError = (error: unknown): ApiError =>
  error instanceof ApiError ? error : new ApiError(0, "The shop's answer could not be read.", null);
