/** Who searches, as far as the caller said; all of it optional, none of it a name or an address. */
export interface Visitor {
  /** Pseudonym of the person, stable over sessions. */
  readonly user: string | null;
  /** Pseudonym of the session. */
  readonly session: string | null;
  /** By its agent: kept, never counted or trained on. */
  readonly bot: boolean;
  readonly device: "mobile" | "desktop" | null;
}

/** Nothing is known of who searches. */
export const nobody: Visitor = { user: null, session: null, bot: false, device: null };
