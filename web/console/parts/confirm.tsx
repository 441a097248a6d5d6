import type { ComponentChildren, VNode } from "preact";
import { useState } from "preact/hooks";
import { Modal } from "../../parts/modal.tsx";
import { ConsoleError } from "../api/client.ts";

interface ConfirmProps {
  readonly title: string;
  readonly action: string;
  readonly children: ComponentChildren;
  readonly run: () => Promise<unknown>;
  readonly onClose: (done: boolean) => void;
}

/** Asks before something changes for every shopper. */
export const Confirm = ({ title, action, children, run, onClose }: ConfirmProps): VNode => {
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  const go = async () => {
    setBusy(true);
    try {
      await run();
      onClose(true);
    } catch (error) {
      setWrong(error instanceof ConsoleError ? `${error.message} ${error.hint ?? ""}` : "It failed.");
      setBusy(false);
    }
  };
  return (
    <Modal label={title} class="confirm-modal" onClose={() => onClose(false)}>
      <div class="confirm">
        <h2>{title}</h2>
        {children}
        {wrong !== null && (
          <p class="login-wrong" role="alert">
            {wrong}
          </p>
        )}
        <div class="confirm-buttons">
          <button type="button" class="button" onClick={() => onClose(false)}>
            Cancel
          </button>
          <button type="button" class="button button-main" disabled={busy} onClick={() => void go()}>
            {action}
          </button>
        </div>
      </div>
    </Modal>
  );
};
