import type { VNode } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

interface UndoProps {
  readonly says: string;
  readonly onUndo: () => void;
}

/** Stands in a list where what was decided stood: who goes on by keyboard goes on from there. */
export const Undo = ({ says, onUndo }: UndoProps): VNode => {
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => button.current?.focus(), []);
  return (
    <li class="panel undo">
      <p role="status">{says}</p>
      <button ref={button} type="button" class="button" onClick={onUndo} aria-label={`Undo: ${says}`}>
        Undo
      </button>
    </li>
  );
};
