import { type Command, InvalidArgumentError, Option } from "commander";
import { decideText, type Decision, revertTexts } from "../backfill/decide-texts.ts";
import type { Enrichment, EnrichmentStatus } from "../domain/enrichment.ts";
import { WinnowError } from "../domain/errors.ts";
import type { BackfillCommandDeps } from "./backfill.ts";
import { answerTo, catalogOption } from "./answer.ts";

type Deps = Pick<BackfillCommandDeps, "withStores" | "stdout" | "now">;

interface Flags {
  readonly catalog: string;
  readonly json?: true;
}

interface ListFlags extends Flags {
  readonly status?: EnrichmentStatus;
  readonly batch?: string;
  readonly after?: string;
  readonly limit: number;
}

interface RevertFlags extends Flags {
  readonly batch?: string;
  readonly all?: true;
}

/** Who it was, in records. */
const by = "command line";

/** `winnow enrichments …`: what a language model has written, and a person's word on it. */
export function registerEnrichments(program: Command, deps: Deps): void {
  const { withStores, stdout, now } = deps;
  const enrichments = program
    .command("enrichments")
    .description("read, accept, refuse and take back what a model wrote");
  const command = (name: string, description: string) =>
    enrichments.command(name).description(description).addOption(catalogOption()).option("--json", "as JSON");
  const say = answerTo(stdout);
  const decide = (flags: Flags, product: string, decision: Decision) =>
    withStores(async (stores) => {
      const decided = await decideText({ ...stores, now }, flags.catalog, product, decision, by);
      say(flags, decided, describe(decided));
    });

  command("list", "list texts, by product")
    .addOption(
      new Option("--status <status>", "of this status").choices(["proposed", "applied", "refused", "reverted"]),
    )
    .option("--batch <run>", "of one run")
    .option("--after <product>", "from the one after this product on")
    .option("--limit <number>", "at most so many", readLimit, 20)
    .action(({ catalog, status, batch, after, limit, ...flags }: ListFlags) =>
      withStores(async ({ enrichments: store }) => {
        const counts = await store.count(catalog);
        const filter = { limit, ...(status && { status }), ...(batch && { batch }), ...(after && { after }) };
        const list = await store.list(catalog, filter);
        const sums = Object.entries(counts).map(([name, n]) => `${n} ${name}`);
        say(flags, { counts, enrichments: list }, [...list.flatMap(describe), sums.join(", ")]);
      }),
    );
  command("accept", "show a text, as it is or in other words")
    .argument("<product>", "the product's id")
    .option("--text <description>", "instead of the model's words")
    .action((product: string, { text, ...flags }: Flags & { readonly text?: string }) =>
      decide(flags, product, { kind: "accept", ...(text !== undefined && { description: text }) }),
    );
  command("refuse", "never show a text")
    .argument("<product>", "the product's id")
    .action((product: string, flags: Flags) => decide(flags, product, { kind: "refuse" }));
  command("revert", "take back one text, a run's, or all")
    .argument("[product]", "the product's id")
    .option("--batch <run>", "all of one run")
    .option("--all", "all of the catalogue")
    .action((product: string | undefined, { batch, all, ...flags }: RevertFlags) => {
      if ([product, batch, all].filter((each) => each !== undefined).length !== 1) {
        throw new WinnowError("invalid_request", "It takes a product's id, --batch or --all: one of them.");
      }
      if (product !== undefined) return decide(flags, product, { kind: "revert" });
      return withStores(async (stores) => {
        const reverted = await revertTexts({ ...stores, now }, flags.catalog, { batch: batch ?? null, by });
        say(flags, { reverted }, [`${reverted} texts were taken back.`]);
      });
    });
}

function describe({ product, status, content, findings, source, provenance, by: who }: Enrichment): readonly string[] {
  return [
    `${product}  ${status}  by ${who}, ${provenance.model}, run ${provenance.batch}`,
    ...source.map((line) => `    ${line}`),
    ...(content.description === undefined ? [] : [`  → ${content.description}`]),
    ...Object.entries(content.attributes ?? {}).map(([name, values]) => `  → ${name}: ${values.join(", ")}`),
    ...findings.map(({ check, says }) => `  ! ${check}: ${says}`),
    "",
  ];
}

function readLimit(text: string): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= 10_000) return limit;
  throw new InvalidArgumentError("It is a whole number from 1 to 10000.");
}
