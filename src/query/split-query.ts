/** A query cut at its double quotes. */
export interface QueryPart {
  readonly text: string;
  /** Where it starts in the query, in UTF-16 units. */
  readonly start: number;
  readonly quoted: boolean;
}

/** `red "show stopper" hat` → red, "show stopper", hat. A quote that is not closed is an inch sign or a slip: it is left in the text. */
export function splitQuery(text: string): readonly QueryPart[] {
  const parts: QueryPart[] = [];
  let end = 0;
  for (const match of text.matchAll(quotedPart)) {
    parts.push({ text: text.slice(end, match.index), start: end, quoted: false });
    parts.push({ text: match[2] ?? "", start: match.index + 1, quoted: true });
    end = match.index + match[0].length;
  }
  parts.push({ text: text.slice(end), start: end, quoted: false });
  return parts.filter((part) => part.text.trim() !== "");
}

// An opening quote stands at the start or after a space, so that the inches of `24" monitor 27" stand` are no phrase.
const quotedPart = /(?<=^|\s)(["“„])([^"“”„]+)["”“](?=$|\s)/gu;
