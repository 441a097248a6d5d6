import { WinnowError } from "../../domain/errors.ts";
import type { Connection } from "./connection.ts";

/** Release lines that the live tests run against. */
const testedLines: readonly string[] = ["8.19", "9.4"];

/**
 * @param force goes on with a version that was not tested; never with a server of another make
 * @throws WinnowError `invalid_config`
 */
export async function checkServer(connection: Connection, force: boolean): Promise<string> {
  interface Root {
    readonly version?: { readonly number?: string; readonly distribution?: string; readonly build_flavor?: string };
    readonly tagline?: string;
  }
  const call = { method: "GET", path: "/", repeatable: true } as const;
  const { body } = await connection.call<Root>(call, { ms: 10_000 });
  const { number = "", distribution, build_flavor: flavor } = body.version ?? {};
  if (distribution !== undefined || !String(body.tagline).includes("You Know, for Search"))
    throw foreign(distribution ?? "another product");
  // Serverless has no version to compare: it is always the newest.
  const line = number.split(".").slice(0, 2).join(".");
  if (testedLines.includes(line) || force) return number;
  throw new WinnowError(
    "invalid_config",
    `Elasticsearch ${number}${flavor === "serverless" ? " (serverless)" : ""} was not tested with this version of winnow; ${testedLines.join(" and ")} were.`,
    {
      where: "ELASTICSEARCH_URL",
      hint: "Use one of those, or go on at your own risk: winnow serve --force, or ELASTICSEARCH_FORCE=true.",
    },
  );
}

function foreign(what: string): WinnowError {
  const name = what === "opensearch" ? "OpenSearch" : what;
  return new WinnowError("invalid_config", `The server is ${name}, not Elasticsearch.`, {
    where: "ELASTICSEARCH_URL",
    hint: `Winnow needs Elasticsearch ${testedLines.join(" or ")}: it reads each field's own score from named queries, and tests against no other server.`,
  });
}
