import { useEffect } from "preact/hooks";

/** Names the page in the tab and the history. */
export const useTitle = (title: string): void => {
  useEffect(() => {
    document.title = `${title} · Winnow`;
  }, [title]);
};
