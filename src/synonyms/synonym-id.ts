import { createHash } from "node:crypto";

/** Of a pair, whatever became of it; 16 hexadecimal digits. */
export const synonymId = (from: string, to: string): string =>
  createHash("sha256").update(`${from}\n${to}`).digest("hex").slice(0, 16);

/** As pairs are compared and kept: lower case, single spaces. */
export const tidy = (text: string): string => text.normalize("NFC").trim().toLowerCase().replace(/\s+/gu, " ");
