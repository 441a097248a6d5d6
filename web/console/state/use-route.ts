import { useCallback, useEffect, useState } from "preact/hooks";

export const PAGES = ["now", "models", "decisions", "traffic", "synonyms", "texts", "jobs"] as const;
export type PageName = (typeof PAGES)[number];

export interface Where {
  readonly page: PageName;
  readonly catalog: string;
}

/** The address says what is shown: `/console/models?catalog=products`. */
export const useRoute = (): {
  where: Where;
  href: (to: Partial<Where>) => string;
  go: (to: Partial<Where>) => void;
} => {
  const [where, setWhere] = useState(read);
  useEffect(() => {
    const onPop = () => setWhere(read());
    addEventListener("popstate", onPop);
    return () => removeEventListener("popstate", onPop);
  }, []);
  const href = useCallback((to: Partial<Where>) => hrefOf({ ...where, ...to }), [where]);
  const go = useCallback(
    (to: Partial<Where>) => {
      history.pushState(null, "", hrefOf({ ...where, ...to }));
      setWhere(read());
      scrollTo({ top: 0, behavior: "instant" });
    },
    [where],
  );
  return { where, href, go };
};

const read = (): Where => {
  const name = location.pathname.split("/")[2];
  return {
    page: PAGES.find((page) => page === name) ?? "now",
    catalog: new URLSearchParams(location.search).get("catalog") ?? "products",
  };
};

const hrefOf = ({ page, catalog }: Where): string =>
  `/console/${page === "now" ? "" : page}${catalog === "products" ? "" : `?${new URLSearchParams({ catalog }).toString()}`}`;
