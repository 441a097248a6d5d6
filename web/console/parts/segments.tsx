import type { ComponentChildren, VNode } from "preact";

interface SegmentsProps<T extends string> {
  /** What the choice is about, for those who do not see it. */
  readonly label: string;
  readonly of: readonly (readonly [value: T, name: ComponentChildren])[];
  readonly chosen: T;
  readonly onChoose: (value: T) => void;
}

/** One of a few, all in sight. */
export const Segments = <T extends string>({ label, of, chosen, onChoose }: SegmentsProps<T>): VNode => (
  <div class="segments" role="group" aria-label={label}>
    {of.map(([value, name]) => (
      <button key={value} type="button" class="segment" aria-pressed={value === chosen} onClick={() => onChoose(value)}>
        {name}
      </button>
    ))}
  </div>
);
