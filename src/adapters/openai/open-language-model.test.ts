import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CompletionRequest } from "../../ports/language-model.ts";
import { languageModelContract } from "../../ports/language-model.contract.ts";
import { type ScriptedReply, type ScriptedRequest, startScriptedModel } from "../../testing/scripted-model.ts";
import { openSqlite, type SqliteStores } from "../sqlite/open-sqlite.ts";
import { type LanguageModelOptions, openLanguageModel } from "./open-language-model.ts";

const folder = mkdtempSync(join(tmpdir(), "winnow-llm-"));
afterAll(() => rmSync(folder, { recursive: true }));
let [files, nowMs] = [0, Date.parse("2026-01-31T12:00:00Z")];

interface Setup {
  readonly script: (request: ScriptedRequest, index: number) => ScriptedReply | Promise<ScriptedReply>;
  readonly options?: Partial<LanguageModelOptions>;
}

/** A model over a scripted server and a store of its own; all closed at the end of the test. */
const open: SqliteStores[] = [];
afterEach(async () => {
  for (const stores of open.splice(0)) await stores.close();
});

async function start({ script, options }: Setup) {
  const server = await startScriptedModel(script);
  const stores = await openSqlite(join(folder, `${++files}.db`));
  open.push(stores);
  const all: LanguageModelOptions = {
    ...{ url: server.url, model: "scripted", key: "sk-secret", timeoutMs: 5000, atOnce: 2, answers: stores.answers },
    ...{ prices: { prompt: 1, completion: 2 }, monthly: { tokens: null, costMicros: null }, now: () => nowMs },
    patience: { tries: 4, pauseMs: 1, longestPauseMs: 2000, random: () => 0.5 },
    ...options,
  };
  return { server, stores, all, model: openLanguageModel(all) };
}

