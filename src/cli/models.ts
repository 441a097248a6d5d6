import { type Command, InvalidArgumentError } from "commander";
import { WinnowError } from "../domain/errors.ts";
import type { Decision, ModelRecord, ServingPointer } from "../domain/model.ts";
import type { ModelStore } from "../ports/model-store.ts";
import { promoteByHand, rollBack } from "../training/registry.ts";
import { answerTo, catalogOption } from "./answer.ts";

export interface ModelsCommandDeps {
  /** Opens the store, beside a running server too, for the time of the command. */
  readonly withModels: (work: (store: ModelStore) => Promise<void>) => Promise<void>;
  readonly stdout: Pick<NodeJS.WritableStream, "write">;
  readonly now: () => number;
}

interface Flags {
  readonly catalog: string;
  readonly json?: true;
  readonly limit: number;
}

/** Who it was, in decisions. */
const by = "command line";

/** `winnow models …`: which models there are, why they serve or do not, and the two levers. */
export function registerModels(program: Command, { withModels, stdout, now }: ModelsCommandDeps): void {
  const models = program.command("models").description("list, look at, promote and roll back models");
  const say = answerTo(stdout);
  const command = (name: string, description: string) =>
    models
      .command(name)
      .description(description)
      .addOption(catalogOption())
      .option("--json", "as JSON, with all numbers");

  command("list", "list models, newest first").action((flags: Flags) =>
    withModels(async (store) => {
      const [records, pointer] = [await store.list(flags.catalog), await store.pointer(flags.catalog)];
      say(flags, { models: records.map(withoutSamples), pointer }, [...records.map(line), servingLine(pointer)]);
    }),
  );
  command("show", "show one model")
    .argument("<version>", "as `winnow models list` shows it")
    .action((version: string, flags: Flags) =>
      withModels(async (store) => {
        const record = await store.find(flags.catalog, version);
        if (record === null) {
          throw new WinnowError("not_found", `There is no model ${version} in ${flags.catalog}.`, {
            hint: "winnow models list",
          });
        }
        say(flags, withoutSamples(record), describe(record));
      }),
    );
  command("decisions", "list why models serve or do not, newest first")
    .option("--limit <number>", "at most so many", readLimit, 20)
    .action((flags: Flags) =>
      withModels(async (store) => {
        const decisions = await store.decisions(flags.catalog, flags.limit);
        say(flags, decisions, decisions.length === 0 ? ["Nothing has been decided yet."] : decisions.flatMap(because));
      }),
    );
  command("promote", "let a model serve everyone at once, without the gate")
    .argument("<version>", "as `winnow models list` shows it")
    .action((version: string, flags: Flags) =>
      withModels(async (store) => {
        const decision = await promoteByHand({ store, now }, flags.catalog, version, by);
        say(flags, decision, because(decision));
      }),
    );
  command("rollback", "take back what changed last: the canary, else the champion").action((flags: Flags) =>
    withModels(async (store) => {
      const decision = await rollBack({ store, now }, flags.catalog, by);
      say(flags, decision, because(decision));
    }),
  );
}

/** A decision in a line, and what it failed by. */
export function because({ atMs, kind, version, by: who, reason, checks }: Decision): readonly string[] {
  const head = `${minuteOf(atMs)}  ${kind.padEnd(17)}  ${version}  by ${who}: ${reason}`;
  return [head, ...checks.filter(({ passed }) => !passed).map(({ name, says }) => `    failed ${name}: ${says}`)];
}

/** Rows for scorers to repeat: thousands of numbers that tell a person nothing. */
const withoutSamples = ({ samples: _, ...rest }: ModelRecord) => rest;

const line = ({ version, status, createdAtMs, trainer, window, bytes }: ModelRecord): string =>
  `${version}  ${status.padEnd(9)}  ${minuteOf(createdAtMs)}  ${window.searches} searches  ${Math.ceil(bytes / 1024)} kB  ${trainer}`;

function servingLine({ champion, canary }: ServingPointer): string {
  const trial = canary === null ? "" : `; ${canary.version} is tried on ${Number((100 * canary.share).toFixed(2))} %`;
  return `${champion ?? "The order by words"} serves${trial}.`;
}

function describe(record: ModelRecord): readonly string[] {
  const { window, importance, featureSet, sha256 } = record;
  const total = importance.reduce((sum, { gain }) => sum + gain, 0) || 1;
  return [
    line(record),
    `made from    ${minuteOf(window.fromMs)} to ${minuteOf(window.toMs)}: ${window.rows} rows, ${window.positives} clicked or bought`,
    `feature set  ${featureSet}`,
    `sha256       ${sha256}`,
    "looks at",
    ...importance
      .slice(0, 10)
      .map(({ feature, gain }) => `  ${((100 * gain) / total).toFixed(1).padStart(5)} %  ${feature}`),
  ];
}

function readLimit(text: string): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= 1000) return limit;
  throw new InvalidArgumentError("It is a whole number from 1 to 1000.");
}

const minuteOf = (ms: number): string => new Date(ms).toISOString().slice(0, 16).replace("T", " ");
