import { useCallback, useState } from "preact/hooks";

type Theme = "light" | "dark";

/** The theme in force and a switch that is remembered; without a choice it is the system's. See public/theme.js. */
export const useTheme = (): { theme: Theme; toggle: () => void } => {
  const [theme, setTheme] = useState<Theme>(currentTheme);
  const toggle = useCallback(() => {
    const next: Theme = currentTheme() === "dark" ? "light" : "dark";
    document.documentElement.dataset["theme"] = next;
    try {
      localStorage.setItem("winnow-theme", next);
    } catch {
      // Not remembered where storage is refused; it still holds for this page.
    }
    setTheme(next);
  }, []);
  return { theme, toggle };
};

const currentTheme = (): Theme => {
  const chosen = document.documentElement.dataset["theme"];
  if (chosen === "light" || chosen === "dark") return chosen;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
};
