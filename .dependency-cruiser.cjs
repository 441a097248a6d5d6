// Who may import whom: the table of ARCHITECTURE.md, one rule a row.
const room = (name) => `^(src/)?${name}/`;
const rooms = (...names) => `^((src/)?(${names.join("|")})(/|$))`;

/** Everything in `from` may import only `to` (and itself) among our own files. */
const only = (from, to, why) => ({
  name: `${from}-imports`,
  comment: why,
  severity: "error",
  from: { path: room(from), pathNot: "\\.(test|contract)\\.ts$" },
  to: {
    path: "^(src|ranking|bench)/",
    pathNot: [rooms(from, ...to)],
  },
});

/** What one adapter alone may know besides: the pure part that it carries out of the process's main thread. */
const own = (name) => ({ embedded: ["engine"], lightgbm: ["ranking"] })[name] ?? [];

const tests = "\\.(test|contract|bench)\\.ts$|^src/testing/|^bench/";

module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      severity: "error",
      comment: "A cycle is two files that are one idea, or one idea in the wrong file.",
      from: {},
      to: { circular: true },
    },
    only("domain", [], "The shared words of the shop: everything may rely on them because they rely on nothing."),
    only("text", ["domain"], "Pure, so that both engines, the workers and the tests analyse alike."),
    only("ranking", ["domain", "text"], "Numbers in, numbers out: the same code online, offline and in tests."),
    only("engine", ["domain", "text"], "The embedded index knows no port and no IO; its adapter does."),
    only("wire", ["domain"], "Schemas of bytes in and out; nothing behind them."),
    only("ports", ["domain"], "A port speaks the domain's words, never a client library's."),
    only("observe", ["domain"], "The one door for logs and metrics: everyone may report, so it may call nobody."),
    only(
      "query",
      ["text", "ranking", "domain", "ports", "observe"],
      "Use-case folders never import each other (search may import query).",
    ),
    only(
      "catalog",
      ["text", "ranking", "domain", "ports", "observe"],
      "Use-case folders never import each other (search may import query).",
    ),
    only(
      "events",
      ["text", "ranking", "domain", "ports", "observe"],
      "Use-case folders never import each other: what they share is the log, through its port.",
    ),
    only(
      "training",
      ["text", "ranking", "domain", "ports", "observe"],
      "Use-case folders never import each other: what they share is the log, through its port.",
    ),
    only(
      "backfill",
      ["text", "ranking", "domain", "ports", "observe"],
      "Use-case folders never import each other: what they share is the catalogue, through its port.",
    ),
    only(
      "synonyms",
      ["text", "ranking", "domain", "ports", "observe"],
      "Use-case folders never import each other: how a search is answered again is handed in by compose.",
    ),
    only(
      "suggestions",
      ["text", "ranking", "domain", "ports", "observe"],
      "Use-case folders never import each other: what was searched for and how it is answered is handed in by compose.",
    ),
    only("backup", ["domain"], "Folders and checksums; how a database is copied is handed in by compose."),
    only(
      "search",
      ["query", "text", "ranking", "domain", "ports", "observe"],
      "Use-case folders never import each other (search may import query).",
    ),
    only(
      "jobs",
      ["domain", "ports", "observe", "wire"],
      "Names, payloads and schedules of jobs; what they do is handed in by compose, so that it knows no use case.",
    ),
    only(
      "simulation",
      ["domain", "text"],
      "The simulated shop knows the product only through its public surface, so that it cannot flatter it.",
    ),
    only(
      "http",
      [
        "query",
        "search",
        "catalog",
        "access",
        "events",
        "training",
        "backfill",
        "synonyms",
        "wire",
        "domain",
        "observe",
      ],
      "Routes call use cases; adapters are handed in by compose.",
    ),
    only(
      "cli",
      [
        "query",
        "search",
        "catalog",
        "access",
        "backup",
        "events",
        "training",
        "backfill",
        "synonyms",
        "simulation",
        "config",
        "wire",
        "domain",
        "observe",
        "text",
        "ports",
        "ranking",
        "compose.ts",
        "compose-worker.ts",
      ],
      "Commands call use cases; adapters are handed in by compose.",
    ),
    ...["embedded", "sqlite", "elasticsearch", "redis", "bull", "lightgbm", "openai"].map((name) => ({
      name: `adapter-${name}-imports`,
      comment: "One folder a technology; adapters never import each other or a use case.",
      severity: "error",
      from: { path: `^src/adapters/${name}/`, pathNot: tests },
      to: {
        path: "^(src|ranking|bench)/",
        pathNot: [rooms("domain", "text", "ports", "wire", "observe", ...own(name)), `^src/adapters/${name}/`],
      },
    })),
    {
      name: "adapters-only-in-compose",
      comment:
        "Only compose.ts and the open-*.ts beside it name an adapter, so that the deployment is chosen in one place.",
      severity: "error",
      from: {
        path: "^(src|ranking)/",
        pathNot: [
          "^src/(compose|open-backup|open-engine|open-jobs|open-model|open-scratch)\\.ts$",
          "^src/adapters/",
          tests,
        ],
      },
      to: { path: "^src/adapters/" },
    },
    {
      name: "nobody-imports-tests",
      comment: "Test helpers stay out of the program.",
      severity: "error",
      from: { path: "^(src|ranking)/", pathNot: tests },
      to: { path: "\\.(test|contract)\\.ts$|^src/testing/" },
    },
    ...[
      ["better-sqlite3", "adapters/sqlite"],
      ["@elastic/elasticsearch", "adapters/elasticsearch"],
      ["koa|@koa/router", "http"],
      ["zod|@asteasolutions/zod-to-openapi", "(wire|config|backfill|http/openapi)"],
      ["pino", "observe"],
      // With the Elasticsearch client come types and a no-op of OpenTelemetry's own: nobody else knows of it.
      ["@opentelemetry/.*", "observe/otel"],
      ["commander|cli-progress", "cli"],
      ["koffi", "adapters/lightgbm"],
      ["ioredis", "adapters/(redis|bull)"],
      ["bull", "adapters/bull"],
    ].map(([library, folder]) => ({
      name: `${library}-in-one-folder`,
      comment: "A client library is imported in one folder only; the rest sees our own types.",
      severity: "error",
      from: { path: "^(src|ranking)/", pathNot: [`^src/${folder}`, tests] },
      to: { path: `^node_modules/(@types/)?(${library})/`, dependencyTypesNot: ["type-only"] },
    })),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^dist/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
