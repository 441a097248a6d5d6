import type { VNode } from "preact";
import type { SearchHit } from "../api/answers.ts";

/** A row's height and the drawing's width; the row's stands in styles/learning.css, too. */
const ROW = 76;
const WIDTH = 72;
/** What came from beyond the page or went there ends in a bend downwards. */
const STUB = 22;

interface BumpLinesProps {
  readonly before: readonly SearchHit[];
  readonly after: readonly SearchHit[];
  readonly pointed: string | null;
}

/** From each product's place in one order to its place in the other. What moved is told in words beside it, too. */
export const BumpLines = ({ before, after, pointed }: BumpLinesProps): VNode => {
  const rows = Math.max(before.length, after.length);
  const there = new Set(before.map(({ id }) => id));
  const lineClass = (kind: string, id: string) => `bump ${kind}${pointed === id ? " bump-pointed" : ""}`;
  const places = new Map(after.map(({ id }, i) => [id, i]));
  return (
    <svg class="bumps" width={WIDTH} height={rows * ROW} viewBox={`0 0 ${WIDTH} ${rows * ROW}`} aria-hidden="true">
      {before.map(({ id }, from) => {
        const to = places.get(id);
        if (to === undefined) {
          return <path key={id} class={lineClass("bump-out", id)} d={`M0 ${middle(from)}q${STUB} 0 ${STUB} ${STUB}`} />;
        }
        const kind = to < from ? "bump-up" : to > from ? "bump-down" : "bump-same";
        const bend = WIDTH / 2;
        return (
          <path
            key={id}
            class={lineClass(kind, id)}
            d={`M0 ${middle(from)}C${bend} ${middle(from)} ${bend} ${middle(to)} ${WIDTH} ${middle(to)}`}
          />
        );
      })}
      {after.map(({ id }, to) =>
        there.has(id) ? null : (
          <path key={id} class={lineClass("bump-in", id)} d={`M${WIDTH} ${middle(to)}q${-STUB} 0 ${-STUB} ${STUB}`} />
        ),
      )}
    </svg>
  );
};

const middle = (row: number): number => row * ROW + ROW / 2;
