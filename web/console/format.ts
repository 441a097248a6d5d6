export const whole = (n: number): string => Math.round(n).toLocaleString();

export const percent = (share: number, digits = 1): string =>
  share.toLocaleString(undefined, { style: "percent", maximumFractionDigits: digits });

/** With a sign: +1.2, −0.4. */
export const signed = (n: number, digits: number): string => `${n < 0 ? "−" : "+"}${Math.abs(n).toFixed(digits)}`;

export const moment = (at: string | number): string =>
  new Date(at).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });

/** `3 minutes ago`, `in 2 hours`. */
export const fromNow = (at: string | number): string => {
  const seconds = (new Date(at).getTime() - Date.now()) / 1000;
  const [size, unit] = UNITS.find(([size]) => Math.abs(seconds) >= size) ?? [1, "second"];
  return relative.format(Math.round(seconds / size), unit);
};

export const kiloBytes = (bytes: number): string =>
  `${(bytes / 1000).toLocaleString(undefined, { maximumFractionDigits: 0 })} kB`;

/** `history.click_share` → `history: click share`. */
export const words = (name: string): string => name.replaceAll("_", " ").replace(".", ": ");

const relative = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });
const UNITS: readonly (readonly [number, Intl.RelativeTimeFormatUnit])[] = [
  [86_400, "day"],
  [3_600, "hour"],
  [60, "minute"],
  [1, "second"],
];
