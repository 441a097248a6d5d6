import { createHash } from "node:crypto";
import { openSqlite } from "../../adapters/sqlite/open-sqlite.ts";
import { promoteByHand, rollBack } from "../../training/registry.ts";
import { aModel } from "../model-builders.ts";

// A process that stores models, promotes them and rolls back as fast as it can until it is killed, and says on standard
// output what has been acknowledged: `saved VERSION` and `serves REVISION VERSION`. See kill-promotion.ts.

const [file, round] = process.argv.slice(2);
const { models: store } = await openSqlite(file!);
const now = () => 1_700_000_000_000;
for (let i = 0; ; i++) {
  const text = `model ${round} ${i} ${"x".repeat(20_000)}`;
  const sha256 = createHash("sha256").update(text).digest("hex");
  const version = `m-${sha256.slice(0, 12)}`;
  await store.save(aModel({ version, sha256, bytes: text.length }), text);
  process.stdout.write(`saved ${version}\n`);
  await promoteByHand({ store, now }, "shop", version, "a child");
  await serves();
  if (i % 3 !== 2) continue;
  await rollBack({ store, now }, "shop", "a child");
  await serves();
}

async function serves(): Promise<void> {
  const { revision, champion } = await store.pointer("shop");
  process.stdout.write(`serves ${revision} ${champion ?? "none"}\n`);
}
