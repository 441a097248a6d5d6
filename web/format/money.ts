const formats = new Map<string, Intl.NumberFormat>();

/** An amount in the reader's own notation; without a known currency, a plain number. */
export const money = (amount: number, currency: string | undefined): string => formatOf(currency ?? "").format(amount);

/** As `money`, without cents where there are none: for the bounds of a range. */
export const roundMoney = (amount: number, currency: string | undefined): string =>
  Number.isInteger(amount) ? money(amount, currency).replace(/[.,]00(?!\d)/u, "") : money(amount, currency);

/** How much less than before, in whole per cent; 0 when not less. */
export const discountPercent = (price: number, listPrice: number | undefined): number =>
  listPrice === undefined || listPrice <= price ? 0 : Math.round((1 - price / listPrice) * 100);

const formatOf = (currency: string): Intl.NumberFormat => {
  const known = formats.get(currency);
  if (known !== undefined) return known;
  const made = makeFormat(currency);
  formats.set(currency, made);
  return made;
};

const makeFormat = (currency: string): Intl.NumberFormat => {
  try {
    return new Intl.NumberFormat(undefined, { style: "currency", currency, currencyDisplay: "narrowSymbol" });
  } catch {
    // A shop may write a currency that is not ISO 4217.
    return new Intl.NumberFormat(undefined, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  }
};
