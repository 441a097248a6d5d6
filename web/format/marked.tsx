import type { VNode } from "preact";

/**
 * Shows the API's highlight as nodes: `<mark>` becomes an element, entities become characters, anything else stays text.
 * Never innerHTML, so that not even a broken server could put markup into the page.
 */
export const Marked = ({ html }: { html: string }): VNode => (
  <>
    {html.split(/(<mark>.*?<\/mark>)/su).map((piece, i) => {
      const inner = /^<mark>(.*)<\/mark>$/su.exec(piece)?.[1];
      return inner === undefined ? unescape(piece) : <mark key={i}>{unescape(inner)}</mark>;
    })}
  </>
);

/** Marks the beginnings of words that were typed, case and accents aside. */
export const MarkedTyped = ({ text, typed }: { text: string; typed: string }): VNode => {
  const typedWords = wordsOf(typed).map(({ word }) => fold(word));
  const pieces: (string | VNode)[] = [];
  let end = 0;
  for (const { word, at } of wordsOf(text)) {
    const match = longestMatch(fold(word), typedWords);
    // Folding may change a word's length (ß); then it is left unmarked rather than marked in the wrong place.
    if (match === 0 || fold(word).length !== word.length) continue;
    pieces.push(text.slice(end, at), <mark key={at}>{text.slice(at, at + match)}</mark>);
    end = at + match;
  }
  return (
    <>
      {pieces}
      {text.slice(end)}
    </>
  );
};

const longestMatch = (word: string, typedWords: readonly string[]): number =>
  typedWords.reduce((longest, typed) => (word.startsWith(typed) ? Math.max(longest, typed.length) : longest), 0);

const wordsOf = (text: string): readonly { word: string; at: number }[] =>
  [...text.matchAll(/[\p{L}\p{N}]+/gu)].map((match) => ({ word: match[0], at: match.index }));

const fold = (word: string): string => word.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** Once, from left to right: what reads like an entity after that was text. */
const unescape = (text: string): string =>
  text.replace(/&(?:#\d{1,7}|#x[0-9a-f]{1,6}|amp|lt|gt|quot|apos);/giu, (entity) => {
    const name = entity.slice(1, -1).toLowerCase();
    if (!name.startsWith("#")) return NAMED.get(name) ?? entity;
    const code = Number(name.startsWith("#x") ? `0${name.slice(1)}` : name.slice(1));
    return code <= 0x10ffff ? String.fromCodePoint(code) : entity;
  });

const NAMED = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
]);
