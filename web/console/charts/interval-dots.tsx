import type { VNode } from "preact";
import type { Interval } from "../api/learning.ts";

export interface IntervalRow {
  readonly name: string;
  /** Null: not measured. */
  readonly interval: Interval | null;
  readonly tone?: "main" | "plain" | "weak" | "good" | "bad";
  readonly note?: string;
}

interface IntervalDotsProps {
  readonly label: string;
  readonly rows: readonly IntervalRow[];
  readonly format: (value: number) => string;
  /** A line to read against, such as no gain. */
  readonly zero?: number;
}

/** Means as dots with their 95 % intervals, on one scale; the numbers stand beside them. */
export const IntervalDots = ({ label, rows, format, zero }: IntervalDotsProps): VNode => {
  const { x, ticks } = scaleOf(rows, zero);
  return (
    <div class="dots" role="group" aria-label={label}>
      {rows.map(({ name, interval, tone = "plain", note }) => (
        <div key={name} class={`dots-row dots-${tone}`}>
          <span class="dots-name">
            {name}
            {note !== undefined && <small>{note}</small>}
          </span>
          <svg class="dots-plot" viewBox="0 0 100 24" preserveAspectRatio="none" aria-hidden="true">
            {zero !== undefined && <line class="dots-zero" x1={x(zero)} x2={x(zero)} y1="0" y2="24" />}
            {interval !== null && (
              <>
                <line class="dots-span" x1={x(interval.low)} x2={x(interval.high)} y1="12" y2="12" />
                <line class="dots-mean" x1={x(interval.mean)} x2={x(interval.mean)} y1="12" y2="12" />
              </>
            )}
          </svg>
          <span class="dots-value">
            {interval === null ? (
              "–"
            ) : (
              <>
                <strong>{format(interval.mean)}</strong>{" "}
                <small>
                  {format(interval.low)} to {format(interval.high)}
                </small>
              </>
            )}
          </span>
        </div>
      ))}
      <div class="dots-row dots-axis" aria-hidden="true">
        <span />
        <span class="dots-ticks">
          {ticks.map((tick) => (
            <span key={tick} style={{ left: `${x(tick)}%` }}>
              {format(tick)}
            </span>
          ))}
        </span>
        <span />
      </div>
    </div>
  );
};

/** From values to 0 to 100, with room at both ends. */
const scaleOf = (rows: readonly IntervalRow[], zero: number | undefined) => {
  const values = rows.flatMap(({ interval }) =>
    interval === null ? [] : [interval.low, interval.high, interval.mean],
  );
  if (zero !== undefined) values.push(zero);
  const low = Math.min(...values);
  const high = Math.max(...values);
  const span = high - low || 1;
  const [from, to] = values.length === 0 ? [0, 1] : [low - span * 0.06, high + span * 0.06];
  const x = (value: number) => ((value - from) / (to - from)) * 100;
  const step = niceStep((to - from) / 3);
  const first = Math.ceil(from / step) * step;
  const count = Math.floor((to - first) / step) + 1;
  return { x, ticks: Array.from({ length: Math.max(0, count) }, (_, i) => first + i * step) };
};

/** 1, 2 or 5 times a power of ten. */
const niceStep = (rough: number): number => {
  const power = 10 ** Math.floor(Math.log10(rough));
  const digit = rough / power;
  return power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
};
