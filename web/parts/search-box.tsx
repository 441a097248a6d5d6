import type { TargetedKeyboardEvent, VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { plural } from "../format/names.ts";
import { useNavigation } from "../state/navigation.tsx";
import { ask } from "../state/shop-state.ts";
import { useSuggestions } from "../state/use-suggestions.ts";
import { Icon } from "./icon.tsx";
import { optionsOf, type Option } from "./search-options.ts";
import { SearchPopup, optionId } from "./search-popup.tsx";

const POPUP = "search-popup";

/** The search field as an ARIA combobox: the list is steered from the field, which keeps the focus. */
export const SearchBox = (): VNode => {
  const { state, go } = useNavigation();
  const [text, setText] = useState(state.q);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const input = useRef<HTMLInputElement>(null);
  const suggestions = useSuggestions(text, state.catalog, open);
  const options = suggestions === null ? [] : optionsOf(suggestions.answer, text, state);
  const shown = open && options.length > 0;
  const activeOption = shown ? options[active] : undefined;

  // Back, forward and chosen suggestions change the question; the field follows.
  useEffect(() => setText(state.q), [state.q]);
  useEffect(() => setActive(-1), [suggestions]);

  const close = () => {
    setOpen(false);
    setActive(-1);
  };
  const choose = (option: Option) => {
    close();
    setText(option.to.q);
    go(option.to);
  };
  const submit = () => {
    close();
    go(ask(state, { q: text.trim() }));
    // A phone's keyboard would cover the results.
    if (matchMedia("(pointer: coarse)").matches) input.current?.blur();
  };

  const onKeyDown = (event: TargetedKeyboardEvent<HTMLInputElement>) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      setOpen(true);
      if (shown) setActive(step(active, event.key === "ArrowDown" ? 1 : -1, options.length));
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (activeOption === undefined) submit();
      else choose(activeOption);
    } else if (event.key === "Escape") {
      event.preventDefault();
      if (shown) close();
      else setText("");
    } else if (event.key === "Home" || event.key === "End") {
      // The caret moves in the field, as in any other; the list lets go.
      setActive(-1);
    } else if (event.key === "Tab") {
      close();
    }
  };

  return (
    <form
      class="search"
      role="search"
      action="./"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Icon name="search" />
      <input
        ref={input}
        class="search-input"
        name="q"
        type="text"
        enterkeyhint="search"
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        maxLength={512}
        placeholder="Search products and brands"
        role="combobox"
        aria-label="Search"
        aria-autocomplete="list"
        aria-expanded={shown}
        aria-controls={POPUP}
        aria-activedescendant={activeOption === undefined ? undefined : optionId(active)}
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setOpen(true);
        }}
        onKeyDown={onKeyDown}
        onClick={() => setOpen(true)}
        onBlur={close}
      />
      {text !== "" && (
        <button
          type="button"
          class="icon-button search-clear"
          aria-label="Clear the search"
          onClick={() => {
            setText("");
            input.current?.focus();
          }}
        >
          <Icon name="close" size={16} />
        </button>
      )}
      <SearchPopup
        id={POPUP}
        options={shown ? options : []}
        active={active}
        typed={text}
        onChoose={choose}
        onPoint={setActive}
      />
      <span class="visually-hidden" role="status">
        {shown ? `${plural(options.length, "suggestion")}, use the arrow keys to choose` : ""}
      </span>
    </form>
  );
};

/** From the field (−1) through the options and around again. */
const step = (active: number, by: 1 | -1, count: number): number => {
  const next = active + by;
  if (next >= count) return -1;
  return next < -1 ? count - 1 : next;
};
