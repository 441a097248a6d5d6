import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { CartButton, CartSheet } from "./parts/cart-sheet.tsx";
import { Footer } from "./parts/footer.tsx";
import { Icon } from "./parts/icon.tsx";
import { Landing } from "./parts/landing.tsx";
import { StateLink } from "./parts/link.tsx";
import { ProductDialog } from "./parts/product-dialog.tsx";
import { Results } from "./parts/results.tsx";
import { SearchBox } from "./parts/search-box.tsx";
import { WhyDialog } from "./parts/why-dialog.tsx";
import { useNavigation } from "./state/navigation.tsx";
import { landingOf, type ShopState } from "./state/shop-state.ts";
import { useSearch } from "./state/use-search.ts";
import { useTheme } from "./state/use-theme.ts";

/** The storefront: the address says what to show, one search answers it. */
export const App = (): VNode => {
  const { state } = useNavigation();
  const search = useSearch(state);
  const [cartOpen, setCartOpen] = useState(false);
  return (
    <>
      <a class="skip-link" href="#main">
        Skip to the products
      </a>
      <Header state={state} onCart={() => setCartOpen(true)} />
      {state.landing ? <Landing search={search} state={state} /> : <Results search={search} state={state} />}
      {state.product !== null && <ProductDialog id={state.product} state={state} hits={search.answer?.hits ?? []} />}
      {state.why !== null && (
        <WhyDialog
          id={state.why}
          title={search.answer?.hits.find(({ id }) => id === state.why)?.product.title ?? null}
          state={state}
        />
      )}
      {cartOpen && <CartSheet onClose={() => setCartOpen(false)} />}
      <Footer />
    </>
  );
};

const Header = ({ state, onCart }: { state: ShopState; onCart: () => void }): VNode => {
  const { theme, toggle } = useTheme();
  return (
    <header class="header">
      <div class="header-content">
        <StateLink to={landingOf(state)} class="wordmark" label="Winnow, to the shop's front">
          <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
            <rect width="32" height="32" rx="8" />
            <path d="M6 11l4.6 11h1.6L16 13.4l3.8 8.6h1.6L26 11" />
          </svg>
          <span>winnow</span>
        </StateLink>
        <SearchBox />
        <div class="header-tools">
          <CartButton onOpen={onCart} />
          <button
            type="button"
            class="icon-button"
            aria-label={theme === "dark" ? "Light theme" : "Dark theme"}
            onClick={toggle}
          >
            <Icon name={theme === "dark" ? "sun" : "moon"} />
          </button>
        </div>
      </div>
    </header>
  );
};
