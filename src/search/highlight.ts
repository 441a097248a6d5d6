import type { CatalogMapping } from "../domain/mapping.ts";
import type { Product } from "../domain/product.ts";
import type { QueryTree } from "../domain/query-tree.ts";
import type { Token } from "../text/analyzer.ts";
import { languageOf } from "./language.ts";

/** Marks a product's matched words: field → HTML in which everything is escaped but `<mark>`. */
export type Highlighter = (product: Product) => Readonly<Record<string, string>>;

/**
 * Short texts are shown whole; of long ones the part with most different words of the query.
 *
 * @param tree before words were dropped, so that only stop words are left unmarked
 */
export function highlighter(tree: QueryTree, mapping: CatalogMapping): Highlighter {
  const marks = marksOf(tree);
  const { analyzers } = languageOf(mapping);
  return (product) => {
    const html: Record<string, string> = {};
    for (const { name } of mapping.text) {
      const text = product[name];
      const analyzer = analyzers[name];
      if (typeof text !== "string" || text === "" || analyzer === undefined) continue;
      const shown = text.length > longestRead ? cutAt(text, longestRead) : text;
      // Where words stand costs far more to find out than which there are, and most descriptions have none.
      const hasMarks = name === "title" || analyzer.terms(shown).some((term) => marks.has(term));
      if (!hasMarks) continue;
      const spans = analyzer.tokens(shown).flatMap((token) => spanOf(token, marks));
      const [from, to] = shown.length <= longestWhole ? [0, shown.length] : snippet(shown, spans);
      if (name === "title" || spans.length > 0) html[name] = render(shown, spans, from, to, to < text.length);
    }
    return html;
  };
}

/** In UTF-16 units. */
const longestWhole = 300;
const longestSnippet = 240;
/** Words before the first match, for context. */
const leadIn = 60;
/** Of a long text only the beginning is looked through. */
const longestRead = 1000;

interface Span {
  readonly start: number;
  readonly end: number;
  readonly term: string;
}

/** Term → how many of its characters were typed (all, but for a completed word). */
function marksOf(tree: QueryTree): ReadonlyMap<string, number> {
  const marks = new Map<string, number>();
  for (const { text, alternatives, required } of tree.words)
    for (const { terms, kind } of required ? alternatives : [])
      for (const term of terms) {
        const length = kind === "prefix" ? text.length : term.length;
        marks.set(term, Math.max(length, marks.get(term) ?? 0));
      }
  return marks;
}

function spanOf({ term, start, end }: Token, marks: ReadonlyMap<string, number>): readonly Span[] {
  const length = marks.get(term);
  if (length === undefined || end <= start) return [];
  // A folded term may differ in length from what is written; then its part cannot be told and the whole is marked.
  return [{ start, end: end - start === term.length ? start + length : end, term }];
}

/** Where to cut a long text: the window that starts a little before a match and holds most different terms. */
function snippet(text: string, spans: readonly Span[]): readonly [from: number, to: number] {
  let best = 0;
  let most = 0;
  for (const [i, { start }] of spans.entries()) {
    const terms = new Set<string>();
    for (let j = i; j < spans.length && spans[j]!.end <= start - leadIn + longestSnippet; j += 1)
      terms.add(spans[j]!.term);
    if (terms.size > most) [best, most] = [start, terms.size];
  }
  const from = best <= leadIn ? 0 : wordStart(text, best - leadIn, best);
  const end = from + longestSnippet;
  return [from, end >= text.length ? text.length : cutAt(text, end).length];
}

/** The start of the first word at or after `at`, before `limit`. */
function wordStart(text: string, at: number, limit: number): number {
  const space = text.slice(at, limit).search(/\s\S/u);
  return space < 0 ? limit : at + space + 1;
}

/** The text up to the last space before `end`; a text without spaces is cut between characters. */
function cutAt(text: string, end: number): string {
  const space = text.lastIndexOf(" ", end);
  if (space > end / 2) return text.slice(0, space);
  return text.slice(0, isLowSurrogate(text.charCodeAt(end)) ? end - 1 : end);
}

const isLowSurrogate = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;

function render(text: string, spans: readonly Span[], from: number, to: number, cut: boolean): string {
  let html = from > 0 ? "…" : "";
  let at = from;
  for (const { start, end } of merged(spans)) {
    if (start < at || end > to) continue;
    html += `${escapeHtml(text.slice(at, start))}<mark>${escapeHtml(text.slice(start, end))}</mark>`;
    at = end;
  }
  return `${html}${escapeHtml(text.slice(at, to))}${cut ? "…" : ""}`;
}

/** Spans that touch or share characters (`55"` is two terms) are one mark. */
function merged(spans: readonly Span[]): readonly { readonly start: number; readonly end: number }[] {
  const all: { start: number; end: number }[] = [];
  for (const { start, end } of spans) {
    const last = all.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else all.push({ start, end });
  }
  return all;
}

const escapeHtml = (text: string): string => text.replace(/[&<>"'`]/gu, (sign) => `&#${sign.charCodeAt(0)};`);
