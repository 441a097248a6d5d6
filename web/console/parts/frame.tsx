import type { ComponentChildren, VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Icon } from "../../parts/icon.tsx";
import { useTheme } from "../../state/use-theme.ts";
import { fetchCatalogs } from "../api/client.ts";
import { type PageName, PAGES, type useRoute } from "../state/use-route.ts";
import { Mark } from "./mark.tsx";

const NAMES: Readonly<Record<PageName, string>> = {
  now: "Now",
  models: "Models",
  decisions: "Decisions",
  traffic: "Traffic",
  synonyms: "Synonyms",
  texts: "Texts",
  jobs: "Jobs",
};

interface FrameProps {
  readonly route: ReturnType<typeof useRoute>;
  /** Those the key reaches; null for all. */
  readonly catalogs: readonly string[] | null;
  readonly onSignOut: () => void;
  readonly children: ComponentChildren;
}

/** Around every page: where one is, and the way to the others. */
export const Frame = ({ route: { where, href, go }, catalogs, onSignOut, children }: FrameProps): VNode => {
  const { theme, toggle } = useTheme();
  useEffect(() => {
    document.title = `${NAMES[where.page]} · Winnow console`;
  }, [where.page]);
  return (
    <>
      <a class="skip-link" href="#main">
        Skip to the page
      </a>
      <header class="top">
        <div class="top-content">
          <a class="top-home" href="/" title="To the storefront">
            <Mark />
          </a>
          <nav class="tabs" aria-label="Console">
            {PAGES.map((page) => (
              <a
                key={page}
                class="tab"
                href={href({ page })}
                aria-current={where.page === page ? "page" : undefined}
                onClick={(event) => {
                  if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
                  event.preventDefault();
                  go({ page });
                }}
              >
                {NAMES[page]}
              </a>
            ))}
          </nav>
          <div class="top-tools">
            <CatalogSelect reached={catalogs} chosen={where.catalog} onChoose={(catalog) => go({ catalog })} />
            <button
              type="button"
              class="icon-button"
              aria-label={theme === "dark" ? "Light theme" : "Dark theme"}
              onClick={toggle}
            >
              <Icon name={theme === "dark" ? "sun" : "moon"} />
            </button>
            <button type="button" class="text-button" onClick={onSignOut}>
              Sign out
            </button>
          </div>
        </div>
      </header>
      <main id="main" class="page-main" tabIndex={-1}>
        {children}
      </main>
    </>
  );
};

interface CatalogSelectProps {
  readonly reached: readonly string[] | null;
  readonly chosen: string;
  readonly onChoose: (catalog: string) => void;
}

/** Only where there is a choice. */
const CatalogSelect = ({ reached, chosen, onChoose }: CatalogSelectProps): VNode | null => {
  const [known, setKnown] = useState<readonly string[]>(reached ?? []);
  useEffect(() => {
    if (reached === null) fetchCatalogs().then(setKnown, () => undefined);
  }, [reached]);
  if (known.length < 2) return null;
  return (
    <label class="catalog-select">
      <span class="visually-hidden">Catalogue</span>
      <select value={chosen} onChange={({ currentTarget }) => onChoose(currentTarget.value)}>
        {known.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </label>
  );
};
