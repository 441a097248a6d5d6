import { createHmac } from "node:crypto";

/**
 * A shop's token for a user or session, made into one that says nothing outside of this installation: HMAC-SHA-256, of
 * which 128 bits are kept.
 *
 * @param secret `KeyStore.secret("pseudonyms")`
 */
export const pseudonym = (secret: string, token: string): string =>
  createHmac("sha256", secret).update(token).digest("base64url").slice(0, 22);
