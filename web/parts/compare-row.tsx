import type { VNode } from "preact";
import type { SearchHit } from "../api/answers.ts";
import { useNavigation } from "../state/navigation.tsx";
import { StateLink } from "./link.tsx";
import { Move } from "./move.tsx";
import { Picture } from "./picture.tsx";
import { Price } from "./price.tsx";
import { Rating } from "./rating.tsx";
import { WhyLink } from "./why-link.tsx";

interface CompareRowProps {
  readonly hit: SearchHit;
  readonly move: number | undefined;
  readonly explained: boolean;
  readonly pointed: boolean;
  readonly onPoint: (id: string | null) => void;
}

/** One product of an order, in one line of a fixed height: the lines between the columns count on it. */
export const CompareRow = ({ hit, move, explained, pointed, onPoint }: CompareRowProps): VNode => {
  const { state } = useNavigation();
  const { product, position } = hit;
  return (
    <li
      class={pointed ? "compare-row compare-pointed" : "compare-row"}
      data-winnow-position={position}
      onPointerEnter={() => onPoint(hit.id)}
      onPointerLeave={() => onPoint(null)}
      onFocusCapture={() => onPoint(hit.id)}
      onBlurCapture={() => onPoint(null)}
    >
      <span class="compare-place">{position}</span>
      <Picture product={product} />
      <div class="compare-text">
        <h3>
          <StateLink
            to={{ ...state, product: product.id, why: null }}
            keepScroll
            data={{ "data-winnow-product": product.id }}
          >
            {product.title}
          </StateLink>
        </h3>
        <p>
          <Price product={product} />
          <Rating product={product} />
        </p>
      </div>
      <div class="compare-side">
        <Move by={move} />
        {explained && <WhyLink id={product.id} title={product.title} />}
      </div>
    </li>
  );
};
