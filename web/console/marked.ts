/** A text in parts: what findings are about is marked. */
export const marked = (
  text: string,
  findings: readonly { readonly text: string }[],
): readonly { readonly text: string; readonly mark: boolean }[] => {
  const spans = findings
    .filter(({ text: about }) => about !== "" && about.length < text.length)
    .flatMap(({ text: about }) => {
      const at = text.indexOf(about);
      return at === -1 ? [] : [{ from: at, to: at + about.length }];
    })
    .sort((a, b) => a.from - b.from);
  const parts: { text: string; mark: boolean }[] = [];
  let done = 0;
  for (const { from, to } of spans) {
    if (to <= done) continue;
    const start = Math.max(from, done);
    if (start > done) parts.push({ text: text.slice(done, start), mark: false });
    parts.push({ text: text.slice(start, to), mark: true });
    done = to;
  }
  if (done < text.length) parts.push({ text: text.slice(done), mark: false });
  return parts;
};
