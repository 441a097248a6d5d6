import { execFileSync, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { IndexDocument } from "../src/domain/document.ts";
import { searched } from "./engine-corpus.ts";
import type { Peer } from "./engine-peer.ts";

const VERSION = "0.25.1";

/**
 * tantivy through its Python wheel, in a virtual environment in the temporary folder. It times itself, so the pipe
 * between us costs it nothing. `tantivy` answers the best 100 only; `tantivy+total` counts all matches as well, as ours
 * always does.
 */
export async function openTantivy(documents: readonly IndexDocument[], log: (line: string) => void): Promise<Peer[]> {
  const python = install(log);
  if (python === null) return [];
  const child = spawn(python, ["-c", SERVER], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => JSON.parse(String((await lines.next()).value)) as number;
  const send = (message: unknown) =>
    new Promise<void>((resolve) => {
      child.stdin.write(`${JSON.stringify(message)}\n`, () => resolve());
    });
  await send({ fields: searched.map(({ name }) => name), weights: searched.map(({ weight }) => weight) });
  for (const { text } of documents) await send(searched.map(({ name }) => text[name]![0]));
  await send(null);
  await next();
  const ask = async (kind: string, words: readonly string[], count: boolean) => {
    if (kind !== "or" && kind !== "and") return null;
    await send([kind, words, count]);
    return await next();
  };
  return [
    { name: "tantivy", search: (kind, words) => ask(kind, words, false), close: () => child.stdin.end() },
    { name: "tantivy+total", search: (kind, words) => ask(kind, words, true), close: () => undefined },
  ];
}

function install(log: (line: string) => void): string | null {
  const folder = join(tmpdir(), "winnow-bench-tantivy");
  const python = join(folder, "bin", "python");
  try {
    if (!existsSync(join(folder, "ready"))) {
      execFileSync("python3", ["-m", "venv", folder], { stdio: "pipe" });
      execFileSync(python, ["-m", "pip", "install", "--quiet", `tantivy==${VERSION}`], { stdio: "pipe" });
      execFileSync(python, ["-c", `import tantivy; open(${JSON.stringify(join(folder, "ready"))}, "w").close()`]);
    }
    return python;
  } catch (error) {
    log(`  tantivy is left out: its Python wheel could not be installed (${(error as Error).message.split("\n")[0]})`);
    return null;
  }
}

const SERVER = `
import json, sys, time, tantivy
def say(value):
    print(json.dumps(value), flush=True)
head = json.loads(sys.stdin.readline())
builder = tantivy.SchemaBuilder()
for field in head["fields"]:
    builder.add_text_field(field, stored=False)
index = tantivy.Index(builder.build())
writer = index.writer(heap_size=256_000_000, num_threads=1)
for line in sys.stdin:
    texts = json.loads(line)
    if texts is None:
        break
    document = tantivy.Document()
    for field, text in zip(head["fields"], texts):
        document.add_text(field, text)
    writer.add_document(document)
writer.commit()
writer.wait_merging_threads()
index.reload()
searcher = index.searcher()
boosts = dict(zip(head["fields"], head["weights"]))
say(searcher.num_docs)
for line in sys.stdin:
    kind, words, count = json.loads(line)
    text = " ".join(words) if kind == "or" else " ".join("+" + word for word in words)
    start = time.perf_counter()
    query = index.parse_query(text, head["fields"], field_boosts=boosts)
    searcher.search(query, 100, count=count)
    say((time.perf_counter() - start) * 1000)
`;
