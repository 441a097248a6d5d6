import type { VNode } from "preact";
import type { Product } from "../api/answers.ts";
import { plural } from "../format/names.ts";

const STAR = "M10 1.6l2.6 5.3 5.8.8-4.2 4.1 1 5.8-5.2-2.7-5.2 2.7 1-5.8L1.6 7.7l5.8-.8z";

/** Five stars, filled to the rating, which is 0 to 5. */
export const Stars = ({ rating }: { rating: number }): VNode => (
  <span class="stars" aria-hidden="true">
    {[0, 1, 2, 3, 4].map((i) => (
      <svg key={i} viewBox="0 0 20 20" width="14" height="14">
        <path class="star-empty" d={STAR} />
        <path class="star-full" d={STAR} style={{ clipPath: `inset(0 ${emptyPercent(rating, i)}% 0 0)` }} />
      </svg>
    ))}
  </span>
);

/** Nothing where nobody has rated it. */
export const Rating = ({ product: { rating, reviews } }: { product: Product }): VNode | null =>
  rating === undefined || reviews === 0 ? null : (
    <span class="rating">
      <Stars rating={rating} />
      <span class="visually-hidden">
        Rated {rating.toFixed(1)} of 5{reviews !== undefined && `, ${plural(reviews, "review")}`}
      </span>
      <span aria-hidden="true">{reviews === undefined ? rating.toFixed(1) : `(${reviews.toLocaleString()})`}</span>
    </span>
  );

const emptyPercent = (rating: number, star: number): number =>
  Math.round(100 - Math.min(Math.max(rating - star, 0), 1) * 100);
