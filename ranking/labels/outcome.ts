/** What came of showing one product once, over all the days since. */
export interface Outcome {
  readonly clicks: number;
  /** Put into the cart, less taken out. */
  readonly carts: number;
  /** Units bought. */
  readonly purchases: number;
  /** Units sent back. */
  readonly returned: number;
  /** Bought less sent back, in minor units of the log's main currency. */
  readonly valueMinor: number;
}
