import { useState } from "preact/hooks";
import { ConsoleError } from "../api/client.ts";

/**
 * Changes something and shows what came of it.
 *
 * @param refresh asks again for what is shown
 */
export const useChange = (
  refresh: () => void,
): {
  readonly failure: ConsoleError | null;
  /** @returns whether it was done */
  readonly change: (work: Promise<unknown>) => Promise<boolean>;
} => {
  const [failure, setFailure] = useState<ConsoleError | null>(null);
  const change = async (work: Promise<unknown>): Promise<boolean> => {
    setFailure(null);
    try {
      await work;
      refresh();
      return true;
    } catch (cause) {
      setFailure(ConsoleError.of(cause));
      return false;
    }
  };
  return { failure, change };
};
