import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { seededRandom } from "../../../ranking/metrics/random.ts";
import { openSqlite } from "../../adapters/sqlite/open-sqlite.ts";
import type { ModelStore } from "../../ports/model-store.ts";
import { reconcile } from "../../training/registry.ts";
import { runAndKill } from "../killed-child.ts";
import type { Scale, Seen } from "./row.ts";

/** Models stored, promoted and rolled back, as fast as it goes, in a child that is killed. */
export async function killInPromotion({ points, seed }: Scale): Promise<Seen> {
  const folder = mkdtempSync(join(tmpdir(), "winnow-kill-"));
  const file = join(folder, "winnow.db");
  const random = seededRandom(seed);
  const lost: string[] = [];
  let unfinished = 0;
  let acknowledged: { readonly revision: number; readonly champion: string } | null = null;
  for (let round = 1; round <= points; round++) {
    const lines = await runAndKill({
      script: new URL("./promotion-child.js", import.meta.url),
      args: [file, String(round)],
      ...{ after: 1 + Math.floor(random() * 30), delayMs: random() * 8 },
    });
    const saved = lines.flatMap((line) => (line.startsWith("saved ") ? [line.slice(6)] : []));
    for (const line of lines) {
      const [, revision, champion] = /^serves (\d+) (\S+)$/u.exec(line) ?? [];
      if (champion !== undefined) acknowledged = { revision: Number(revision), champion };
    }
    await using stores = await openSqlite(file);
    const { models } = stores;
    const found = await check(models, saved, acknowledged);
    if (found.unfinished) unfinished++;
    lost.push(...found.wrong.map((each) => `${each}, after ${round} kills`));
    for (const { version, status } of await models.list("shop"))
      if (status !== "champion") await models.remove("shop", version); // else each round is slower than the last
  }
  rmSync(folder, { recursive: true });
  const note = `${points} kills, ${unfinished} of them left statuses to be set right`;
  return { answers: [], lost, healedMs: null, note };
}

async function check(
  store: ModelStore,
  saved: readonly string[],
  acknowledged: { readonly revision: number; readonly champion: string } | null,
): Promise<{ readonly wrong: readonly string[]; readonly unfinished: boolean }> {
  const wrong: string[] = [];
  const { revision, champion } = await store.pointer("shop");
  if (revision < (acknowledged?.revision ?? 0))
    wrong.push(`revision ${acknowledged?.revision} was acknowledged, ${revision} is there`);
  if (acknowledged?.revision === revision && acknowledged.champion !== (champion ?? "none"))
    wrong.push(`revision ${revision} names another model than was acknowledged`);
  for (const version of new Set([...saved, ...(champion === null ? [] : [champion])])) {
    const record = await store.find("shop", version);
    const text = (await store.text("shop", version)) ?? "";
    if (createHash("sha256").update(text).digest("hex") !== record?.sha256)
      wrong.push(`the model ${version} is not there as it was saved`);
  }
  const reasons = await store.decisions("shop", 10);
  if (
    champion !== null &&
    !reasons.some(({ kind, version, against }) => (kind === "promote" ? version : against) === champion)
  )
    wrong.push(`${champion} serves and no decision says why`);
  const isRight = async () =>
    (await store.list("shop")).every(({ version, status }) => (status === "champion") === (version === champion));
  const unfinished = !(await isRight());
  await reconcile(store, "shop");
  if (!(await isRight())) wrong.push("statuses and pointer disagree, also when set right");
  return { wrong, unfinished };
}
