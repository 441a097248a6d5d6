import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import type { ConsoleError } from "../api/client.ts";

/** What did not come, and why; a session that is over leads back to the key. */
export const Trouble = ({
  error,
  onSignedOut,
}: {
  error: ConsoleError | null;
  onSignedOut: () => void;
}): VNode | null => {
  const isOver = error?.status === 401;
  useEffect(() => {
    if (isOver) onSignedOut();
  }, [isOver]);
  if (error === null || isOver) return null;
  return (
    <p class="trouble" role="status">
      {error.message} {error.hint}
    </p>
  );
};
