import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Product, SearchHit } from "../api/answers.ts";
import { fetchProduct } from "../api/client.ts";
import { isWebAddress } from "../format/address.ts";
import { fieldLabel, leafOf, valueLabel } from "../format/names.ts";
import { useNavigation } from "../state/navigation.tsx";
import { ask, type ShopState } from "../state/shop-state.ts";
import { useTitle } from "../state/use-title.ts";
import { AddToCart } from "./add-to-cart.tsx";
import { Icon } from "./icon.tsx";
import { StateLink } from "./link.tsx";
import { Modal } from "./modal.tsx";
import { Picture } from "./picture.tsx";
import { DiscountBadge, Price } from "./price.tsx";
import { Stock } from "./product-card.tsx";
import { Rating } from "./rating.tsx";
import { Variants } from "./variants.tsx";

interface ProductDialogProps {
  readonly id: string;
  readonly state: ShopState;
  /** What the page behind shows; mostly the product is among it. */
  readonly hits: readonly SearchHit[];
}

/** One product with all that is known of it, over the page one came from. */
export const ProductDialog = ({ id, state, hits }: ProductDialogProps): VNode => {
  const { closeOverlay } = useNavigation();
  const product = useProduct(id, hits, state.catalog);
  const label = product === "missing" ? "Product not found" : (product?.title ?? "Product");
  useTitle(label);
  return (
    <Modal label={label} class="product-modal" onClose={closeOverlay}>
      <button type="button" class="icon-button modal-close" aria-label="Close" onClick={closeOverlay}>
        <Icon name="close" />
      </button>
      {product === "missing" ? (
        <div class="way-out">
          <h2>This product is not in the shop</h2>
          <p>It may be sold out for good, or the link may be an old one.</p>
        </div>
      ) : product === null ? (
        <div class="product skeleton">
          <span class="picture" />
        </div>
      ) : (
        <ProductDetail product={product} state={state} />
      )}
    </Modal>
  );
};

const ProductDetail = ({ product, state }: { product: Product; state: ShopState }): VNode => {
  const category = product.categories?.[0];
  return (
    <article class="product">
      <div class="product-picture">
        <Picture product={product} eager />
        <DiscountBadge product={product} />
      </div>
      <div class="product-text">
        {product.brand !== undefined && (
          <StateLink class="product-brand" to={ask(state, { filters: new Map([["brand", [product.brand]]]) })}>
            {product.brand}
          </StateLink>
        )}
        <h2>{product.title}</h2>
        {<Rating product={product} />}
        <p class="product-price">
          <Price product={product} />
          <Stock inStock={product.in_stock} />
        </p>
        <p>
          <AddToCart product={product} />
        </p>
        {product.description !== undefined && <p class="product-description">{product.description}</p>}
        <GeneratedDescription product={product} />
        <Variants product={product} state={state} />
        <dl class="product-facts">
          {factsOf(product).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        {isWebAddress(product.url) && (
          <a class="product-more" href={product.url} rel="noopener noreferrer">
            See it at the shop
          </a>
        )}
        {category !== undefined && (
          <StateLink class="product-more" to={ask(state, { filters: new Map([["categories", [category]]]) })}>
            More in {leafOf(category)}
          </StateLink>
        )}
      </div>
    </article>
  );
};

/** A model's words are named as such; those that a person has read are the shop's own. */
const GeneratedDescription = ({ product }: { product: Product }): VNode | null => {
  const generated = product.winnow_generated;
  if (generated?.description === undefined) return null;
  return (
    <p class="product-description">
      {generated.description}
      {generated.reviewed !== true && <small> (Written by a language model from the product’s data.)</small>}
    </p>
  );
};

const factsOf = (product: Product): readonly (readonly [string, string])[] => {
  const attributes = Object.entries({ ...product.winnow_generated?.attributes, ...product.attributes }).map(
    ([name, values]) => [fieldLabel(name), values.map(valueLabel).join(", ")] as const,
  );
  const sku = product.sku === undefined ? [] : [["Article number", product.sku] as const];
  return [...attributes, ...sku];
};

/** From the page behind where it is there, else from the shop; null while on the way. */
const useProduct = (id: string, hits: readonly SearchHit[], catalog: string | null): Product | "missing" | null => {
  const [product, setProduct] = useState<Product | "missing" | null>(null);
  const known = hits.find((hit) => hit.id === id)?.product ?? null;
  useEffect(() => {
    if (known !== null) {
      setProduct(known);
      return;
    }
    const controller = new AbortController();
    fetchProduct(id, catalog, controller.signal).then(setProduct, () => {
      if (!controller.signal.aborted) setProduct("missing");
    });
    return () => controller.abort();
  }, [id, known, catalog]);
  return known ?? product;
};
