/** A field's name as a heading: `attributes.screen_size_inch` → `Screen size (inch)`. */
export const fieldLabel = (field: string): string => {
  const known = LABELS.get(field);
  if (known !== undefined) return known;
  const words = (field.split(".").at(-1) ?? field).split("_");
  const unit = words.length > 1 && UNITS.has(words.at(-1) ?? "") ? words.pop() : undefined;
  const text = words.join(" ");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${unit === undefined ? "" : ` (${unit})`}`;
};

/** An attribute's value as people say it. */
export const valueLabel = (value: string | number | boolean): string => {
  if (typeof value === "number") return value.toLocaleString();
  const text = String(value);
  return text === "true" ? "yes" : text === "false" ? "no" : text;
};

/** The last level of a path: `Computers > Laptops` → `Laptops`. */
export const leafOf = (path: string): string => path.split(PATH_SEPARATOR).at(-1) ?? path;

export const parentOf = (path: string): string | null => {
  const levels = path.split(PATH_SEPARATOR);
  return levels.length === 1 ? null : levels.slice(0, -1).join(PATH_SEPARATOR);
};

/** Every path from the root to this one. */
export const ancestorsOf = (path: string): readonly string[] => {
  const levels = path.split(PATH_SEPARATOR);
  return levels.map((_, i) => levels.slice(0, i + 1).join(PATH_SEPARATOR));
};

export const depthOf = (path: string): number => path.split(PATH_SEPARATOR).length - 1;

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString()} ${count === 1 ? one : many}`;

const PATH_SEPARATOR = " > ";
const LABELS = new Map([
  ["brand", "Brand"],
  ["categories", "Category"],
  ["price", "Price"],
  ["in_stock", "Availability"],
  ["rating", "Rating"],
]);
const UNITS = new Set(["inch", "cm", "mm", "m", "l", "ml", "kg", "g", "gb", "tb", "w", "v", "h", "hours", "mah", "hz"]);
