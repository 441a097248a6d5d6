interface Who {
  readonly user?: string;
  readonly session?: string;
}

interface Told {
  readonly product: string;
  readonly price?: number | undefined;
  readonly quantity?: number | undefined;
  readonly currency?: string | undefined;
}

/** The events script as any shop includes it; see web/events. Where it is blocked, the shop works on and teaches nothing. */
const winnow = (command: string, given?: unknown): unknown =>
  (window as { winnow?: (command: string, given?: unknown) => unknown }).winnow?.(command, given);

export const tell = (type: "remove_from_cart" | "purchase", told: Told): void => void winnow(type, told);

/** Tokens of the shopper and of this visit; none without consent. */
export const who = (): Who => (winnow("who") as Who | undefined) ?? {};

export const consent = (given: boolean): void => void winnow("consent", given);

export const forget = (): void => void winnow("forget");

export const isLearning = (): boolean => who().user !== undefined;

/** Events belong to the catalogue on show. */
export const setEventsCatalog = (catalog: string | null): void => {
  const script = document.querySelector<HTMLScriptElement>("script[src='/winnow-events.js']");
  if (script !== null && catalog !== null) script.dataset["catalog"] = catalog;
};
