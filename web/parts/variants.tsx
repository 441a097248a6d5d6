import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Product } from "../api/answers.ts";
import { fetchSearch } from "../api/client.ts";
import { isColourField } from "../format/colours.ts";
import { fieldLabel, valueLabel } from "../format/names.ts";
import type { ShopState } from "../state/shop-state.ts";
import { StateLink } from "./link.tsx";
import { Picture } from "./picture.tsx";

const AT_MOST = 100;

/** The other members of its group: a row of choices for each attribute in which they differ, such as colour and size. */
export const Variants = ({ product, state }: { product: Product; state: ShopState }): VNode | null => {
  const variants = useVariants(product, state);
  const names = differingAttributes(variants);
  if (names.length === 0) return null;
  return (
    <div class="variants">
      {names.map((name) => (
        <section key={name} aria-label={fieldLabel(name)}>
          <h3>
            {fieldLabel(name)} <span>{attributeText(product, name)}</span>
          </h3>
          <ul>
            {inOrder(distinct(variants.map((variant) => attributeText(variant, name)))).map((value) => {
              const variant = nearest(variants, product, names, name, value);
              return (
                <li key={value}>
                  <StateLink
                    to={{ ...state, product: variant.id }}
                    replace
                    class={variantClass(name, variant)}
                    label={variant.in_stock === false ? `${value}, sold out` : value}
                    current={value === attributeText(product, name) ? "true" : undefined}
                  >
                    {isColourField(name) ? <Picture product={variant} eager /> : value}
                  </StateLink>
                </li>
              );
            })}
          </ul>
        </section>
      ))}
    </div>
  );
};

const useVariants = ({ group_id: group }: Product, { catalog }: ShopState): readonly Product[] => {
  const [variants, setVariants] = useState<readonly Product[]>([]);
  useEffect(() => {
    setVariants([]);
    if (group === undefined) return;
    const controller = new AbortController();
    const params = new URLSearchParams({ "filter.group_id": group, collapse: "false", size: `${AT_MOST}`, facets: "" });
    if (catalog !== null) params.set("catalog", catalog);
    fetchSearch(params, controller.signal).then(
      ({ hits }) => {
        if (!controller.signal.aborted) setVariants(hits.map((hit) => hit.product));
      },
      // The product stands for itself.
      () => undefined,
    );
    return () => controller.abort();
  }, [group, catalog]);
  return variants;
};

const differingAttributes = (variants: readonly Product[]): readonly string[] =>
  distinct(variants.flatMap((variant) => Object.keys(variant.attributes ?? {}))).filter(
    (name) => distinct(variants.map((variant) => attributeText(variant, name))).length > 1,
  );

/** The variant with this value that is otherwise most like the product shown: another colour in the same size. */
const nearest = (
  variants: readonly Product[],
  product: Product,
  names: readonly string[],
  name: string,
  value: string,
): Product => {
  const alike = (variant: Product): number =>
    names.filter((n) => attributeText(variant, n) === attributeText(product, n)).length;
  return variants
    .filter((variant) => attributeText(variant, name) === value)
    .reduce((best, variant) => (alike(variant) > alike(best) ? variant : best));
};

const variantClass = (name: string, variant: Product): string =>
  ["variant", isColourField(name) ? "variant-picture" : "", variant.in_stock === false ? "variant-sold-out" : ""].join(
    " ",
  );

const attributeText = (product: Product, name: string): string =>
  product.attributes?.[name]?.map(valueLabel).join(", ") ?? "none";

/** Clothing sizes from small to large, everything else by its numbers and letters. */
const inOrder = (values: readonly string[]): readonly string[] =>
  [...values].sort((a, b) => SIZES.indexOf(a) - SIZES.indexOf(b) || a.localeCompare(b, undefined, { numeric: true }));

const SIZES: readonly string[] = ["xxs", "xs", "s", "m", "l", "xl", "xxl", "xxxl"];

const distinct = (values: readonly string[]): readonly string[] => [...new Set(values)];
