import type { VNode } from "preact";
import { useState } from "preact/hooks";

interface AddSynonymProps {
  /** @returns whether it was taken */
  readonly onAdd: (from: string, to: string, isTwoWay: boolean) => Promise<boolean>;
}

/** A pair that a person knows: live at once. */
export const AddSynonym = ({ onAdd }: AddSynonymProps): VNode => {
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const [isTwoWay, setTwoWay] = useState(false);
  const add = async () => {
    if (!(await onAdd(from.trim(), to.trim(), isTwoWay))) return;
    setFrom("");
    setTo("");
  };
  return (
    <form
      class="panel synonym-form"
      aria-label="Add a synonym"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <label>
        Shoppers write
        <input value={from} required maxLength={100} onInput={({ currentTarget }) => setFrom(currentTarget.value)} />
      </label>
      <label>
        The catalogue writes
        <input value={to} required maxLength={100} onInput={({ currentTarget }) => setTo(currentTarget.value)} />
      </label>
      <label class="synonym-both">
        <input type="checkbox" checked={isTwoWay} onChange={({ currentTarget }) => setTwoWay(currentTarget.checked)} />
        Each finds the other
      </label>
      <button type="submit" class="button">
        Add
      </button>
    </form>
  );
};
