import type { VNode } from "preact";
import { PAGE_SIZE, type ShopState } from "../state/shop-state.ts";
import { Icon } from "./icon.tsx";
import { StateLink } from "./link.tsx";

/** The API pages through the first thousand; filters serve better than a page 42. */
const LAST_PAGE = Math.floor(1000 / PAGE_SIZE);

/** Links to the pages: first, last and those around the current one. */
export const Pages = ({ state, total, onGo }: { state: ShopState; total: number; onGo: () => void }): VNode | null => {
  const last = Math.min(Math.ceil(total / PAGE_SIZE), LAST_PAGE);
  if (last <= 1) return null;
  const { page } = state;
  return (
    <nav class="pages" aria-label="Pages">
      {page > 1 && (
        <StateLink to={{ ...state, page: page - 1 }} class="page page-step" label="Previous page" onGo={onGo}>
          <Icon name="back" size={16} />
        </StateLink>
      )}
      {pageNumbers(page, last).map((number, i) =>
        number === null ? (
          <span key={`gap${i}`} class="page-gap" aria-hidden="true">
            …
          </span>
        ) : (
          <StateLink
            key={number}
            to={{ ...state, page: number }}
            class="page"
            label={`Page ${number}`}
            current={number === page ? "page" : undefined}
            onGo={onGo}
          >
            {number}
          </StateLink>
        ),
      )}
      {page < last && (
        <StateLink to={{ ...state, page: page + 1 }} class="page page-step" label="Next page" onGo={onGo}>
          <Icon name="forward" size={16} />
        </StateLink>
      )}
    </nav>
  );
};

/** Null stands for a gap. */
const pageNumbers = (page: number, last: number): readonly (number | null)[] => {
  const wanted = [...new Set([1, page - 1, page, page + 1, last])]
    .filter((n) => n >= 1 && n <= last)
    .sort((a, b) => a - b);
  return wanted.flatMap((n, i) => {
    const gap = n - (wanted[i - 1] ?? n - 1);
    return gap === 1 ? [n] : gap === 2 ? [n - 1, n] : [null, n];
  });
};
