import type { Finding } from "../../domain/finding.ts";
import { type CatalogRecord, mappingOf } from "./catalogs.ts";
import { type Connection, connect } from "./connection.ts";
import { type Allocation, judgeDisks } from "./disk-room.ts";
import { ServerError } from "./errors.ts";
import { indexDrift } from "./index-drift.ts";
import { createNames, type Names } from "./names.ts";
import type { ElasticsearchOptions } from "./open-elasticsearch.ts";
import { indexBody } from "./product-documents.ts";
import { checkServer } from "./server-version.ts";

const LIMIT = { ms: 5000 };

/**
 * Looks at the cluster and at what is ours in it, and changes nothing.
 *
 * @throws WinnowError `invalid_config` (another product, an untested version), `engine_unavailable`
 */
export async function diagnoseElasticsearch(options: ElasticsearchOptions): Promise<readonly Finding[]> {
  const connection = connect(options);
  const { prefix = "winnow" } = options;
  const names = createNames(prefix);
  try {
    const version = await judgeVersion(connection, options.force ?? false);
    if (version.level === "fail") return [version];
    const looks = [
      judgeHealth(connection, prefix),
      judgeRoom(connection),
      judgeBlocks(connection, prefix),
      judgeCatalogs(connection, names),
    ];
    return [version, ...(await Promise.all(looks.map(explained))).flat()];
  } finally {
    await connection.close();
  }
}

/** A role may lack the right to look; that is worth knowing and no failure of the shop. */
async function explained(look: Promise<readonly Finding[]>): Promise<readonly Finding[]> {
  try {
    return await look;
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    const mayNot = error.status === 403;
    const hint = mayNot ? "Give the key the cluster privilege `monitor` for doctor to see this." : error.hint;
    return [
      {
        check: "elasticsearch",
        level: mayNot ? "warn" : "fail",
        message: error.message,
        ...(hint !== undefined && { hint }),
      },
    ];
  }
}

async function judgeVersion(connection: Connection, force: boolean): Promise<Finding> {
  const check = "elasticsearch";
  try {
    return { check, level: "ok", message: `Elasticsearch ${await checkServer(connection, false)}` };
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error) || error.code !== "invalid_config" || !force) throw error;
    const version = await checkServer(connection, true);
    const hint = "ELASTICSEARCH_FORCE is set: run your own tests before you rely on it.";
    return { check, level: "warn", message: `Elasticsearch ${version} was not tested`, hint };
  }
}

async function judgeHealth(connection: Connection, prefix: string): Promise<readonly Finding[]> {
  const check = "elasticsearch cluster";
  interface Health {
    readonly status: "green" | "yellow" | "red";
    readonly number_of_nodes: number;
    readonly unassigned_shards: number;
  }
  // Of our own indices: others in the cluster are not our concern.
  const path = `/_cluster/health/${prefix}-*,${prefix}_*?expand_wildcards=all`;
  const { status, number_of_nodes: nodes, unassigned_shards: missing } = await get<Health>(connection, path);
  const message = `our indices are ${status}, ${missing} shards without a place; ${nodes} ${nodes === 1 ? "node" : "nodes"}`;
  if (status === "red") {
    const hint = "Some products cannot be found. GET _cluster/allocation/explain says why a shard has no place.";
    return [{ check, level: "fail", message, hint }];
  }
  if (status === "yellow") {
    const hint = "Copies have no place: a node lost now loses data. GET _cluster/allocation/explain says why.";
    return [{ check, level: "warn", message, hint }];
  }
  return [{ check, level: "ok", message }];
}

async function judgeRoom(connection: Connection): Promise<readonly Finding[]> {
  interface Settings {
    readonly defaults?: unknown;
    readonly persistent?: unknown;
    readonly transient?: unknown;
  }
  const start = "cluster.routing.allocation.disk.";
  const path = "/_cluster/settings?include_defaults=true&filter_path=*.cluster.routing.allocation.disk*";
  const { defaults, persistent, transient } = await get<Settings>(connection, path);
  const settings = [defaults, persistent, transient].flatMap((each) => flatten(each, ""));
  const rows = await get<readonly Allocation[]>(connection, "/_cat/allocation?format=json&bytes=b");
  return judgeDisks(rows, Object.fromEntries(settings.map(([name, value]) => [name.slice(start.length), value])));
}

/** Names joined by dots; the server itself mixes both ways of writing them. */
function flatten(value: unknown, name: string): readonly (readonly [string, string])[] {
  if (value === undefined || value === null) return [];
  if (typeof value !== "object") return [[name, typeof value === "string" ? value : JSON.stringify(value)]];
  return Object.entries(value).flatMap(([key, each]) => flatten(each, name === "" ? key : `${name}.${key}`));
}

