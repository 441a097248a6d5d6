import type { ComponentChildren, VNode } from "preact";
import { isPlainClick, useNavigation } from "../state/navigation.tsx";
import { hrefOf, type ShopState } from "../state/shop-state.ts";

interface StateLinkProps {
  readonly to: ShopState;
  readonly children: ComponentChildren;
  readonly class?: string;
  readonly keepScroll?: boolean;
  /** Leaves no step of its own in the history. */
  readonly replace?: boolean;
  readonly label?: string;
  /** For the events script: `data-winnow-…` attributes. */
  readonly data?: Readonly<Record<`data-winnow-${string}`, string | number>>;
  readonly current?: "page" | "true" | undefined;
  readonly onGo?: () => void;
}

/** A real link to a state of the shop: opens in a tab, copies and shares; a plain click stays on the page. */
export const StateLink = ({
  to,
  children,
  class: className,
  keepScroll,
  replace,
  label,
  data,
  current,
  onGo,
}: StateLinkProps): VNode => {
  const { go } = useNavigation();
  return (
    <a
      {...data}
      href={hrefOf(to)}
      class={className}
      aria-label={label}
      aria-current={current}
      onClick={(event) => {
        if (!isPlainClick(event)) return;
        event.preventDefault();
        go(to, { keepScroll: keepScroll === true, replace: replace === true });
        onGo?.();
      }}
    >
      {children}
    </a>
  );
};
