/** What a product may be at most. Generous beside any real shop; a product past them is a mistake in its export. */
export const productLimits = {
  /** UTF-16 units of the product's JSON; also the most that one record of a file may have, in bytes. */
  product: 1_000_000,
  id: 512,
  title: 2_000,
  description: 200_000,
  /** Brand, group, SKU, a field's or an attribute's name. */
  name: 512,
  /** Levels and separators together. */
  categoryPath: 1_024,
  categories: 200,
  /** Room for a small picture as a `data:` URL. */
  url: 65_536,
  gtins: 5_000,
  attributes: 2_000,
  attributeValues: 1_000,
  attributeText: 20_000,
  /** In major units. */
  price: 1e12,
  /** Levels of objects and arrays. */
  depth: 20,
} as const;
