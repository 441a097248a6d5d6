/** Both ends may be open: `10..50`, `10..`, `..50`. */
export interface Range {
  readonly from: number | null;
  readonly to: number | null;
}

/** Whether a filter's value reads as a range; a brand may well be called `Foo..`. */
export const isRange = (value: string): boolean => /^(?:-?[\d.]+\.\.(?:-?[\d.]+)?|\.\.-?[\d.]+)$/u.test(value);

export const parseRange = (value: string): Range => {
  const [from = "", to = ""] = value.split("..");
  return { from: bound(from), to: bound(to) };
};

/** Null when both ends are open. */
export const formatRange = ({ from, to }: Range): string | null =>
  from === null && to === null ? null : `${from ?? ""}..${to ?? ""}`;

const bound = (text: string): number | null => {
  const number = Number.parseFloat(text);
  return Number.isFinite(number) ? number : null;
};
