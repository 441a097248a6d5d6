import type { JsonValue } from "../../domain/json.ts";

export interface Price {
  /** In major units; may be negative: that is for the check to say. */
  readonly amount: number;
  /** ISO 4217, when it was written beside the number. */
  readonly currency: string | null;
}

/**
 * Reads a price as shops write it: `49.95 EUR`, `1.299,00 €`, `$12`, `CHF 1'299.–`, `1 299,00 kr`.
 * Of a lone separator before three digits, a comma stands for thousands; so does a point beside a currency that has no
 * thousandths (`1.299 €`), while a bare `1.299` is a number as programs write it.
 *
 * @param unit `minor`: the number counts cents, or whatever the currency's smallest unit is
 * @param currency of the shop, for the size of its smallest unit
 * @returns null when it is not one price
 */
export function parsePrice(value: JsonValue, unit: "major" | "minor", currency: string | null): Price | null {
  const parsed = typeof value === "number" ? { amount: value, currency: null } : parseText(value);
  if (parsed === null || !Number.isFinite(parsed.amount)) return null;
  if (unit === "major") return parsed;
  return { ...parsed, amount: parsed.amount / 10 ** fractionDigits(parsed.currency ?? currency) };
}

/** The code of a currency written as code, sign or name; null when unknown. */
export function parseCurrency(text: string): string | null {
  const trimmed = text.trim();
  const code = trimmed.toUpperCase();
  return codes.has(code) ? code : (signs.get(trimmed.toLowerCase()) ?? null);
}

const codes: ReadonlySet<string> = new Set(Intl.supportedValuesOf("currency"));

const signs = new Map<string, string>(
  Object.entries({
    ...{ "€": "EUR", $: "USD", us$: "USD", "£": "GBP", "¥": "JPY", "₹": "INR", zł: "PLN", kč: "CZK", "₺": "TRY" },
    ...{ "₽": "RUB", "₩": "KRW", "฿": "THB", ft: "HUF", lei: "RON", "₴": "UAH", "₪": "ILS", "₫": "VND", "₱": "PHP" },
    ...{ a$: "AUD", au$: "AUD", c$: "CAD", ca$: "CAD", nz$: "NZD", r$: "BRL", hk$: "HKD", s$: "SGD", mx$: "MXN" },
    ...{ euro: "EUR", euros: "EUR", "fr.": "CHF", rs: "INR", "rs.": "INR" },
  }),
);

/** Signs of several currencies: a price, but of which one is not said. */
const ambiguous = new Set(["kr", "kr."]);

function parseText(value: JsonValue): Price | null {
  if (typeof value !== "string" || value.length > 60) return null;
  const match = /^([^\d+-]*)([+-]?\d[\d.,\s'’]*)(?:[.,]?[-–—])?([^\d]*)$/u.exec(
    value.trim().replace(/^-\s*([^\d\s]+)\s*/u, "$1-"),
  );
  if (match === null) return null;
  const [, before = "", digits = "", after = ""] = match;
  const named = [before, after].map((each) => each.trim()).filter((each) => each !== "");
  const currency = named.map(parseCurrency).find((each) => each !== null) ?? null;
  if (named.length > 1 || (named.length === 1 && currency === null && !ambiguous.has(named[0]!.toLowerCase())))
    return null;
  const amount = parseAmount(digits.replace(/[\s'’]/gu, ""), currency);
  return amount === null ? null : { amount, currency };
}

function parseAmount(text: string, currency: string | null): number | null {
  const digits = text.replace(/[.,]$/u, "");
  const decimal = decimalSeparator(digits, currency);
  const thousands = decimal === "," ? "." : ",";
  const [whole = "", fraction = "", ...more] = decimal === "" ? [digits] : digits.split(decimal);
  if (more.length > 0 || !/^\d*$/u.test(fraction)) return null;
  const plain = decimal === "" ? whole.replace(/[.,]/gu, "") : whole.replaceAll(thousands, "");
  return /^[+-]?\d+$/u.test(plain) ? Number(`${plain}.${fraction}`) : null;
}

function decimalSeparator(digits: string, currency: string | null): "." | "," | "" {
  const point = digits.lastIndexOf(".");
  const comma = digits.lastIndexOf(",");
  if (point >= 0 && comma >= 0) return point > comma ? "." : ",";
  const separator = point >= 0 ? "." : ",";
  const groups = digits.split(separator);
  if (groups.length === 1) return "";
  const inThousands = /^[+-]?[1-9]\d{0,2}$/u.test(groups[0]!) && groups.slice(1).every((group) => group.length === 3);
  if (!inThousands) return separator;
  if (groups.length > 2 || separator === ",") return "";
  return currency === null || fractionDigits(currency) === 3 ? "." : "";
}

const digitsOf = new Map<string, number>();

/** Decimals of a currency's smallest unit: 2 for EUR, 0 for JPY. */
function fractionDigits(currency: string | null): number {
  if (currency === null) return 2;
  const known = digitsOf.get(currency);
  if (known !== undefined) return known;
  const format = new Intl.NumberFormat("en", { style: "currency", currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  digitsOf.set(currency, digits);
  return digits;
}
