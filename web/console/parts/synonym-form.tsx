import type { ComponentChildren, VNode } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { SynonymDraft } from "../api/synonyms.ts";

interface SynonymFormProps {
  readonly label: string;
  /** Of the button that sends it. */
  readonly action: string;
  /** Empty unless told. */
  readonly start?: SynonymDraft;
  /** @returns whether it was taken */
  readonly onSubmit: (draft: SynonymDraft) => Promise<boolean>;
  readonly onInput?: (draft: SynonymDraft) => void;
  /** Other buttons. */
  readonly children?: ComponentChildren;
}

const EMPTY: SynonymDraft = { from: "", to: "", isTwoWay: false };

/** A pair that a person knows: live at once. One that is begun with words takes the focus. */
export const SynonymForm = ({ label, action, start = EMPTY, onSubmit, onInput, children }: SynonymFormProps): VNode => {
  const [draft, setDraft] = useState(start);
  const first = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    if (start !== EMPTY) first.current?.select();
  }, []);
  const write = (part: Partial<SynonymDraft>) => {
    const written = { ...draft, ...part };
    setDraft(written);
    onInput?.(written);
  };
  const send = async () => {
    if (await onSubmit({ ...draft, from: draft.from.trim(), to: draft.to.trim() })) setDraft(EMPTY);
  };
  return (
    <form
      class="synonym-form"
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <label>
        Shoppers write
        <input
          ref={first}
          value={draft.from}
          required
          maxLength={100}
          onInput={({ currentTarget }) => write({ from: currentTarget.value })}
        />
      </label>
      <label>
        The catalogue writes
        <input
          value={draft.to}
          required
          maxLength={100}
          onInput={({ currentTarget }) => write({ to: currentTarget.value })}
        />
      </label>
      <label class="synonym-both">
        <input
          type="checkbox"
          checked={draft.isTwoWay}
          onChange={({ currentTarget }) => write({ isTwoWay: currentTarget.checked })}
        />
        Each finds the other
      </label>
      <button type="submit" class={start === EMPTY ? "button" : "button button-main"}>
        {action}
      </button>
      {children}
    </form>
  );
};
