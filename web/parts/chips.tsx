import type { VNode } from "preact";
import { roundMoney } from "../format/money.ts";
import { fieldLabel, leafOf, valueLabel } from "../format/names.ts";
import { isRange, parseRange } from "../format/range.ts";
import { useNavigation } from "../state/navigation.tsx";
import { refine, toggleFilter, type ShopState } from "../state/shop-state.ts";
import { Icon } from "./icon.tsx";

interface ChipsProps {
  readonly state: ShopState;
  readonly currency: string | undefined;
  /** The button that was pressed is gone: the focus needs another place. */
  readonly onRemove: () => void;
}

/** What the results are narrowed to, each with a way to take it back. */
export const Chips = ({ state, currency, onRemove }: ChipsProps): VNode | null => {
  const { go } = useNavigation();
  const chosen = [...state.filters].flatMap(([field, values]) => values.map((value) => ({ field, value })));
  if (chosen.length === 0) return null;
  return (
    <ul class="chips" aria-label="Chosen filters">
      {chosen.map(({ field, value }) => {
        const text = chipText(field, value, currency);
        return (
          <li key={`${field}=${value}`}>
            <button
              type="button"
              class="chip"
              aria-label={`Remove filter ${fieldLabel(field)}: ${text}`}
              onClick={() => {
                go(toggleFilter(state, field, value), { keepScroll: true });
                onRemove();
              }}
            >
              {text}
              <Icon name="close" size={14} />
            </button>
          </li>
        );
      })}
      <li>
        <button
          type="button"
          class="text-button"
          onClick={() => {
            go(refine(state, { filters: new Map() }), { keepScroll: true });
            onRemove();
          }}
        >
          Clear all
        </button>
      </li>
    </ul>
  );
};

const chipText = (field: string, value: string, currency: string | undefined): string => {
  if (field === "in_stock") return value === "true" ? "In stock" : "Sold out";
  if (field === "categories") return leafOf(value);
  if (isRange(value)) return rangeText(field, value, currency);
  return field.startsWith("attributes.") ? `${fieldLabel(field)}: ${valueLabel(value)}` : value;
};

const rangeText = (field: string, value: string, currency: string | undefined): string => {
  const { from, to } = parseRange(value);
  if (field === "rating" && from !== null && to === null) return `${from} stars and up`;
  const isPrice = field === "price";
  const show = (n: number | null): string => (n === null ? "" : isPrice ? roundMoney(n, currency) : n.toLocaleString());
  const text = from === null ? `Up to ${show(to)}` : to === null ? `From ${show(from)}` : `${show(from)} – ${show(to)}`;
  return isPrice ? text : `${fieldLabel(field)}: ${text.toLowerCase()}`;
};
