import type { VNode } from "preact";
import type { SearchHit } from "../api/answers.ts";
import { Marked } from "../format/marked.tsx";
import { plural } from "../format/names.ts";
import { useNavigation } from "../state/navigation.tsx";
import { AddToCart } from "./add-to-cart.tsx";
import { StateLink } from "./link.tsx";
import { Picture } from "./picture.tsx";
import { DiscountBadge, Price } from "./price.tsx";
import { Rating } from "./rating.tsx";
import { WhyLink } from "./why-link.tsx";

interface ProductCardProps {
  readonly hit: SearchHit;
  readonly eager?: boolean;
  /** Whether its place was learned and can be explained. */
  readonly learned?: boolean;
}

/** One product in a grid; the whole card is the link to it. */
export const ProductCard = ({ hit, eager = false, learned = false }: ProductCardProps): VNode => {
  const { state } = useNavigation();
  const { product } = hit;
  const title = hit.highlight?.["title"];
  return (
    <li class={product.in_stock === false ? "card card-sold-out" : "card"} data-winnow-position={hit.position}>
      <div class="card-picture">
        <Picture product={product} eager={eager} />
        <DiscountBadge product={product} />
        <AddToCart product={product} small />
      </div>
      <p class="card-brand">{product.brand ?? " "}</p>
      <h3 class="card-title">
        <StateLink to={{ ...state, product: product.id }} keepScroll data={{ "data-winnow-product": product.id }}>
          {title === undefined ? product.title : <Marked html={title} />}
        </StateLink>
      </h3>
      <div class="card-rating">{<Rating product={product} />}</div>
      <div class="card-price">
        <Price product={product} />
      </div>
      <p class="card-notes">
        <Stock inStock={product.in_stock} />
        {hit.variants > 1 && <span>{plural(hit.variants, "variant")}</span>}
        {learned && <WhyLink id={product.id} title={product.title} />}
      </p>
    </li>
  );
};

export const Stock = ({ inStock }: { inStock: boolean | undefined }): VNode | null =>
  inStock === undefined ? null : (
    <span class={inStock ? "stock stock-in" : "stock"}>{inStock ? "In stock" : "Sold out"}</span>
  );

/** A card's shape while the first answer is on its way: the same height, so nothing moves when it comes. */
export const CardSkeleton = (): VNode => (
  <li class="card skeleton" aria-hidden="true">
    <div class="card-picture">
      <span class="picture" />
    </div>
    <p class="card-brand">
      <span class="bone bone-short" />
    </p>
    <div class="card-title">
      <span class="bone" />
    </div>
    <div class="card-rating">
      <span class="bone bone-short" />
    </div>
    <div class="card-price">
      <span class="bone bone-short" />
    </div>
    <p class="card-notes">
      <span class="bone bone-short" />
    </p>
  </li>
);
