import type { VNode } from "preact";
import { whole } from "../format.ts";
import { Segments } from "./segments.tsx";

interface StatusSegmentsProps<T extends string> {
  readonly label: string;
  readonly names: Readonly<Record<T, string>>;
  /** How many there are of each; null while that is not known. */
  readonly counts: Readonly<Record<T, number>> | null;
  readonly chosen: T;
  readonly onChoose: (status: T) => void;
}

/** A queue's statuses with how many are in each. */
export const StatusSegments = <T extends string>({
  label,
  names,
  counts,
  chosen,
  onChoose,
}: StatusSegmentsProps<T>): VNode => (
  <Segments
    label={label}
    of={(Object.keys(names) as T[]).map((status) => [
      status,
      <>
        {names[status]} {counts !== null && <span class="quiet">{whole(counts[status])}</span>}
      </>,
    ])}
    chosen={chosen}
    onChoose={onChoose}
  />
);
