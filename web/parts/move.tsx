import type { VNode } from "preact";
import { plural } from "../format/names.ts";

/** ▲3 or ▼2, in words for those who listen. */
export const Move = ({ by }: { by: number | null | undefined }): VNode | null => {
  if (by === undefined) return null;
  if (by === null) {
    return (
      <span class="move move-new" title="By words alone it is not on this page">
        new here
      </span>
    );
  }
  if (by === 0) {
    return (
      <span class="move" aria-label="same place" role="img">
        =
      </span>
    );
  }
  const places = plural(Math.abs(by), "place");
  return (
    <span
      class={by > 0 ? "move move-up" : "move move-down"}
      aria-label={`${places} ${by > 0 ? "up" : "down"}`}
      role="img"
    >
      {by > 0 ? "▲" : "▼"}
      {Math.abs(by)}
    </span>
  );
};
