import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { ExplainAnswer } from "../api/answers.ts";
import { ApiError, fetchExplanation } from "../api/client.ts";
import { useNavigation } from "../state/navigation.tsx";
import { queryParams, type ShopState } from "../state/shop-state.ts";
import { useTitle } from "../state/use-title.ts";
import { Icon } from "./icon.tsx";
import { Modal } from "./modal.tsx";
import { WhyBars } from "./why-bars.tsx";
import { WhyLineage } from "./why-lineage.tsx";
import { WhyPlaces } from "./why-places.tsx";

interface WhyDialogProps {
  readonly id: string;
  /** As the page behind has it; null while it is not there. */
  readonly title: string | null;
  readonly state: ShopState;
}

/** Why a product stands where it stands, in a shopkeeper's words. */
export const WhyDialog = ({ id, title, state }: WhyDialogProps): VNode => {
  const { closeOverlay } = useNavigation();
  const why = useExplanation(id, state);
  useTitle("Why here?");
  return (
    <Modal label="Why here?" class="why-modal" onClose={closeOverlay}>
      <button type="button" class="icon-button modal-close" aria-label="Close" onClick={closeOverlay}>
        <Icon name="close" />
      </button>
      <div class="why">
        <p class="why-kicker">Why here?</p>
        <h2>{title ?? id}</h2>
        {why instanceof ApiError ? (
          <p class="why-empty">{why.message}</p>
        ) : why === null ? (
          <div class="why-waiting skeleton" aria-hidden="true">
            {[0, 1, 2, 3].map((i) => (
              <span key={i} class="bone" />
            ))}
          </div>
        ) : (
          <Explanation why={why} />
        )}
      </div>
    </Modal>
  );
};

const Explanation = ({ why }: { why: ExplainAnswer }): VNode => (
  <>
    <WhyPlaces why={why} />
    {why.ranking.order === "first_stage" ? (
      <p class="why-empty">
        {why.ranking.arm === "first_stage"
          ? "The search is still learning: no model serves, so this place comes from the words alone. Once one has passed its test, its reasons stand here."
          : "The learned order was not ready in time, so this place comes from the words alone. Ask again in a moment."}
      </p>
    ) : (
      <>
        <h3>What moved it</h3>
        <WhyBars contributions={why.contributions} />
        {why.rules.length > 0 && <p class="why-note">Besides, rules of the shop: {why.rules.join(", ")}.</p>}
        {why.would_move.length > 0 && (
          <>
            <h3>What would move it</h3>
            <ul class="why-moves">
              {why.would_move.map(({ says, position }) => (
                <li key={says}>
                  <span>{says}</span> as the first product has it: <strong>place {position}</strong>
                </li>
              ))}
            </ul>
          </>
        )}
        {why.lineage !== null && <WhyLineage lineage={why.lineage} />}
      </>
    )}
  </>
);

/** Null while it is on the way. */
const useExplanation = (id: string, state: ShopState): ExplainAnswer | ApiError | null => {
  const [why, setWhy] = useState<ExplainAnswer | ApiError | null>(null);
  const asked = queryParams(state);
  asked.set("product", id);
  const query = asked.toString();
  useEffect(() => {
    setWhy(null);
    const controller = new AbortController();
    fetchExplanation(new URLSearchParams(query), controller.signal).then(setWhy, (error: unknown) => {
      if (controller.signal.aborted) return;
      setWhy(error instanceof ApiError ? error : new ApiError(0, "The explanation could not be read.", null));
    });
    return () => controller.abort();
  }, [query]);
  return why;
};