languageModelContract("A scripted server", async () => {
  const { server, model } = await start({ script: () => ({ say: { colour: "blue" } }) });
  return { ...model, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
});

const say = (text: string): ScriptedReply => ({ say: { text } });
const never = new AbortController().signal;
const asked = (prompt = "Say something.", changed: Partial<CompletionRequest<{ text: string }>> = {}) => ({
  ...{ purpose: "tests", promptVersion: "t-1", system: "You are terse.", prompt, maxTokens: 50 },
  schema: {
    name: "a_text",
    json: { type: "object", properties: { text: { type: "string" } }, required: ["text"], additionalProperties: false },
    parse(value: unknown) {
      if (typeof value === "object" && value !== null && "text" in value && typeof value.text === "string")
        return { text: value.text };
      throw new Error("text is missing");
    },
  },
  ...changed,
});

it("asks for the schema with the key, and gives back what the schema makes of the answer", async () => {
  const { server, model } = await start({ script: () => say("Hello.") });
  await using _ = server;
  const { value, usage, known } = await model.complete(asked(), { signal: never });
  expect({ value, known }).toEqual({ value: { text: "Hello." }, known: false });
  expect(usage).toEqual({ promptTokens: 5, completionTokens: 1, costMicros: 7 });
  const { body, headers } = server.requests[0]!;
  expect(headers.authorization).toBe("Bearer sk-secret");
  expect(body).toMatchObject({ model: "scripted", max_tokens: 50, temperature: 0, stream: false });
  expect(body.response_format).toMatchObject({ type: "json_schema", json_schema: { name: "a_text", strict: true } });
});

describe("what was paid for", () => {
  it("is not paid for again, by a restarted process neither", async () => {
    const { server, all, model, stores } = await start({ script: (_, i) => say(`Answer ${i}.`) });
    await using _ = server;
    await model.complete(asked(), { signal: never });
    const again = await openLanguageModel(all).complete(asked(), { signal: never });
    expect(again).toMatchObject({
      value: { text: "Answer 0." },
      known: true,
      usage: { promptTokens: 0, costMicros: 0 },
    });
    expect(server.requests).toHaveLength(1);
    expect(await stores.answers.spent("2026-01-01")).toEqual([
      { day: "2026-01-31", purpose: "tests", model: "scripted", calls: 1, promptTokens: 5, completionTokens: 2, costMicros: 9 }, // prettier-ignore
    ]);
  });

  it("is asked for once when many ask at the same time", async () => {
    const { server, model } = await start({ script: () => say("Once.") });
    await using _ = server;
    await Promise.all(Array.from({ length: 10 }, () => model.complete(asked(), { signal: never })));
    expect(server.requests).toHaveLength(1);
  });

  it.each<[string, Partial<CompletionRequest<{ text: string }>>]>([
    ["prompt", { prompt: "Say more." }],
    ["system's words", { system: "You are chatty." }],
    ["prompt's version", { promptVersion: "t-2" }],
    ["shape", { schema: { ...asked().schema, name: "another" } }],
    ["length", { maxTokens: 51 }],
  ])("is another answer with another %s", async (_, changed) => {
    const { server, model } = await start({ script: () => say("Yes.") });
    await using _server = server;
    await model.complete(asked(), { signal: never });
    expect((await model.complete(asked("Say something.", changed), { signal: never })).known).toBe(false);
  });
});

describe("a server that does not take all", () => {
  it.each<[string, (request: ScriptedRequest) => boolean, object]>([
    ["JSON schemas", ({ response_format: format }) => format?.type === "json_schema", { response_format: { type: "json_object" } }], // prettier-ignore
    ["formats of answers", ({ response_format: format }) => format !== undefined, {}],
  ])("is asked without %s, and at once so the next time", async (_, refuses, expected) => {
    const script = (request: ScriptedRequest): ScriptedReply =>
      refuses(request) ? { status: 400, body: '{"error":"response_format is not supported"}' } : say("Fine.");
    const { server, model } = await start({ script });
    await using _server = server;
    expect((await model.complete(asked("one"), { signal: never })).value.text).toBe("Fine.");
    const before = server.requests.length;
    await model.complete(asked("two"), { signal: never });
    expect(server.requests).toHaveLength(before + 1);
    const { body } = server.requests.at(-1)!;
    expect(body).toMatchObject(expected);
    expect(body.messages[0]!.content).toContain('"required":["text"]');
  });

  it("is asked by another name of the length, and without a temperature", async () => {
    const script = (request: ScriptedRequest): ScriptedReply => {
      if (request.max_tokens !== undefined) return { status: 400, body: "max_tokens: use max_completion_tokens" };
      if (request.temperature !== undefined) return { status: 400, body: "temperature is not supported" };
      return say("Fine.");
    };
    const { server, model } = await start({ script });
    await using _ = server;
    await model.complete(asked(), { signal: never });
    expect(server.requests.at(-1)!.body).toMatchObject({
      max_completion_tokens: 50,
      response_format: { type: "json_schema" },
    });
  });

  it("has its refusal told, shortened and without the key", async () => {
    const body = `the key sk-secret\nasks for too much ${"x".repeat(5000)}`;
    const { server, model } = await start({ script: () => ({ status: 400, body }) });
    await using _ = server;
    const error = await model.complete(asked(), { signal: never }).catch((caught: unknown) => caught as Error);
    expect(error).toMatchObject({ code: "language_model_failed" });
    expect((error as Error).message).toMatch(/\(400\): the key \*\*\* asks for too much x/);
    expect((error as Error).message.length).toBeLessThan(450);
  });
});

describe("an answer that is of no use", () => {
  it.each<[string, ScriptedReply]>([
    ["half JSON", { say: '{"text": "He' }],
    ["no JSON", { say: "I would rather not." }],
    ["another shape", { say: { words: "Hello." } }],
    ["cut off", { say: { text: "Hello." }, finish: "length" }],
    ["filtered", { say: { text: "Hello." }, finish: "content_filter" }],
    ["no completion at all", { status: 200, body: "<html>" }],
  ])("(%s) is asked for once more, then given up, and paid for", async (_, reply) => {
    const { server, model, stores } = await start({ script: () => reply });
    await using _server = server;
    await expect(model.complete(asked(), { signal: never })).rejects.toMatchObject({ code: "language_model_failed" });
    expect(server.requests).toHaveLength(2);
    expect((await stores.answers.spent("2026-01-01"))[0]).toMatchObject({ calls: 2 });
    expect(model.spent().costMicros).toBeGreaterThan(0);
  });

  it("is forgotten when the second one is good", async () => {
    const script = (_: ScriptedRequest, i: number): ScriptedReply => (i === 0 ? { say: '{"te' } : say("Good."));
    const { server, model } = await start({ script });
    await using _ = server;
    expect((await model.complete(asked(), { signal: never })).value.text).toBe("Good.");
  });

  it("is read out of the words and fences around it", async () => {
    const { server, model } = await start({ script: () => ({ say: 'Sure!\n```json\n{"text": "Good."}\n```' }) });
    await using _ = server;
    expect((await model.complete(asked(), { signal: never })).value.text).toBe("Good.");
  });

  it("is cut off when it never ends", async () => {
    const patience = { tries: 4, pauseMs: 1, maxBytes: 100_000 };
    const { server, model } = await start({ script: () => ({ endless: "never " }), options: { patience } });
    await using _ = server;
    await expect(model.complete(asked(), { signal: never })).rejects.toMatchObject({
      code: "language_model_failed",
      message: expect.stringContaining("100000 bytes") as string,
    });
    expect(server.requests).toHaveLength(1);
  });
});

describe("a server that is busy", () => {
  it.each<[string, ScriptedReply]>([
    ["429", { status: 429 }],
    ["500", { status: 500, body: "oops" }],
    ["503", { status: 503 }],
    ["a broken connection", { broken: true }],
  ])("(%s) is asked again until it answers", async (_, reply) => {
    const { server, model } = await start({ script: (_request, i) => (i < 2 ? reply : say("At last.")) });
    await using _server = server;
    expect((await model.complete(asked(), { signal: never })).value.text).toBe("At last.");
    expect(server.requests).toHaveLength(3);
  });

  it("is given up after its tries, with how long to wait", async () => {
    const { server, model, stores } = await start({ script: () => ({ status: 500 }) });
    await using _ = server;
    await expect(model.complete(asked(), { signal: never })).rejects.toMatchObject({
      code: "language_model_unavailable",
      retryAfterS: 1,
    });
    expect(server.requests).toHaveLength(4);
    expect(await stores.answers.spent("2026-01-01")).toEqual([]);
  });

  it("is left alone for as long as it asks, and not waited for when that is too long", async () => {
    const after = (seconds: string): ScriptedReply => ({ status: 429, headers: { "retry-after": seconds } });
    const { server, model } = await start({
      script: (_, i) => (i === 0 ? after("1") : i === 1 ? say("Now.") : after("60")),
    });
    await using _ = server;
    const started = performance.now();
    await model.complete(asked("one"), { signal: never });
    expect(performance.now() - started).toBeGreaterThan(950);
    await expect(model.complete(asked("two"), { signal: never })).rejects.toMatchObject({
      code: "language_model_unavailable",
      retryAfterS: 60,
    });
    expect(server.requests).toHaveLength(3);
  });

  it("is not asked again and again by many: retries are a part of all requests", async () => {
    const { server, model } = await start({ script: () => ({ status: 503 }), options: { atOnce: 50 } });
    await using _ = server;
    const all = Array.from({ length: 50 }, (_each, i) => model.complete(asked(`prompt ${i}`), { signal: never }));
    await Promise.allSettled(all);
    expect(server.requests.length).toBeLessThan(50 + 20);
  });

  it("that is silent is given up at the deadline, and counted as if it had worked", async () => {
    const options = { timeoutMs: 100, patience: { tries: 2, pauseMs: 1 } };
    const { server, model, stores } = await start({ script: () => ({ silent: true }), options });
    await using _ = server;
    await expect(model.complete(asked(), { signal: never })).rejects.toMatchObject({
      code: "language_model_unavailable",
      message: expect.stringContaining("0.1 s") as string,
    });
    expect((await stores.answers.spent("2026-01-01"))[0]).toMatchObject({ calls: 2, completionTokens: 100 });
  });

  it("lets go at once when the caller gives up", async () => {
    const { server, model } = await start({ script: () => ({ silent: true }) });
    await using _ = server;
    const caller = new AbortController();
    const asking = model.complete(asked(), { signal: caller.signal });
    setTimeout(() => caller.abort(new Error("enough")), 50);
    await expect(asking).rejects.toThrow("enough");
  });

  it("that nobody runs costs nothing", async () => {
    const { server, all, stores } = await start({ script: () => say("") });
    await server[Symbol.asyncDispose]();
    const model = openLanguageModel({ ...all, patience: { tries: 2, pauseMs: 1 } });
    await expect(model.complete(asked(), { signal: never })).rejects.toMatchObject({
      code: "language_model_unavailable",
    });
    expect(await stores.answers.spent("2026-01-01")).toEqual([]);
  });
});

describe("the one server that is configured", () => {
  it("is the only one that is called: it cannot send the key elsewhere", async () => {
    await using elsewhere = await startScriptedModel(() => say("Give me the key."));
    const { server, model } = await start({
      script: () => ({ status: 307, headers: { location: `${elsewhere.url}/chat/completions` } }),
    });
    await using _ = server;
    await expect(model.complete(asked(), { signal: never })).rejects.toMatchObject({
      code: "invalid_config",
      where: "WINNOW_LLM_URL",
    });
    expect(elsewhere.requests).toHaveLength(0);
  });

  it.each([
    [401, "WINNOW_LLM_KEY"],
    [403, "WINNOW_LLM_KEY"],
    [404, "WINNOW_LLM_URL"],
  ])("that answers %d is not asked again; the message names %s", async (status, where) => {
    const { server, model } = await start({ script: () => ({ status }) });
    await using _ = server;
    await expect(model.complete(asked(), { signal: never })).rejects.toMatchObject({ code: "invalid_config", where });
    expect(server.requests).toHaveLength(1);
  });

  it("has no more requests at once than it may", async () => {
    const script = async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return say("Done.");
    };
    const { server, model } = await start({ script, options: { atOnce: 3 } });
    await using _ = server;
    await Promise.all(
      Array.from({ length: 12 }, (_each, i) => model.complete(asked(`prompt ${i}`), { signal: never })),
    );
    expect(server.mostAtOnce).toBe(3);
  });
});

