import { access, constants, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { filesWith } from "../testing/files-with.ts";
import { drawPrefix, elasticsearchUrl, removeIndices } from "../testing/live-elasticsearch.ts";
import { type RealServer, startRealServer } from "../testing/real-server.ts";
import { hasRedisServer, startRedisProcess } from "../testing/redis-process.ts";
import { pseudonym } from "./pseudonym.ts";

/** Where the server of the live tests keeps its data and its own log; null, and said, where that cannot be read here. */
const foldersOfElasticsearch = async (): Promise<readonly string[] | null> => {
  const path = "/_nodes/_local/settings?filter_path=nodes.*.settings.path";
  const answer = (await (await fetch(elasticsearchUrl() + path)).json()) as {
    readonly nodes: Readonly<Record<string, { readonly settings: { readonly path: { data: string; logs: string } } }>>;
  };
  const folders = Object.values(answer.nodes).flatMap(({ settings }) => [settings.path.data, settings.path.logs]);
  for (const folder of folders) {
    if (await access(folder, constants.R_OK).then(() => true, () => false)) continue; // prettier-ignore
    console.log(`Skipped: ${folder} of Elasticsearch cannot be read on this machine.`);
    return null;
  }
  return folders;
};

const json = { "content-type": "application/json" };

const visit = async (server: RealServer, user: string, session: string, word: string): Promise<void> => {
  const asked = await fetch(`${server.url}/v1/search?q=lamp+${word}&user=${user}&session=${session}`);
  const { query_id } = (await asked.json()) as { query_id: string };
  const events = ["click", "add_to_cart"].map((type) => ({
    type,
    query_id,
    user,
    session,
    product: "p-1",
    note: word,
  }));
  const body = JSON.stringify({ events });
  const told = await fetch(`${server.url}/v1/events`, { method: "POST", headers: json, body });
  expect(told.status).toBe(200);
};

interface Job {
  readonly id: string;
  readonly state: string;
  readonly result?: unknown;
}

/** Asks for it and waits until it is done; a busy machine's queue may have to be asked again. */
const runErasure = async (server: RealServer, key: string): Promise<unknown> => {
  const headers = { ...json, "x-api-key": key };
  const body = JSON.stringify({ name: "erasure", payload: {} });
  let asked = await fetch(`${server.url}/v1/jobs`, { method: "POST", headers, body });
  for (let i = 0; i < 50 && asked.status === 503; i++) {
    await sleep(100);
    asked = await fetch(`${server.url}/v1/jobs`, { method: "POST", headers, body });
  }
  expect(asked.status).toBe(202);
  const { id } = (await asked.json()) as Job;
  for (let i = 0; i < 600; i++) {
    const answer = await fetch(`${server.url}/v1/jobs/${id}`, { headers });
    const { job } = (await answer.json()) as { job?: Job };
    if (job?.state === "done") return job.result;
    if (job?.state === "dead") throw new Error(JSON.stringify(job));
    await sleep(250);
  }
  throw new Error(`The job ${id} is not done.`);
};

(hasRedisServer() ? it : it.skip)(
  "leaves no byte of a shopper on the disks of Elasticsearch and Redis once the erasure job is done",
  async () => {
    const disks = await foldersOfElasticsearch();
    if (disks === null) return;
    const folder = await mkdtemp(join(tmpdir(), "winnow-erased-"));
    const prefix = drawPrefix();
    await using redis = await startRedisProcess(folder);
    try {
      await using server = await startRealServer({
        catalogs: { products: [{ id: "p-1", title: "Lamp", brand: "Acme", price: 1, currency: "EUR" }] },
        environment: {
          ...{ ENGINE: "elasticsearch", ELASTICSEARCH_URL: elasticsearchUrl(), ELASTICSEARCH_PREFIX: prefix },
          ...{ REDIS_URL: redis.url, LIGHTGBM_LIB: "none", WINNOW_SEARCH_DEADLINE_MS: "5000" },
        },
      });
      const { secret: key } = await server.issue({ scopes: ["admin"] });
      const secret = await server.stores.keys.secret("pseudonyms");
      const tokens = [`forgetme-user-${prefix}`, `forgetme-session-${prefix}`];
      const needles = [...tokens, ...tokens.map((token) => pseudonym(secret, token)), `forgetmeword${prefix}`];
      const look = async () => {
        const found: string[] = [];
        for (const disk of [...disks, folder]) found.push(...(await filesWith(disk, needles)));
        return found;
      };
      const [word, user, session] = [needles[4]!, tokens[0]!, tokens[1]!];
      for (let i = 0; i < 12; i++) {
        await visit(server, `user-${i}`, `session-${i}`, `word${i}`);
        if (i % 4 === 1) await visit(server, user, session, word);
        // Some of it in commits, some in the translog alone, as in a shop at any moment.
        if (i === 6) {
          await server.running.learning.settle("products");
          await fetch(`${elasticsearchUrl()}/${prefix}_log-products/_flush?force=true`, { method: "POST" });
        }
      }
      await server.running.learning.settle("products");
      const before = await look();
      // What the grep must find before, else it would prove nothing: in segments and translog, and in the append-only file.
      const pseudonymous = needles[2]!;
      expect(before).toEqual(expect.arrayContaining([
        expect.stringMatching(new RegExp(`\\.(cfs|dvd|tim|doc): ${pseudonymous}$`)),
        expect.stringMatching(new RegExp(`\\.tlog: ${pseudonymous}$`)),
        expect.stringMatching(new RegExp(`\\.tlog: ${word}$`)),
        expect.stringMatching(new RegExp(`\\.aof: ${needles[3]}$`)),
        expect.stringMatching(new RegExp(`\\.aof: .*${word}$`)),
      ])); // prettier-ignore
      for (const token of tokens) expect(before.filter((one) => one.endsWith(token))).toEqual([]);

      const erased = await fetch(`${server.url}/v1/users/${user}`, { method: "DELETE", headers: { "x-api-key": key } });
      expect(await erased.json()).toEqual({ events: 6, impressions: 3 });
      // Deleted is not gone: without the job's work it would still be there.
      expect(await look()).not.toEqual([]);
      const from = performance.now();
      expect(await runErasure(server, key)).toEqual({ finished: 0, stays_on_disk: [] });
      console.log(`erasure: disks cleared in ${Math.round(performance.now() - from)} ms`);
      // Redis removes its replaced files a moment after it has said that it is done.
      for (let i = 0; i < 20 && (await look()).length > 0; i++) await sleep(100);
      expect(await look()).toEqual([]);
      // The others are all there, and counting goes on.
      const left = await server.stores.events.read("products", 0, 1000);
      expect(left.filter(({ kind }) => kind === "event")).toHaveLength(24);
      await visit(server, "user-1", "session-1", "word1");
      await server.running.learning.settle("products");
      // What has nothing to clear does nothing.
      expect(await runErasure(server, key)).toEqual({ finished: 0 });
    } finally {
      await removeIndices(prefix);
      await rm(folder, { recursive: true, force: true });
    }
  },
  240_000,
);
