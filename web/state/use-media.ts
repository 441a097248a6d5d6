import { useEffect, useState } from "preact/hooks";

/** Whether a media query holds, kept current. */
export const useMedia = (query: string): boolean => {
  const [holds, setHolds] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const list = matchMedia(query);
    const onChange = () => setHolds(list.matches);
    onChange();
    list.addEventListener("change", onChange);
    return () => list.removeEventListener("change", onChange);
  }, [query]);
  return holds;
};

/** Where the filters leave the side of the page for a sheet; the same width stands in styles/results.css. */
export const PHONE = "(max-width: 860px)";
