import type { VNode } from "preact";
import { plural } from "../format/names.ts";

/** ▲3 or ▼2, in words for those who listen. */
export const Move = ({ by }: { by: number | undefined }): VNode | null => {
  if (by === undefined) return null;
  if (by === 0) {
    return (
      <span class="move" aria-label="same place" role="img">
        =
      </span>
    );
  }
  const label = `${plural(Math.abs(by), "place")} ${by > 0 ? "up" : "down"}`;
  return (
    <span class={by > 0 ? "move move-up" : "move move-down"} aria-label={label} title={label} role="img">
      {by > 0 ? "▲" : "▼"}
      {Math.abs(by)}
    </span>
  );
};
