import { createHash, createHmac } from "node:crypto";

/** As a shop's own server does it; docs/keys.md shows the same lines. */
export const deriveKey = (id: string, secret: string, claims: unknown): string => {
  const text = `${id}.${Buffer.from(JSON.stringify(claims)).toString("base64url")}`;
  const mac = createHmac("sha256", createHash("sha256").update(secret).digest()).update(text).digest("base64url");
  return `wk_derived_${text}.${mac}`;
};
