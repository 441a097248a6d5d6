import { readFile } from "node:fs/promises";
import { type Command, Option } from "commander";
import { WinnowError } from "../domain/errors.ts";
import type { Synonym, SynonymStatus } from "../domain/synonym.ts";
import type { SynonymStore } from "../ports/synonym-store.ts";
import { parseSynonyms } from "../query/synonyms.ts";
import { addSynonym, decideSynonym, type Decision } from "../synonyms/decide-synonyms.ts";
import { kindOf, pairsOf, writeSolr } from "../synonyms/solr-format.ts";
import { synonymId, tidy } from "../synonyms/synonym-id.ts";
import { synonymLines } from "./synonym-lines.ts";
import { answerTo, catalogOption } from "./answer.ts";

export interface SynonymsCommandDeps {
  /** Opens the store, beside a running server too, for the time of the command. */
  readonly withSynonyms: (work: (store: SynonymStore) => Promise<void>) => Promise<void>;
  readonly stdout: Pick<NodeJS.WritableStream, "write">;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

interface Flags {
  readonly catalog: string;
  readonly json?: true;
}

/** Who it was, in records. */
const by = "command line";
const MOST = 10_000;

/** `winnow synonyms …`: what was learned or given, and a person's word on it. Servers search by it within seconds. */
export function registerSynonyms(program: Command, { withSynonyms, stdout, now }: SynonymsCommandDeps): void {
  const synonyms = program.command("synonyms").description("list, give, accept, refuse and take back synonyms");
  const command = (name: string, description: string) =>
    synonyms.command(name).description(description).addOption(catalogOption()).option("--json", "as JSON");
  const say = answerTo(stdout);
  const decide = (decision: Decision) => (which: string, to: string | undefined, flags: Flags) =>
    withSynonyms(async (store) => {
      const id = await idOf(store, flags.catalog, which, to);
      const decided = await decideSynonym({ store, now }, flags.catalog, id, decision, by);
      say(flags, decided, synonymLines(decided));
    });

  command("list", "list them, the ones with most evidence first")
    .addOption(new Option("--status <status>", "of this status").choices(["proposed", "live", "refused", "retired"]))
    .action(({ catalog, status, ...flags }: Flags & { readonly status?: SynonymStatus }) =>
      withSynonyms(async (store) => {
        const found = await store.list(catalog, { limit: MOST, ...(status && { status }) });
        const counts = await store.count(catalog);
        const sorted = [...found].sort((a, b) => shoppers(b) - shoppers(a) || (a.from < b.from ? -1 : 1));
        const sums = Object.entries(counts).map(([name, n]) => `${n} ${name}`);
        say(flags, { counts, synonyms: sorted }, [...sorted.flatMap(synonymLines), sums.join(", ")]);
      }),
    );
  command("add", "who searches for the first also finds the second")
    .argument("<from>", "what shoppers write")
    .argument("<to>", "what the catalogue writes")
    .option("--two-way", "and the other way round")
    .action((from: string, to: string, { twoWay, ...flags }: Flags & { readonly twoWay?: true }) =>
      withSynonyms(async (store) => {
        const kind = twoWay === true ? "two_way" : kindOf(tidy(from));
        const added = await addSynonym({ store, now }, flags.catalog, { from, to, kind }, by);
        say(flags, added, synonymLines(added));
      }),
    );
  for (const [name, description, decision] of [
    ["accept", "search by one that was proposed, refused or taken back", "accept"],
    ["refuse", "never search by one that was proposed", "refuse"],
    ["remove", "take back one that is live", "retire"],
  ] as const)
    command(name, description)
      .argument("<which>", "its id, or its first side")
      .argument("[to]", "its second side")
      .action(decide(decision));
  command("import", "add those of a file in Solr's format")
    .argument("<file>", "such as synonyms.txt")
    .action((file: string, flags: Flags) =>
      withSynonyms(async (store) => {
        const pairs = pairsOf(parseSynonyms(await readText(file), file));
        for (const pair of pairs) await addSynonym({ store, now }, flags.catalog, pair, by);
        say(flags, { added: pairs.length }, [`${pairs.length} synonyms are live.`]);
      }),
    );
  command("export", "write the live ones in Solr's format").action((flags: Flags) =>
    withSynonyms(async (store) => {
      const live = await store.list(flags.catalog, { status: "live", limit: MOST });
      stdout.write(flags.json === true ? `${JSON.stringify(live, null, 2)}\n` : writeSolr(live));
    }),
  );
}

const shoppers = ({ evidence }: Synonym): number => evidence?.shoppers ?? 0;

/** @throws WinnowError `not_found` */
async function idOf(store: SynonymStore, catalog: string, which: string, to: string | undefined): Promise<string> {
  if (to !== undefined) return synonymId(tidy(which), tidy(to));
  if (/^[0-9a-f]{16}$/u.test(which)) return which;
  const from = tidy(which);
  const same = (await store.list(catalog, { limit: MOST })).filter((one) => one.from === from);
  if (same.length === 1) return same[0]!.id;
  throw new WinnowError("not_found", `${same.length === 0 ? "No" : "More than one"} synonym of “${from}”.`, {
    where: "which",
    hint: same.length === 0 ? "winnow synonyms list shows them." : `Name one: ${same.map((one) => one.to).join(", ")}.`,
  });
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    const message = `${file} cannot be read: ${(cause as Error).message}.`;
    throw new WinnowError("invalid_file", message, { where: file, hint: "Give a text file.", cause });
  }
}
