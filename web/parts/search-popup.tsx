import type { VNode } from "preact";
import { Marked, MarkedTyped } from "../format/marked.tsx";
import { leafOf, parentOf } from "../format/names.ts";
import { Icon } from "./icon.tsx";
import { Picture } from "./picture.tsx";
import { Price } from "./price.tsx";
import type { Option } from "./search-options.ts";

interface SearchPopupProps {
  readonly id: string;
  readonly options: readonly Option[];
  /** Index of the option under the arrow keys or the pointer, or −1. */
  readonly active: number;
  readonly typed: string;
  readonly onChoose: (option: Option) => void;
  readonly onPoint: (index: number) => void;
}

const GROUPS: readonly Option["group"][] = ["Suggestions", "Categories", "Brands", "Products"];

export const optionId = (index: number): string => `search-option-${index}`;

/** The list under the search field. It is always in the page, as `aria-controls` wants, and hidden when empty. */
export const SearchPopup = ({ id, options, active, typed, onChoose, onPoint }: SearchPopupProps): VNode => (
  <div
    id={id}
    class="search-popup"
    role="listbox"
    aria-label="Suggestions"
    hidden={options.length === 0}
    // A press would take the focus from the field, and the list would close before the click.
    onMouseDown={(event) => event.preventDefault()}
  >
    {GROUPS.filter((group) => options.some((option) => option.group === group)).map((group) => (
      <div key={group} role="group" aria-label={group} class={`search-group search-group-${group.toLowerCase()}`}>
        <div class="search-group-name" aria-hidden="true">
          {group}
        </div>
        {options.map((option, index) =>
          option.group === group ? (
            <div
              key={index}
              id={optionId(index)}
              role="option"
              class="search-option"
              aria-selected={index === active}
              ref={index === active ? scrollToOption : null}
              onPointerMove={() => {
                if (index !== active) onPoint(index);
              }}
              onClick={() => onChoose(option)}
            >
              <OptionContent option={option} typed={typed} />
            </div>
          ) : null,
        )}
      </div>
    ))}
  </div>
);

const OptionContent = ({ option, typed }: { option: Option; typed: string }): VNode => {
  const { group, text, product, highlight, count } = option;
  if (product !== null) {
    return (
      <>
        <Picture product={product} eager />
        <span class="search-option-product">
          <span class="search-option-title">
            {highlight === null ? <MarkedTyped text={text} typed={typed} /> : <Marked html={highlight} />}
          </span>
          <Price product={product} />
        </span>
      </>
    );
  }
  const parent = group === "Categories" ? parentOf(text) : null;
  return (
    <>
      <Icon name={group === "Suggestions" ? "search" : group === "Brands" ? "tag" : "grid"} size={16} />
      <span class="search-option-text">
        <MarkedTyped text={group === "Categories" ? leafOf(text) : text} typed={typed} />
        {parent !== null && <span class="search-option-parent"> in {leafOf(parent)}</span>}
      </span>
      {count !== null && <span class="search-option-count">{count.toLocaleString()}</span>}
    </>
  );
};

const scrollToOption = (element: HTMLElement | null): void => element?.scrollIntoView({ block: "nearest" });
