import type { CatalogMapping } from "../domain/mapping.ts";
import { createNormalizer } from "./analyzer.ts";

/**
 * Keyword field → what makes a value the one that is indexed; values of filters go through it too. A field without a
 * normalizer keeps case and accents, so that facets show values as the shop writes them.
 */
export type Normalizers = Readonly<Record<string, (value: string) => string>>;

export const createNormalizers = (mapping: CatalogMapping): Normalizers =>
  Object.fromEntries(
    mapping.keywords.map(({ name, normalizer }) => [
      name,
      normalizer === null ? tidy : withNormalizer(createNormalizer(mapping.body, normalizer)),
    ]),
  );

const withNormalizer =
  (normalize: (value: string) => string) =>
  (value: string): string =>
    normalize(tidy(value));

/** Well-formed and in NFC, so that what looks alike is alike; spaces around are not part of a value. */
const tidy = (value: string): string =>
  (MAY_COMPOSE.test(value) ? value.toWellFormed().normalize("NFC") : value).trim();

const MAY_COMPOSE = /[\u0300-\uffff]/;
