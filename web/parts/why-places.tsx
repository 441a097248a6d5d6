import type { VNode } from "preact";
import type { ExplainAnswer } from "../api/answers.ts";
import { Move } from "./move.tsx";

/** Where the words alone would have put it, and where it is. */
export const WhyPlaces = ({ why: { position, first_stage, ranking, total, query } }: { why: ExplainAnswer }): VNode => (
  <>
    <div class="why-places">
      <p>
        <span>By words alone</span>
        <strong>{first_stage.rank}</strong>
      </p>
      {ranking.order === "learned" && (
        <>
          <svg width="40" height="16" viewBox="0 0 40 16" aria-hidden="true">
            <path d="M1 8h36M31 2l6 6-6 6" />
          </svg>
          <p class="why-now">
            <span>Learned order</span>
            <strong>{position}</strong>
            <Move by={first_stage.rank - position} />
          </p>
        </>
      )}
    </div>
    <p class="why-note">
      Its place among {total.toLocaleString()} {query === "" ? "products" : `results for “${query}”`}, as you would see
      it now.
    </p>
  </>
);
