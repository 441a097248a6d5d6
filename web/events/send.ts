import { keep, type Kept, read, type Sent } from "./memory.ts";

interface SenderDeps {
  readonly url: string;
  /** Null when nothing may be sent. */
  readonly agreed: () => Kept | null;
  readonly wrap: (events: readonly Sent[]) => string;
}

/** Long enough to take the clicks of a moment together, short enough that the next search knows of them. */
const GATHER_MS = 200;
const BATCH = 50;
const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 300_000;

/**
 * Sends what is queued, oldest first, and takes it off the queue when it is acknowledged; until then the next page tries
 * again. The server knows events by their ids, so one sent twice counts once.
 */
export const sender = ({ url, agreed, wrap }: SenderDeps) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let busy = false;
  let failures = 0;
  let notBefore = 0;

  const next = (): readonly Sent[] => {
    // After a failure fewer: it may have been too much for the browser, which limits what outlives a page.
    return agreed()?.queue?.slice(0, failures > 0 ? 5 : BATCH) ?? [];
  };

  const send = async (): Promise<void> => {
    const events = next();
    if (events.length === 0 || busy) return;
    busy = true;
    let status = 0;
    try {
      // As text and without credentials there is no preflight; keepalive lets it outlive the page.
      const body = wrap(events);
      status = (await fetch(url, { method: "POST", body, keepalive: true, credentials: "omit" })).status;
    } catch {
      // Offline, or the server is.
    }
    busy = false;
    if (/^(2|4(00|13|15|22))/.test(`${status}`)) {
      // Taken, or refused for good.
      failures = 0;
      const kept = read();
      keep({ ...kept, queue: kept.queue?.filter(({ id }) => !events.some((sent) => sent.id === id)) ?? [] });
    } else {
      notBefore = Date.now() + Math.min(FIRST_RETRY_MS * 2 ** failures++, LAST_RETRY_MS) * (0.5 + Math.random());
    }
    soon();
  };

  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void send(), Math.max(GATHER_MS, notBefore - Date.now()));
  };

  return {
    /** When the gathering, or the wait after a failure, is over. */
    soon,
    /** Without the wait: the network is back. */
    retry: (): void => {
      notBefore = 0;
      soon();
    },
    /** The page may be gone in a moment. Whether it arrived is not known, so it stays queued until it is. */
    hide: (): void => {
      const events = next();
      if (events.length > 0) navigator.sendBeacon(url, wrap(events));
    },
  };
};
