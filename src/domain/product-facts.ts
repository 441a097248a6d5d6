/** What ranking knows of a product, read once from its JSON; null is unknown. */
export interface ProductFacts {
  /** Analysed, in order. */
  readonly titleTerms: readonly string[];
  /**
   * How many of them are the title's first phrase: what comes before a comma, a dash, a bracket, or a word such as "for"
   * and "with". Its end names the thing: a laptop bag is a bag, and so is a bag for a laptop.
   */
  readonly titlePhrase: number;
  readonly brand: string | null;
  /** The first category's full path. */
  readonly category: string | null;
  /** In major units of its currency. */
  readonly price: number | null;
  readonly listPrice: number | null;
  /** 0 to 5. */
  readonly rating: number | null;
  readonly reviews: number | null;
  readonly inStock: boolean | null;
  readonly createdAtMs: number | null;
  /** Characters; 0 without one. */
  readonly descriptionLength: number;
  readonly hasImage: boolean;
  /** Numbers beyond these, by the name of the mapping's field, for features of a shop's own; NaN for those it lacks. */
  readonly numbers: ReadonlyMap<string, number>;
}
