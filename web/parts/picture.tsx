import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { Product } from "../api/answers.ts";
import { isPictureAddress } from "../format/address.ts";

/** A square picture, or the first letter of the title where there is none or it does not load. The title stands beside it, so it is silent. */
export const Picture = ({
  product,
  eager = false,
}: {
  product: Pick<Product, "image" | "title">;
  eager?: boolean;
}): VNode => {
  const [broken, setBroken] = useState<string | null>(null);
  const { image, title } = product;
  return (
    <span class="picture">
      {!isPictureAddress(image) || broken === image ? (
        <span class="picture-letter" aria-hidden="true">
          {title.trim().charAt(0).toUpperCase()}
        </span>
      ) : (
        <img
          src={image}
          alt=""
          width={400}
          height={400}
          decoding="async"
          loading={eager ? "eager" : "lazy"}
          onError={() => setBroken(image)}
        />
      )}
    </span>
  );
};
