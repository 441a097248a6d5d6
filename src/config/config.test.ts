import { readConfig } from "./config.ts";

it("serves this machine alone on port 3000 unless told otherwise", () => {
  const config = readConfig({ HOST: "", PORT: undefined });
  expect(config).toMatchObject({
    host: "127.0.0.1",
    port: 3000,
    searchDeadlineMs: 800,
    requireSearchKey: false,
    corsOrigins: [],
  });
  expect(config.dataFolder).toMatch(/\/data$/);
});

it("logs each request unless a person looks on, or says so", () => {
  expect(readConfig({}).logLevel).toBe("info");
  expect(readConfig({}, true).logLevel).toBe("warn");
  expect(readConfig({ LOG_LEVEL: "debug" }, true).logLevel).toBe("debug");
});

it("reads lists and truth values", () => {
  const config = readConfig({
    WINNOW_CORS_ORIGINS: "https://a.example, http://localhost:5173,",
    WINNOW_TRUST_PROXY: "1",
  });
  expect(config.corsOrigins).toEqual(["https://a.example", "http://localhost:5173"]);
  expect(config.trustProxy).toBe(true);
});

it.each([
  ["PORT", "abc"],
  ["PORT", "70000"],
  ["LOG_LEVEL", "loud"],
  ["WINNOW_CORS_ORIGINS", "shop.example"],
  ["WINNOW_CORS_ORIGINS", "https://shop.example/path"],
  ["WINNOW_REQUIRE_SEARCH_KEY", "yes"],
  ["WINNOW_SEARCH_DEADLINE_MS", "1"],
])("refuses %s=%s and names the variable", (name, value) => {
  expect(() => readConfig({ [name]: value })).toThrow(
    expect.objectContaining({ code: "invalid_config", where: name }) as Error,
  );
});

describe("the engine", () => {
  it("is our own unless told otherwise, whatever else is set", () => {
    expect(readConfig({ ELASTICSEARCH_URL: "http://localhost:9200" }).engine).toEqual({ kind: "embedded" });
  });
  it("is an Elasticsearch at an address", () => {
    const { engine } = readConfig({ ENGINE: "elasticsearch", ELASTICSEARCH_URL: "https://a:9200, https://b:9200" });
    expect(engine).toEqual({
      kind: "elasticsearch",
      url: "https://a:9200, https://b:9200",
      prefix: "winnow",
      shards: 1,
      autoExpandReplicas: "0-1",
      force: false,
    });
  });
  it.each([
    ["ELASTICSEARCH_URL", {}],
    ["ELASTICSEARCH_URL", { ELASTICSEARCH_URL: "localhost" }],
    ["ELASTICSEARCH_URL", { ELASTICSEARCH_URL: "http://elastic:secret@localhost:9200" }],
    ["ELASTICSEARCH_API_KEY", { ELASTICSEARCH_API_KEY: "secret", ELASTICSEARCH_USERNAME: "elastic" }],
    ["ELASTICSEARCH_PASSWORD", { ELASTICSEARCH_PASSWORD: "secret" }],
    ["ELASTICSEARCH_PREFIX", { ELASTICSEARCH_PREFIX: "Shop-" }],
    ["ELASTICSEARCH_SHARDS", { ELASTICSEARCH_SHARDS: "0" }],
  ])("refuses a wrong %s, and tells no secret", (where, given) => {
    const read = () => readConfig({ ENGINE: "elasticsearch", ELASTICSEARCH_URL: "http://localhost:9200", ...(Object.keys(given).length === 0 ? { ELASTICSEARCH_URL: "" } : given) }); // prettier-ignore
    expect(read).toThrow(expect.objectContaining({ code: "invalid_config", where }) as Error);
    expect(read).not.toThrow(/secret/);
  });
});

describe("Redis", () => {
  it("is one that is named, and none unless told", () => {
    expect(readConfig({ REDIS_URL: "rediss://user:pw@cache:6380/2" }).redisUrl).toBe("rediss://user:pw@cache:6380/2");
    expect(readConfig({}).redisUrl).toBeNull();
  });
  it("is refused with a wrong address, and no secret told", () => {
    const read = () => readConfig({ REDIS_URL: "http://:secret@cache:6380" });
    expect(read).toThrow(expect.objectContaining({ code: "invalid_config", where: "REDIS_URL" }) as Error);
    expect(read).not.toThrow(/secret/);
  });
});
