import { z } from "zod";
import { limits } from "./limits.ts";

// C0 and C1 controls except tab and line breaks, zero-width and bidirectional controls, and the byte order mark.
const unwanted =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;

/**
 * What a person meant to type: NFKC, well-formed, without controls and bidirectional marks, white space as one space.
 * One space at the end stays: it says that the last word is complete.
 */
export const cleanText = (text: string): string => (plain.test(text) ? text : clean(text));

/** Nothing to clean, as most queries: printable ASCII without a space at the start or two in a row. */
const plain = /^(?! )(?:[!-~]| (?! ))*$/;

const clean = (text: string): string =>
  text.toWellFormed().normalize("NFKC").replace(unwanted, "").replace(/\s+/gu, " ").trimStart();

export const QueryText = z
  .string()
  .overwrite(cleanText)
  .max(limits.queryLength, { error: `A query has at most ${limits.queryLength} characters.` })
  .meta({ description: "What the shopper typed; empty browses.", example: "wireles headphones" });

/** A field's name, an id or one value, as the shop wrote it. */
export const Name = z.string().min(1).max(limits.nameLength);

/** A catalogue's name: also a file name and an Elasticsearch index name. */
export const CatalogName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,62}$/u, {
    error: "A catalogue's name has 1 to 63 lower-case letters, digits, hyphens and underscores.",
  })
  .meta({ description: "Which catalogue.", example: "products" });
