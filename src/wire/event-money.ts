/**
 * @param price in major units
 * @param currency ISO 4217; two decimals where it is null or not known
 * @returns in minor units: 49.95 EUR are 4995, 500 JPY are 500
 */
export const toMinor = (price: number, currency: string | null): number =>
  Math.round(price * 10 ** (currency === null ? 2 : digitsOf(currency)));

const digitsOf = (currency: string): number => {
  let digits = known.get(currency);
  if (digits === undefined) {
    const { maximumFractionDigits } = new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions();
    // Three capital letters: at most 17,576 of them.
    known.set(currency, (digits = maximumFractionDigits ?? 2));
  }
  return digits;
};

const known = new Map<string, number>();
