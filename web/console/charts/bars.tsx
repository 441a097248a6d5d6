import type { VNode } from "preact";

export interface Bar {
  readonly name: string;
  readonly value: number;
}

/** Lengths side by side, largest first, each with its number. */
export const Bars = ({
  label,
  bars,
  format,
}: {
  label: string;
  bars: readonly Bar[];
  format: (n: number) => string;
}): VNode => {
  const most = Math.max(1e-12, ...bars.map(({ value }) => value));
  return (
    <ul class="bars" aria-label={label}>
      {bars.map(({ name, value }) => (
        <li key={name}>
          <span class="bars-name">{name}</span>
          <span class="bars-track" aria-hidden="true">
            <span style={{ width: `${(Math.max(0, value) / most) * 100}%` }} />
          </span>
          <span class="bars-value">{format(value)}</span>
        </li>
      ))}
    </ul>
  );
};
