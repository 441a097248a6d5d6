import { useEffect } from "preact/hooks";

/** Names the page in the tab and the history; what was over another page gives its name back. */
export const useTitle = (title: string): void => {
  useEffect(() => {
    const before = document.title;
    document.title = `${title} · Winnow`;
    return () => {
      document.title = before;
    };
  }, [title]);
};
