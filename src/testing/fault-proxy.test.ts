import { Agent, createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type FaultProxy, startFaultProxy } from "./fault-proxy.ts";

describe("fault proxy", () => {
  let server: Server;
  let target: string;
  let asked = 0;
  let proxy: FaultProxy;
  let agent: Agent;

  beforeAll(async () => {
    server = createServer((request, response) => {
      asked += 1;
      let bytes = 0;
      request.on("data", (chunk: Buffer) => (bytes += chunk.length));
      request.on("end", () => response.setHeader("content-type", "application/json").end(answerOf(bytes)));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    target = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(async () => {
    proxy = await startFaultProxy({ target });
    agent = new Agent({ keepAlive: true, maxSockets: 1 });
    asked = 0;
  });
  afterEach(async () => {
    agent.destroy();
    await proxy[Symbol.asyncDispose]();
  });

  const post = (body = "x", timeoutMs = 5000, url = proxy.url): Promise<{ status: number; text: string }> =>
    new Promise((resolve, reject) => {
      const signal = AbortSignal.timeout(timeoutMs);
      const sent = request(url, { method: "POST", agent, signal }, (response) => {
        let text = "";
        response.on("data", (chunk: Buffer) => (text += chunk.toString()));
        response.on("end", () => resolve({ status: response.statusCode!, text }));
        response.on("error", reject);
      });
      sent.on("error", reject);
      sent.end(body);
    });

  it("passes requests and answers, many on one connection", async () => {
    for (const size of [1, 200_000, 3])
      expect(await post("x".repeat(size))).toEqual({ status: 200, text: answerOf(size) });
    expect(proxy.seen).toEqual({ exchanges: 3, faulted: 0 });
  });
  it("refuses connections, breaks open ones, and takes them again on the same port", async () => {
    await post();
    await proxy.set({ kind: "refuse" });
    await expect(post()).rejects.toMatchObject({ code: expect.stringMatching(/^ECONN(REFUSED|RESET)$/) as string });
    await expect(post()).rejects.toMatchObject({ code: "ECONNREFUSED" });
    await proxy.set({ kind: "pass" });
    expect(await post()).toMatchObject({ status: 200 });
  });
  it("swallows requests without a word, also on a connection that worked before", async () => {
    await post();
    await proxy.set({ kind: "black_hole" });
    await expect(post("x", 150)).rejects.toMatchObject({ name: "AbortError" });
    expect(asked).toBe(1);
    await proxy.set({ kind: "pass" });
    expect(await post()).toMatchObject({ status: 200 });
  });
  it("delays answers and leaves them whole", async () => {
    await proxy.set({ kind: "slow", delayMs: 80 });
    const from = performance.now();
    expect(await post()).toEqual({ status: 200, text: answerOf(1) });
    expect(performance.now() - from).toBeGreaterThanOrEqual(75);
  });
  it("resets in the middle of an answer", async () => {
    await proxy.set({ kind: "reset", afterBytes: 60 });
    await expect(post()).rejects.toMatchObject({ code: "ECONNRESET" });
    expect(asked).toBe(1);
    await proxy.set({ kind: "pass" });
    expect(await post()).toMatchObject({ status: 200 });
  });
  it("answers in the target's place, on a connection that worked before", async () => {
    await post();
    await proxy.set({ kind: "answer", status: 429, body: '{"error":"busy"}', headers: { "retry-after": "1" } });
    expect(await post("x".repeat(200_000))).toEqual({ status: 429, text: '{"error":"busy"}' });
    expect(asked).toBe(1);
    await proxy.set({ kind: "pass" });
    expect(await post()).toMatchObject({ status: 200 });
  });
  it("changes the JSON of the target's answers", async () => {
    await proxy.set({ kind: "rewrite", edit: (answer) => ({ ...(answer as object), failed: 1 }) });
    const { status, text } = await post("xyz");
    expect([status, JSON.parse(text)]).toEqual([200, { ...(JSON.parse(answerOf(3)) as object), failed: 1 }]);
  });
  it("hits a share of the exchanges, the same ones for the same seed", async () => {
    const statuses = async (seed: number): Promise<string> => {
      await proxy[Symbol.asyncDispose]();
      proxy = await startFaultProxy({ target, seed });
      await proxy.set({ kind: "answer", status: 503, body: "", share: 0.5 });
      const seen: number[] = [];
      for (let i = 0; i < 40; i += 1) seen.push((await post()).status);
      return seen.join(" ");
    };
    const first = await statuses(7);
    expect(first.match(/503/g)!.length).toBe(proxy.seen.faulted);
    expect(proxy.seen.faulted).toBeGreaterThan(8);
    expect(proxy.seen.faulted).toBeLessThan(32);
    expect(await statuses(7)).toBe(first);
    expect(await statuses(8)).not.toBe(first);
  });
  it("resets connections while the target is down", async () => {
    await using orphan = await startFaultProxy({ target: "http://127.0.0.1:1" });
    await expect(post("x", 5000, orphan.url)).rejects.toMatchObject({ code: "ECONNRESET" });
  });
});

const answerOf = (bytes: number): string => JSON.stringify({ bytes, padding: "p".repeat(100) });
