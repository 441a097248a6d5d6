import type { TargetedEvent, VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
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

/** A range by two fields or two thumbs. The thumbs move on a square scale: most prices lie at its lower end. */
export const FacetRange = ({ facet, state, currency }: FacetRangeProps): VNode => {
  const { go } = useNavigation();
  const chosenText = state.filters.get(facet.field)?.[0] ?? "";
  const [range, setRange] = useState<Range>(() => parseRange(chosenText));
  useEffect(() => setRange(parseRange(chosenText)), [chosenText]);

  const min = Math.floor(facet.min ?? 0);
  const max = Math.max(Math.ceil(facet.max ?? 0), min + 1);
  const label = fieldLabel(facet.field);
  const low = clamp(range.from ?? min, min, max);
  const high = clamp(range.to ?? max, min, max);
  const show = (value: number): string => (currency === null ? value.toLocaleString() : roundMoney(value, currency));

  const commit = ({ from, to }: Range) => {
    const swapped = from !== null && to !== null && from > to ? { from: to, to: from } : { from, to };
    const value = formatRange(swapped);
    if ((value ?? "") !== chosenText)
      go(withFilter(state, facet.field, value === null ? [] : [value]), { keepScroll: true });
  };
  const moveLow = (event: TargetedEvent<HTMLInputElement>): Range => {
    const value = Math.min(valueAt(event.currentTarget.valueAsNumber, min, max), high);
    return { ...range, from: value <= min ? null : value };
  };
  const moveHigh = (event: TargetedEvent<HTMLInputElement>): Range => {
    const value = Math.max(valueAt(event.currentTarget.valueAsNumber, min, max), low);
    return { ...range, to: value >= max ? null : value };
  };
  const typed = (event: TargetedEvent<HTMLInputElement>): number | null =>
    Number.isFinite(event.currentTarget.valueAsNumber) ? event.currentTarget.valueAsNumber : null;

  return (
    <div class="range" role="group" aria-label={label}>
      <div class="range-slider">
        <span
          class="range-fill"
          style={{ left: `${percentAt(low, min, max)}%`, right: `${100 - percentAt(high, min, max)}%` }}
        />
        <input
          type="range"
          aria-label={`${label} from`}
          aria-valuetext={show(low)}
          min={0}
          max={STEPS}
          value={stepAt(low, min, max)}
          onInput={(event) => setRange(moveLow(event))}
          onChange={(event) => commit(moveLow(event))}
        />
        <input
          type="range"
          aria-label={`${label} to`}
          aria-valuetext={show(high)}
          min={0}
          max={STEPS}
          value={stepAt(high, min, max)}
          onInput={(event) => setRange(moveHigh(event))}
          onChange={(event) => commit(moveHigh(event))}
        />
      </div>
      <div class="range-fields">
        <RangeField
          label={`Lowest ${label.toLowerCase()}`}
          value={range.from}
          hint={min}
          onCommit={(event) => commit({ ...range, from: typed(event) })}
        />
        <span aria-hidden="true">–</span>
        <RangeField
          label={`Highest ${label.toLowerCase()}`}
          value={range.to}
          hint={max}
          onCommit={(event) => commit({ ...range, to: typed(event) })}
        />
      </div>
    </div>
  );
};

interface RangeFieldProps {
  readonly label: string;
  readonly value: number | null;
  readonly hint: number;
  readonly onCommit: (event: TargetedEvent<HTMLInputElement>) => void;
}

const RangeField = ({ label, value, hint, onCommit }: RangeFieldProps): VNode => (
  <input
    type="number"
    inputMode="decimal"
    step="any"
    aria-label={label}
    placeholder={hint.toLocaleString()}
    value={value ?? ""}
    onChange={onCommit}
  />
);

const clamp = (value: number, min: number, max: number): number => Math.min(Math.max(value, min), max);

const valueAt = (step: number, min: number, max: number): number =>
  round(min + (max - min) * (step / STEPS) ** 2, max - min);

const stepAt = (value: number, min: number, max: number): number =>
  Math.round(STEPS * Math.sqrt((value - min) / (max - min)));

const percentAt = (value: number, min: number, max: number): number => 100 * Math.sqrt((value - min) / (max - min));

/** To a number people would say: whole, or two digits where the whole range is small. */
const round = (value: number, span: number): number => {
  if (span <= 20) return Math.round(value * 10) / 10;
  const unit = value > 1000 ? 50 : value > 200 ? 10 : value > 50 ? 5 : 1;
  return Math.round(value / unit) * unit;
};
