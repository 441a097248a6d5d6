import { InvalidArgumentError, type Command } from "commander";
import { randomUUID } from "node:crypto";
import type { Readable } from "node:stream";
import type { ImportOptions } from "../catalog/import-request.ts";
import { fileSource, streamSource, type ImportSource } from "../catalog/read/source.ts";
import { runImport, type RunImportDeps } from "../catalog/run-import.ts";
import type { CatalogMapping } from "../domain/mapping.ts";
import { type DemoLessons, forgetDemo } from "./forget-demo.ts";
import { importScreen } from "./import-screen.ts";
import { rejectsFile } from "./rejects-file.ts";
import { type DemoCatalog, holdsDemo } from "./untouched-demo.ts";

export interface ImportCommandDeps {
  /** The data folder's store, opened beside a running server. */
  openStore(): Promise<{
    readonly products: RunImportDeps["store"] & Pick<DemoCatalog, "find">;
    readonly imports: RunImportDeps["imports"];
    readonly events: DemoLessons["events"];
    readonly models: DemoLessons["models"];
    close(): Promise<void>;
  }>;
  /** Of the file, or the one that ships with the program. @throws WinnowError `invalid_mapping` */
  readMapping(file: string | null): Promise<CatalogMapping>;
  readonly stdin: Readable;
  readonly stdout: NodeJS.WritableStream;
  /** Where the progress bar is drawn, when it is a terminal. */
  readonly stderr: NodeJS.WritableStream;
}

interface Flags {
  readonly catalog: string;
  readonly mapping?: string;
  readonly map: ReadonlyMap<string, string>;
  readonly ignore: readonly string[];
  readonly priceUnit: "major" | "minor";
  readonly currency?: string;
  readonly encoding?: string;
  readonly rejects?: string;
  readonly update: boolean;
  readonly force: boolean;
}

/** `winnow import FILE…`. Its action rejects with a WinnowError; Ctrl-C leaves everything as it was and exits with 130. */
export function registerImport(program: Command, deps: ImportCommandDeps): void {
  program
    .command("import")
    .summary("import a catalogue from files")
    .description(
      "Imports products from CSV, TSV, JSON lines, a JSON array or Google Merchant XML, plain or in gzip or zip.\n" +
        "Several files are one import. What was live stays live until all of it has been read.",
    )
    .argument("<files...>", "files, or - for standard input")
    .option("--catalog <name>", "the catalogue to import into", catalogName, "products")
    .option("--mapping <file>", "index body (JSON) that says how the catalogue is searched")
    .option(
      "--map <field=column,…>",
      "which column is which, where the guess is wrong: title=name,price=cost",
      pairs,
      new Map(),
    )
    .option("--ignore <columns>", "columns to leave out, separated by commas", names, [])
    .option("--price-unit <unit>", "major (49.95) or minor (4995 cents)", priceUnit, "major")
    .option("--currency <code>", "for prices that do not say theirs: EUR", currency)
    .option("--encoding <name>", "where a file is not UTF-8: windows-1252")
    .option("--rejects <file>", "where rejected lines are listed (FILE.rejected.jsonl)")
    .option("--update", "keep products that are not in the files", false)
    .option("--force", "go on when most lines are rejected", false)
    .action((files: readonly string[], flags: Flags) => importFiles(files, flags, deps));
}

async function importFiles(files: readonly string[], flags: Flags, deps: ImportCommandDeps): Promise<void> {
  const sources = await Promise.all(files.map((file) => sourceOf(file, deps)));
  const defaultMapping = await deps.readMapping(null);
  const mapping = flags.mapping === undefined ? null : await deps.readMapping(flags.mapping);
  const screen = importScreen(deps.stdout, deps.stderr);
  const rejects = rejectsFile(flags.rejects ?? `${files[0] === "-" ? "stdin" : files[0]!}.rejected.jsonl`);
  const stopping = new AbortController();
  const stop = (): void => {
    if (stopping.signal.aborted) process.exit(INTERRUPTED); // asked twice; the next start clears up
    stopping.abort(new Interrupted());
  };
  process.on("SIGINT", stop);
  const store = await deps.openStore();
  try {
    // The one that `npm start` makes, and lets shoppers into.
    const demo = flags.catalog === "products" && (await holdsDemo(store.products, flags.catalog));
    const report = await runImport(
      { store: store.products, imports: store.imports, nowMs: Date.now },
      {
        ...{ id: randomUUID(), catalog: flags.catalog, sources, options: optionsOf(flags), mapping, defaultMapping },
        ...{ onFile: screen.file, onColumns: screen.columns, onProgress: screen.progress },
        onRejected: rejects.add,
        signal: stopping.signal,
      },
    );
    screen.done(report);
    if (demo && !(await holdsDemo(store.products, flags.catalog))) {
      await forgetDemo({ ...store, now: Date.now }, flags.catalog);
      deps.stdout.write(
        "The demo shop is gone, and what its shoppers did is forgotten: from now on the log is your shop's.\n",
      );
    }
  } catch (error) {
    screen.stop();
    if (!(error instanceof Interrupted)) throw error;
    deps.stderr.write("Stopped. Everything is as it was.\n");
    process.exitCode = INTERRUPTED;
  } finally {
    process.off("SIGINT", stop);
    const listed = rejects.close();
    if (listed > 0) deps.stdout.write(`See ${rejects.path} for each line and its reason.\n`);
    await store.close();
  }
}

/** 128 + SIGINT, as shells expect. */
const INTERRUPTED = 130;

class Interrupted extends Error {}

async function sourceOf(file: string, deps: ImportCommandDeps): Promise<ImportSource> {
  return file === "-" ? streamSource("standard input", deps.stdin) : fileSource(file);
}

function optionsOf(flags: Flags): ImportOptions {
  return {
    map: flags.map,
    ignore: flags.ignore,
    priceUnit: flags.priceUnit,
    ...(flags.currency !== undefined && { currency: flags.currency }),
    ...(flags.encoding !== undefined && { encoding: flags.encoding }),
    keepMissing: flags.update,
    force: flags.force,
  };
}

function pairs(text: string, before: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const added = text.split(/,(?=[^,=]+=)/u).map((pair): [string, string] => {
    const at = pair.indexOf("=");
    if (at < 1 || at === pair.length - 1) throw new InvalidArgumentError("Write field=column, such as title=name.");
    return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
  });
  return new Map([...before, ...added]);
}

function names(text: string, before: readonly string[]): readonly string[] {
  return [...before, ...text.split(",").map((name) => name.trim())];
}

function priceUnit(text: string): "major" | "minor" {
  if (text === "major" || text === "minor") return text;
  throw new InvalidArgumentError("It is major or minor.");
}

function currency(text: string): string {
  if (/^[A-Z]{3}$/u.test(text)) return text;
  throw new InvalidArgumentError("Write an ISO 4217 code, such as EUR.");
}

function catalogName(text: string): string {
  if (/^[a-z0-9][a-z0-9_-]{0,62}$/u.test(text)) return text;
  throw new InvalidArgumentError("It has 1 to 63 lower-case letters, digits, hyphens and underscores.");
}
