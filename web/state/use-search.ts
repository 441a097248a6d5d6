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
    fetchSearch(withQueryId(key), controller.signal).then(
      (answer) => {
        answerCache.put(key, answer);
        if (answer.page === 1) queryIds.set(pagelessKey(key), answer.query_id);
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

/** A new question is asked anew, even if it was asked before: the order may have learned since. Going back is not. */
export const forgetAnswers = (state: ShopState): void => {
  for (const order of ["learned", "text", "compare"] as const) answerCache.drop(searchKey({ ...state, order }));
};

/** What is asked; comparing asks for the learned order, and again for the other. */
const searchKey = (state: ShopState): string => {
  const params = queryParams(state);
  params.set("sort", state.sort);
  params.set("page", String(state.page));
  params.set("size", String(PAGE_SIZE));
  params.set("highlight", "true");
  if (state.order === "text") params.set("order", "text");
  // Where the words alone would have put each.
  if (state.order === "compare") params.set("explain", "true");
  return params.toString();
};

/** Query id by what was asked, so that further pages count as the same search. */
const queryIds = new Map<string, string>();

const pagelessKey = (key: string): string => {
  const params = new URLSearchParams(key);
  params.delete("page");
  return params.toString();
};

const withQueryId = (key: string): URLSearchParams => {
  const params = new URLSearchParams(key);
  const queryId = params.get("page") === "1" ? undefined : queryIds.get(pagelessKey(key));
  if (queryId !== undefined) params.set("query_id", queryId);
  return params;
};

const asApiError = (error: unknown): ApiError =>
  error instanceof ApiError ? error : new ApiError(0, "The shop's answer could not be read.", null);
