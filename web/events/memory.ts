/** One event as it is sent. */
export interface Sent {
  readonly id: string;
  readonly type: string;
  readonly [field: string]: unknown;
}

/** All that is kept in the shopper's browser, under one name. */
export interface Kept {
  /** 0: refused, which is all that is kept then. */
  consent?: 0 | 1 | undefined;
  user?: string | undefined;
  session?: string;
  /** When something was last done. */
  seen?: number;
  /** What is not acknowledged yet, oldest first. */
  queue?: readonly Sent[];
  /** Product, query id and position of what was last opened, newest first. */
  clicked?: readonly (readonly [string, string, number | undefined])[];
}

const NAME = "winnow";
// Where storage is refused the page's own memory has to do: what it did not send by its end is lost.
let memory = "{}";

/** Read anew each time: another tab may have written. */
export const read = (): Kept => {
  try {
    memory = localStorage.getItem(NAME) ?? "{}";
  } catch {
    // Storage is refused.
  }
  try {
    return JSON.parse(memory) as Kept;
  } catch {
    return {};
  }
};

export const keep = (kept: Kept): void => {
  memory = JSON.stringify(kept);
  try {
    if (memory === "{}") localStorage.removeItem(NAME);
    else localStorage.setItem(NAME, memory);
  } catch {
    // Storage is refused or full.
  }
};
