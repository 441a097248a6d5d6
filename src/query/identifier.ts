/**
 * The whole query as an identifier, normalised as the mapping's `identifier` normaliser does it, or null when it
 * cannot be a SKU, a GTIN or an id: those hold a digit, or are one word joined by hyphens, underscores, dots or slashes.
 */
export function identifierOf(text: string, normalize: (text: string) => string): string | null {
  const trimmed = text.trim();
  if (trimmed.length > maxLength || trimmed.split(/\s+/u).length > maxWords) return null;
  if (!/\p{Nd}/u.test(trimmed) && !/^[^\s]+[-_./][^\s]+$/u.test(trimmed)) return null;
  const normalized = normalize(trimmed);
  return normalized.length >= minLength ? normalized : null;
}

const minLength = 2;
const maxLength = 128;
/** People type a SKU with spaces ("WH 1000 XM4"), not in a sentence. */
const maxWords = 6;
