import { type Command, InvalidArgumentError, Option } from "commander";
import type { Keys } from "../access/keys.ts";
import { WinnowError } from "../domain/errors.ts";

export interface KeysDeps {
  /** Opens the store for the time of the command. */
  readonly withKeys: (work: (keys: Keys) => Promise<void>) => Promise<void>;
}

export const registerKeys = (program: Command, { withKeys }: KeysDeps): void => {
  const keys = program.command("keys").description("make, list and revoke API keys");

  keys
    .command("create")
    .description("make a key and show its secret, once")
    .argument("[label]", "what it is for", "command line")
    .addOption(new Option("--scope <scope>", "what it opens").choices(["admin", "search", "events"]).default("admin"))
    .option("--catalog <name...>", "catalogues it may use; all without")
    .option("--days <days>", "days until it expires; never without", readDays)
    .action((label: string, options: { scope: "admin" | "search" | "events"; catalog?: string[]; days?: number }) =>
      withKeys(async (keys) => {
        const { record, secret } = await keys.issue({
          label,
          scopes: [options.scope],
          catalogs: options.catalog ?? null,
          expiresInDays: options.days ?? null,
        });
        process.stdout.write(`${secret}\n`);
        process.stderr.write(
          `Key ${record.id}: shown once, keep it safe. "winnow keys revoke ${record.id}" ends it.\n`,
        );
      }),
    );

  keys
    .command("list")
    .description("list keys, without their secrets")
    .action(() =>
      withKeys(async (keys) => {
        for (const { id, label, scopes, catalogs, createdAtMs, expiresAtMs } of await keys.list()) {
          const until = expiresAtMs === null ? "never expires" : `until ${dayOf(expiresAtMs)}`;
          const reach = catalogs === null ? "all catalogues" : catalogs.join(", ");
          process.stdout.write(
            `${id}  ${scopes.join("+").padEnd(6)}  ${dayOf(createdAtMs)}  ${until}  ${reach}  ${label}\n`,
          );
        }
      }),
    );

  keys
    .command("revoke")
    .description("revoke a key")
    .argument("<id>", "as `winnow keys list` shows it")
    .action((id: string) =>
      withKeys(async (keys) => {
        if (await keys.remove(id)) return;
        throw new WinnowError("not_found", `There is no key ${id}.`, { hint: "winnow keys list" });
      }),
    );
};

const readDays = (text: string): number => {
  const days = Number(text);
  if (days > 0 && days <= 3650) return days;
  throw new InvalidArgumentError("Days are a number above 0, at most 3650.");
};

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
