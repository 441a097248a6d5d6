/** A fenced block of shell commands in a page of the documentation. */
export interface Block {
  readonly page: string;
  /** Of its first command, from 1. */
  readonly line: number;
  readonly commands: string;
  /** Why it is not run; null when it is. */
  readonly notRun: string | null;
  /** What a `text` block after it promises: of each line the parts around `…`, in order. */
  readonly promised: readonly (readonly string[])[];
}

/** Blocks marked `sh`, or `sh no-run: REASON`; one that is not run without a reason is an error. @throws Error */
export function readBlocks(page: string, markdown: string): readonly Block[] {
  const blocks: Block[] = [];
  let isAfterBlock = false;
  const fence = /^( *)```([^\n`]*)\n(.*?)\n\1```$/gms;
  let end = 0;
  for (const { 0: whole, 1: indent = "", 2: info = "", 3: body = "", index } of markdown.matchAll(fence)) {
    const between = markdown.slice(end, index);
    end = index + whole.length;
    const text = body.replaceAll(new RegExp(`^${indent}`, "gm"), "");
    const line = markdown.slice(0, index).split("\n").length + 1;
    const [kind, rest] = [info.split(" ")[0], info.slice(info.indexOf(" ")).trim()];
    if (kind === "text" && isAfterBlock && between.trim() === "") {
      const last = blocks.pop()!;
      const promised = text.split("\n").map((each) => each.split("…").filter((part) => part.trim() !== ""));
      blocks.push({ ...last, promised: promised.filter(({ length }) => length > 0) });
    }
    isAfterBlock = kind === "sh";
    if (kind !== "sh") continue;
    const notRun = info === "sh" ? null : (/^no-run: (.{10,})$/.exec(rest)?.[1] ?? fail(page, line, info));
    blocks.push({ page, line, commands: text, notRun, promised: [] });
  }
  return blocks;
}

const fail = (page: string, line: number, info: string): never => {
  throw new Error(`${page}:${line}: a block is \`sh\` or \`sh no-run: REASON\`, not \`${info}\``);
};
