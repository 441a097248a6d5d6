import type { Random } from "./random.ts";

/** A text with choices and slots, parsed once: `A [soft|gentle] light from {a material} base.` */
export type Phrase = readonly Part[];

type Part = string | { readonly slot: string; readonly article: boolean } | { readonly choices: readonly Phrase[] };

/**
 * `[x|y|]` chooses one, `{name}` is filled in, `{a name}` with its article before it. Choices may nest.
 * @throws Error when brackets do not match
 */
export function parsePhrase(source: string): Phrase {
  const reader = { source, at: 0 };
  const phrase = readParts(reader);
  if (reader.at < source.length) throw new Error(`Stray "${source[reader.at]!}" in phrase: ${source}`);
  return phrase;
}

/** @throws Error when a slot has no value */
export function renderPhrase(phrase: Phrase, values: Readonly<Record<string, string>>, random: Random): string {
  let text = "";
  for (const part of phrase) {
    if (typeof part === "string") text += part;
    else if ("choices" in part) text += renderPhrase(random.pick(part.choices), values, random);
    else {
      const value = values[part.slot];
      if (value === undefined) throw new Error(`No value for {${part.slot}}`);
      text += part.article ? withArticle(value) : value;
    }
  }
  return text;
}

function readParts(reader: { source: string; at: number }): Part[] {
  const parts: Part[] = [];
  while (reader.at < reader.source.length) {
    const char = reader.source[reader.at]!;
    if (char === "|" || char === "]") break;
    if (char === "[") parts.push(readChoices(reader));
    else if (char === "{") parts.push(readSlot(reader));
    else {
      const end = reader.source.slice(reader.at).search(/[[\]{|]/);
      const text = end < 0 ? reader.source.slice(reader.at) : reader.source.slice(reader.at, reader.at + end);
      parts.push(text);
      reader.at += text.length;
    }
  }
  return parts;
}

function readChoices(reader: { source: string; at: number }): Part {
  const choices: Phrase[] = [];
  do {
    reader.at += 1;
    choices.push(readParts(reader));
  } while (reader.source[reader.at] === "|");
  if (reader.source[reader.at] !== "]") throw new Error(`Unclosed "[" in phrase: ${reader.source}`);
  reader.at += 1;
  return { choices };
}

function readSlot(reader: { source: string; at: number }): Part {
  const end = reader.source.indexOf("}", reader.at);
  if (end < 0) throw new Error(`Unclosed "{" in phrase: ${reader.source}`);
  const inside = reader.source.slice(reader.at + 1, end);
  reader.at = end + 1;
  return inside.startsWith("a ") ? { slot: inside.slice(2), article: true } : { slot: inside, article: false };
}

/** "an oak", "a walnut", "an 8", "a UK", "an LED". */
function withArticle(value: string): string {
  return /^(?:[aeio]|u(?!ni|se|k|sb)|8|11\b|18\b|[AEFHILMNORSX](?=[A-Z0-9]))/.test(value)
    ? `an ${value}`
    : `a ${value}`;
}
