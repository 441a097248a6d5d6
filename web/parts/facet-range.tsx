import type { TargetedEvent, VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { StatsFacet } from "../api/answers.ts";
import { roundMoney } from "../format/money.ts";
import { fieldLabel } from "../format/names.ts";
import { formatRange, parseRange, type Range } from "../format/range.ts";
import { useNavigation } from "../state/navigation.tsx";
import { withFilter, type ShopState } from "../state/shop-state.ts";

interface FacetRangeProps {
  readonly facet: StatsFacet;
  readonly state: ShopState;
  /** Currency of an amount of money, empty when unknown; null for other numbers. */
  readonly currency: string | null;
}

const STEPS = 200;
/** Moves of a thumb in quick succession, as by arrow keys, are one step of the history. */
const ONE_MOVE_MS = 1_000;

/** A range by two fields or two thumbs. The thumbs move on a square scale: most prices lie at its lower end. */
export const FacetRange = ({ facet, state, currency }: FacetRangeProps): VNode => {
  const { go } = useNavigation();
  const min = Math.floor(facet.min ?? 0);
  const max = Math.max(Math.ceil(facet.max ?? 0), min + 1);
  const chosenText = state.filters.get(facet.field)?.[0] ?? "";
  const [range, setRange] = useState<Range>(() => parseRange(chosenText));
  const [thumbs, setThumbs] = useState(() => thumbsAt(range, min, max));
  const movedAtMs = useRef(0);

  // A thumb stays where the hand has put it: its step is finer than the round number it stands for.
  useEffect(() => {
    if ((formatRange(range) ?? "") === chosenText) return;
    setRange(parseRange(chosenText));
    setThumbs(thumbsAt(parseRange(chosenText), min, max));
  }, [chosenText]);
  useEffect(() => setThumbs(thumbsAt(range, min, max)), [min, max]);

  const label = fieldLabel(facet.field);
  const show = (value: number): string => (currency === null ? value.toLocaleString() : roundMoney(value, currency));
  const commit = ({ from, to }: Range, replace: boolean) => {
    const value = formatRange(from !== null && to !== null && from > to ? { from: to, to: from } : { from, to });
    if ((value ?? "") === chosenText) return;
    go(withFilter(state, facet.field, value === null ? [] : [value]), { keepScroll: true, replace });
  };
  const move = (thumb: "low" | "high", event: TargetedEvent<HTMLInputElement>): Range => {
    const step = event.currentTarget.valueAsNumber;
    const moved =
      thumb === "low"
        ? { ...thumbs, low: Math.min(step, thumbs.high) }
        : { ...thumbs, high: Math.max(step, thumbs.low) };
    const value = valueAt(moved[thumb], min, max);
    const next =
      thumb === "low" ? { ...range, from: value <= min ? null : value } : { ...range, to: value >= max ? null : value };
    setThumbs(moved);
    setRange(next);
    return next;
  };
  const drop = (thumb: "low" | "high", event: TargetedEvent<HTMLInputElement>) => {
    const now = performance.now();
    commit(move(thumb, event), now - movedAtMs.current < ONE_MOVE_MS);
    movedAtMs.current = now;
  };

  return (
    <div class="range" role="group" aria-label={label}>
      <div class="range-slider">
        <span
          class="range-fill"
          style={{ left: `${(100 * thumbs.low) / STEPS}%`, right: `${100 - (100 * thumbs.high) / STEPS}%` }}
        />
        {(["low", "high"] as const).map((thumb) => (
          <input
            key={thumb}
            type="range"
            aria-label={`${label} ${thumb === "low" ? "from" : "to"}`}
            aria-valuetext={show((thumb === "low" ? range.from : range.to) ?? (thumb === "low" ? min : max))}
            min={0}
            max={STEPS}
            value={thumbs[thumb]}
            onInput={(event) => move(thumb, event)}
            onChange={(event) => drop(thumb, event)}
          />
        ))}
      </div>
      <div class="range-fields">
        <RangeField
          label={`Lowest ${label.toLowerCase()}`}
          value={range.from}
          hint={min}
          onCommit={(from) => commit({ ...range, from }, false)}
        />
        <span aria-hidden="true">–</span>
        <RangeField
          label={`Highest ${label.toLowerCase()}`}
          value={range.to}
          hint={max}
          onCommit={(to) => commit({ ...range, to }, false)}
        />
      </div>
    </div>
  );
};

interface RangeFieldProps {
  readonly label: string;
  readonly value: number | null;
  readonly hint: number;
  readonly onCommit: (value: number | null) => void;
}

const RangeField = ({ label, value, hint, onCommit }: RangeFieldProps): VNode => (
  <input
    type="number"
    inputMode="decimal"
    step="any"
    aria-label={label}
    placeholder={hint.toLocaleString()}
    value={value ?? ""}
    onChange={(event) => {
      const value = event.currentTarget.valueAsNumber;
      onCommit(Number.isFinite(value) ? value : null);
    }}
  />
);

const thumbsAt = ({ from, to }: Range, min: number, max: number): { low: number; high: number } => ({
  low: stepAt(from ?? min, min, max),
  high: stepAt(to ?? max, min, max),
});

const valueAt = (step: number, min: number, max: number): number =>
  round(min + (max - min) * (step / STEPS) ** 2, max - min);

const stepAt = (value: number, min: number, max: number): number =>
  Math.round(STEPS * Math.sqrt(Math.min(Math.max((value - min) / (max - min), 0), 1)));

/** To a number people would say: whole, or two digits where the whole range is small. */
const round = (value: number, span: number): number => {
  if (span <= 20) return Math.round(value * 10) / 10;
  const unit = value > 1000 ? 50 : value > 200 ? 10 : value > 50 ? 5 : 1;
  return Math.round(value / unit) * unit;
};
