import type { VNode } from "preact";
import type { SearchAnswer } from "../api/answers.ts";
import { refine, type ShopState } from "../state/shop-state.ts";
import { StateLink } from "./link.tsx";

/** What only the order lacks, which the switch of orders says: all products are there. */
const ORDER_ONLY: ReadonlySet<string> = new Set(["model_slow", "feature_state", "session_state", "error"]);

/** How the question was understood, where not as typed, and a way to insist. */
export const Notices = ({ answer, state }: { answer: SearchAnswer; state: ShopState }): VNode | null => {
  const { corrected, relaxed } = answer;
  const missing = answer.degraded.some((part) => !ORDER_ONLY.has(part));
  const dropped = relaxed?.dropped ?? [];
  if (corrected === undefined && dropped.length === 0 && !missing) return null;
  return (
    <div class="notices">
      {corrected !== undefined && (
        <p>
          Showing results for{" "}
          <StateLink to={refine(state, { q: corrected.to })} class="notice-strong">
            {corrected.to}
          </StateLink>
          . Search instead for{" "}
          <StateLink to={refine(state, { q: verbatim(corrected.from) })}>{corrected.from}</StateLink>.
        </p>
      )}
      {dropped.length > 0 && (
        <p>
          Few or no products have all the words. Showing results without{" "}
          {dropped.map((word, i) => (
            <span key={word}>
              {i > 0 && ", "}
              <s class="dropped">{word}</s>
            </span>
          ))}
          .
        </p>
      )}
      {missing && <p>Part of the shop did not answer, so something may be missing here.</p>}
    </div>
  );
};

/** A word in quotes is taken as it is typed; each has its own, since together they would have to stand side by side. */
const verbatim = (text: string): string =>
  text
    .split(/["\s]+/u)
    .filter((word) => word !== "")
    .map((word) => `"${word}"`)
    .join(" ");