describe("a budget", () => {
  it("of a run is never passed, not by requests at the same time either", async () => {
    const { server, model } = await start({ script: () => say("word ".repeat(40)), options: { atOnce: 8 } });
    await using _ = server;
    const limited = model.limited({ tokens: 1500, costMicros: null });
    const all = Array.from({ length: 30 }, (_each, i) => limited.complete(asked(`prompt ${i}`), { signal: never }));
    const ended = await Promise.allSettled(all);
    const refused = ended.filter((each) => each.status === "rejected");
    expect(refused.length).toBeGreaterThan(0);
    for (const each of refused) expect(each.reason).toMatchObject({ code: "budget_spent" });
    const { promptTokens, completionTokens } = limited.spent();
    expect(promptTokens + completionTokens).toBeLessThanOrEqual(1500);
    expect(ended.length - refused.length).toBeGreaterThan(3);
  });

  it("in money counts prices, and known answers for nothing", async () => {
    const { server, model } = await start({ script: () => say("word ".repeat(40)) });
    await using _ = server;
    const limited = model.limited({ tokens: null, costMicros: 500 });
    await limited.complete(asked(), { signal: never });
    for (let i = 0; i < 20; i++) await limited.complete(asked(), { signal: never });
    await expect(limited.complete(asked("another"), { signal: never }).then(() => limited.complete(asked("third"), { signal: never }))).rejects.toMatchObject({ code: "budget_spent" }); // prettier-ignore
    expect(limited.spent().costMicros).toBeLessThanOrEqual(500);
  });

  it("of a month is that of all processes, and begins anew with the next", async () => {
    const { server, all, stores } = await start({ script: () => say("Yes.") });
    await using _ = server;
    const spend = { day: "2026-01-02", purpose: "synonyms", model: "m", calls: 1, promptTokens: 5000, completionTokens: 0, costMicros: 0 }; // prettier-ignore
    await stores.answers.charge(spend);
    await stores.answers.charge({ ...spend, day: "2025-12-31", promptTokens: 9_000_000 });
    const monthly = { tokens: 5300, costMicros: null };
    const model = openLanguageModel({ ...all, monthly });
    await expect(model.complete(asked(), { signal: never })).rejects.toMatchObject({ code: "budget_spent" });
    expect(server.requests).toHaveLength(0);
    nowMs = Date.parse("2026-02-01T00:00:00Z");
    expect((await model.complete(asked(), { signal: never })).value.text).toBe("Yes.");
    nowMs = Date.parse("2026-01-31T12:00:00Z");
  });
});
