import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { SearchAnswer, SearchHit } from "../api/answers.ts";
import { moveOf } from "../format/moves.ts";
import { plural } from "../format/names.ts";
import type { ShopState } from "../state/shop-state.ts";
import { PHONE, useMedia } from "../state/use-media.ts";
import { useSearch } from "../state/use-search.ts";
import { BumpLines } from "./bump-lines.tsx";
import { CompareRow } from "./compare-row.tsx";

type Side = "text" | "learned";

const NAMES: Readonly<Record<Side, string>> = { text: "Text order", learned: "Learned order" };

interface CompareProps {
  readonly learned: SearchAnswer;
  /** False while it is the answer of the question before. */
  readonly ready: boolean;
  readonly state: ShopState;
}

/** The same question in both orders: beside each other, or one at a time where there is no room. */
export const Compare = ({ learned, ready, state }: CompareProps): VNode => {
  const text = useSearch({ ...state, order: "text" });
  const phone = useMedia(PHONE);
  const [side, setSide] = useState<Side>("learned");
  const [pointed, setPointed] = useState<string | null>(null);
  // An older answer of another question has nothing to be compared with.
  const before = text.loading || !ready ? null : text.answer;
  const column = (which: Side, answer: SearchAnswer | null) => (
    <section class={`compare-column compare-column-${which}`} aria-label={NAMES[which]}>
      {!phone && <h2>{NAMES[which]}</h2>}
      <ol data-winnow-query={answer?.query_id} start={answer?.hits[0]?.position ?? 1}>
        {answer?.hits.map((hit) => (
          <CompareRow
            key={hit.id}
            hit={hit}
            move={which === "learned" ? moveOf(hit) : undefined}
            explained={which === "learned"}
            pointed={pointed === hit.id}
            onPoint={setPointed}
          />
        ))}
      </ol>
    </section>
  );
  return (
    <div class="compare">
      <p class="compare-sum">{before === null ? "\u00a0" : summaryOf(before.hits, learned.hits)}</p>
      {phone && (
        <div class="segments" role="group" aria-label="Which order to show">
          {(["text", "learned"] as const).map((one) => (
            <button key={one} type="button" class="segment" aria-pressed={side === one} onClick={() => setSide(one)}>
              {NAMES[one]}
            </button>
          ))}
        </div>
      )}
      {phone ? (
        column(side, side === "text" ? before : learned)
      ) : (
        <div class="compare-columns">
          {column("text", before)}
          <BumpLines before={before?.hits ?? NOTHING} after={learned.hits} pointed={pointed} />
          {column("learned", learned)}
        </div>
      )}
    </div>
  );
};

const NOTHING: readonly SearchHit[] = [];

const summaryOf = (before: readonly SearchHit[], after: readonly SearchHit[]): string => {
  const moves = after.map(moveOf).filter((by) => by !== undefined);
  const up = moves.filter((by) => by > 0).length;
  const down = moves.filter((by) => by < 0).length;
  if (up + down === 0) return "Learning changed nothing on this page.";
  const here = new Set(before.map(({ id }) => id));
  const fresh = after.filter(({ id }) => !here.has(id)).length;
  const parts = [
    up > 0 ? `${plural(up, "product")} moved up` : null,
    down > 0 ? `${plural(down, "product")} moved down` : null,
  ];
  const moved = parts.filter((part) => part !== null).join(", ");
  return fresh === 0 ? `${moved}.` : `${moved}; ${fresh} of them not on this page by the words alone.`;
};
