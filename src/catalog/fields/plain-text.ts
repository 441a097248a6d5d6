/**
 * A text as people read it: tags gone, blocks as lines, characters for entities, no controls. HTML that was escaped
 * once more is unwrapped too. Linear in the text's length whatever is in it.
 */
export function plainText(text: string): string {
  if (!/[<&]/u.test(text)) return tidy(text);
  const once = decodeEntities(stripTags(text));
  return tidy(/<\/?[a-z][^<>]*>/iu.test(once) ? decodeEntities(stripTags(once)) : once);
}

/** The same on one line. */
export function plainLine(text: string): string {
  return plainText(text).replace(/\s+/gu, " ");
}

const unwanted = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b\u2060\ufeff]/gu;

/** Whether there is anything to tidy: nearly never, and the look is far cheaper. */
const untidy = /[^\S ]| {2}|^ | $|[\u0000-\u001f\u007f-\u009f\u200b\u2060\ufeff]/u;

function tidy(text: string): string {
  if (!untidy.test(text)) return text.toWellFormed();
  return text
    .toWellFormed()
    .replace(unwanted, "")
    .replace(/[^\S\n]+/gu, " ")
    .replace(/ ?\n ?/gu, "\n")
    .replace(/\n{3,}/gu, "\n\n")
    .trim();
}

const inline = new Set(
  "a abbr b bdi bdo cite code em font i ins label mark o:p q s small span strike strong sub sup tt u var wbr".split(
    " ",
  ),
);
/** Elements whose content is not for reading. */
const hidden = new Set(["script", "style", "template", "noscript", "iframe"]);

function stripTags(html: string): string {
  let text = "";
  let at = 0;
  let lower: string | null = null;
  for (;;) {
    const start = html.indexOf("<", at);
    if (start < 0) return text + html.slice(at);
    text += html.slice(at, start);
    const end = endOfTag(html, start);
    if (end < 0) {
      text += "<";
      at = start + 1;
      continue;
    }
    const name = /^<\/?([a-z][\w:-]*)/iu.exec(html.slice(start, Math.min(end, start + 40)))?.[1]?.toLowerCase() ?? "";
    if (!inline.has(name)) text += name === "" ? "" : "\n";
    at = end;
    if (hidden.has(name) && html[start + 1] !== "/") {
      lower ??= html.toLowerCase();
      const close = lower.indexOf(`</${name}`, at);
      if (close < 0) return text;
      at = close;
    }
  }
}

/** Where the tag or comment that starts here is over, or -1 when it is just a `<`. */
function endOfTag(html: string, start: number): number {
  if (html.startsWith("<!--", start)) {
    const end = html.indexOf("-->", start + 4);
    return end < 0 ? html.length : end + 3;
  }
  if (!/[a-z/!?]/iu.test(html.charAt(start + 1))) return -1;
  const next = html.indexOf("<", start + 1);
  const end = html.slice(start, next < 0 ? html.length : next).indexOf(">"); // not beyond: it must stay linear
  return end < 0 ? -1 : start + end + 1;
}

/** HTML's names of U+00A0 to U+00FF, in order. */
const latin1 =
  "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";
const named = new Map<string, string>([
  ...latin1.split(" ").map((name, index): [string, string] => [name, String.fromCharCode(0xa0 + index)]),
  ...Object.entries({ amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", euro: "€", trade: "™", hellip: "…" }),
  ...Object.entries({ ndash: "–", mdash: "—", lsquo: "‘", rsquo: "’", sbquo: "‚", ldquo: "“", rdquo: "”", bdquo: "„" }),
  ...Object.entries({ bull: "•", prime: "′", Prime: "″", ensp: " ", emsp: " ", thinsp: " ", zwnj: "", zwj: "" }),
  ...Object.entries({ OElig: "Œ", oelig: "œ", Scaron: "Š", scaron: "š", le: "≤", ge: "≥", minus: "−", permil: "‰" }),
]);

function decodeEntities(text: string): string {
  return text.replace(/&(#\d{1,7}|#x[\da-f]{1,6}|[a-z]\w{1,7});/giu, (entity, name: string) => {
    if (!name.startsWith("#")) return named.get(name) ?? entity;
    const code = /^#x/iu.test(name) ? parseInt(name.slice(2), 16) : parseInt(name.slice(1), 10);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : "";
  });
}
