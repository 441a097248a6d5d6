import { WinnowError } from "../../domain/errors.ts";

const END = "\nend of trees\n";

/**
 * Refuses a model text that is cut or altered, which would end the process that loads it: LightGBM jumps from tree to
 * tree by the sizes in the header.
 *
 * @throws WinnowError `invalid_request`
 */
export function checkModelText(text: string): void {
  const bytes = Buffer.from(text);
  const header = text.slice(0, text.indexOf("\n\n"));
  if (!header.startsWith("tree\n")) throw refusal("it does not begin as LightGBM's text does");
  const sizes = /^tree_sizes=([\d ]*)$/mu.exec(header)?.[1]?.split(" ").filter(Boolean).map(Number);
  if (sizes === undefined) throw refusal("its header lacks tree_sizes");
  let at = bytes.indexOf("\nTree=0\n") + 1;
  if (at === 0 && sizes.length > 0) throw refusal("it has no trees");
  for (const [i, size] of sizes.entries()) {
    const name = `Tree=${i}\n`;
    if (bytes.toString("latin1", at, at + name.length) !== name)
      throw refusal(`tree ${i} is not where the header says`);
    at += size;
  }
  if (!bytes.toString("latin1", at - 1, at + END.length).startsWith(END) && sizes.length > 0) {
    throw refusal("it ends before `end of trees`");
  }
}

function refusal(why: string): WinnowError {
  return new WinnowError("invalid_request", `This model text cannot be used: ${why}`, {
    where: "text",
    hint: "It was cut or altered on its way; load it again from where it was stored.",
  });
}