async function judgeBlocks(connection: Connection, prefix: string): Promise<readonly Finding[]> {
  const check = "elasticsearch blocks";
  type Settings = Readonly<Record<string, { readonly settings: Readonly<Record<string, string>> }>>;
  const path = `/${prefix}-*,${prefix}_*/_settings/index.blocks.*?flat_settings=true&ignore_unavailable=true&expand_wildcards=all`;
  // Our own block of writes is looked at with the catalogue it is for.
  const found = Object.entries(await get<Settings>(connection, path)).flatMap(([index, { settings }]) =>
    Object.entries(settings).flatMap(([name, value]) =>
      value === "true" && name !== "index.blocks.write" ? [`${index} has ${name}`] : [],
    ),
  );
  if (found.length === 0) return [{ check, level: "ok", message: "none" }];
  const isFull = found.some((each) => each.endsWith("read_only_allow_delete"));
  const hint = isFull
    ? "A disk is full: free some space. Elasticsearch lifts its block itself; one that a person has set, a person lifts."
    : "Someone has set it; take it off for products to be written.";
  return [{ check, level: "fail", message: list(found), hint }];
}

async function judgeCatalogs(connection: Connection, names: Names): Promise<readonly Finding[]> {
  const body = { size: 1000, query: { term: { kind: "catalog" } }, _source: ["json"] };
  interface Found {
    readonly hits?: { readonly hits: readonly { readonly _source: { readonly json: string } }[] };
  }
  const call = { method: "POST", path: `/${names.records}/_search`, body, accept: [404] } as const;
  const { body: found } = await connection.call<Found>(call, LIMIT);
  const records = (found.hits?.hits ?? []).map(({ _source }) => JSON.parse(_source.json) as CatalogRecord);
  if (records.length === 0)
    return [{ check: "catalogues", level: "warn", message: "there are none yet", hint: "winnow import FILE" }];
  return (await Promise.all(records.map((record) => judgeCatalog(connection, names, record)))).flat();
}

async function judgeCatalog(connection: Connection, names: Names, record: CatalogRecord): Promise<readonly Finding[]> {
  const { name, index } = record;
  const check = `index ${name}`;
  type Indices = Readonly<
    Record<string, { aliases?: object; mappings?: unknown; settings?: { readonly index?: unknown } }>
  >;
  const { body, status } = await connection.call<Indices>({ method: "GET", path: `/${index}`, accept: [404] }, LIMIT);
  const again = "Run the import again: it makes the index anew while searches go on.";
  if (status === 404) return [{ check, level: "fail", message: `its index ${index} is gone`, hint: again }];
  const live = body[index] ?? {};
  const findings: Finding[] = [];
  if (!(names.alias(name) in (live.aliases ?? {})))
    findings.push({
      check,
      level: "fail",
      message: `the alias ${names.alias(name)} does not point to ${index}`,
      hint: "A running server sets it right within seconds; if it does not, look at its log.",
    });
  const blocked = flatten(live.settings, "").some(([name, value]) => name === "index.blocks.write" && value === "true");
  if (blocked && (record.lock === null || record.lock.untilMs < Date.now()))
    findings.push({
      check,
      level: "warn",
      message: "an import that died has left its index without writes",
      hint: "The next write or import lifts that by itself.",
    });
  const { differing, added } = indexDrift(indexBody(mappingOf(record), {}), {
    mappings: live.mappings,
    settings: live.settings?.index,
  });
  if (differing.length > 0)
    findings.push({
      check,
      level: "fail",
      message: `its mapping has drifted: ${list(differing)}`,
      hint: `Someone changed the index. ${again}`,
    });
  if (added.length > 0)
    findings.push({
      check,
      level: "warn",
      message: `it has fields that its mapping lacks: ${list(added)}`,
      hint: "They are searched by nobody; the next import drops them.",
    });
  if (findings.length > 0) return findings;
  const { count } = await get<{ count: number }>(connection, `/${index}/_count?q=winnow.live:true`);
  return count === 0
    ? [{ check, level: "warn", message: "it holds no products", hint: "winnow import FILE" }]
    : [{ check, level: "ok", message: `${count} products in ${index}, mapped as on record` }];
}

const list = (parts: readonly string[]): string => parts.slice(0, 3).join("; ") + (parts.length > 3 ? "; …" : "");

async function get<T>(connection: Connection, path: string): Promise<T> {
  return (await connection.call<T>({ method: "GET", path, repeatable: true }, LIMIT)).body;
}
