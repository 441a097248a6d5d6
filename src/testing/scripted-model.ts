import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What a client has asked, as the protocol has it. */
export interface ScriptedRequest {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly response_format?: { readonly type: string };
  readonly max_tokens?: number;
  readonly max_completion_tokens?: number;
  readonly temperature?: number;
}

export type ScriptedReply =
  /** An object becomes JSON. */
  | { readonly say: string | object; readonly finish?: string; readonly usage?: null }
  | { readonly status: number; readonly body?: string; readonly headers?: Readonly<Record<string, string>> }
  /** Sends without end until the client leaves. */
  | { readonly endless: string }
  /** Never answers. */
  | { readonly silent: true }
  /** Breaks the connection in the midst of the answer. */
  | { readonly broken: true };

export interface ScriptedModel extends AsyncDisposable {
  /** For WINNOW_LLM_URL. */
  readonly url: string;
  /** All requests, in order. */
  readonly requests: readonly { readonly body: ScriptedRequest; readonly headers: IncomingMessage["headers"] }[];
  /** How many were in work at the same time at most. */
  readonly mostAtOnce: number;
}

/** A server that speaks `/v1/chat/completions` and says what a test has written; tokens are words. */
export async function startScriptedModel(
  script: (request: ScriptedRequest, index: number) => ScriptedReply | Promise<ScriptedReply>,
): Promise<ScriptedModel> {
  const requests: { body: ScriptedRequest; headers: IncomingMessage["headers"] }[] = [];
  const state = { mostAtOnce: 0 };
  let atOnce = 0;

  const server = createServer((req, res) => {
    state.mostAtOnce = Math.max(state.mostAtOnce, ++atOnce);
    res.on("close", () => atOnce--);
    void readBody(req).then(async (text) => {
      if (req.url !== "/v1/chat/completions" || req.method !== "POST") {
        res.writeHead(404).end();
        return;
      }
      const body = JSON.parse(text) as ScriptedRequest;
      requests.push({ body, headers: req.headers });
      answer(res, body, await script(body, requests.length - 1));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return Object.assign(state, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}

function answer(res: ServerResponse, request: ScriptedRequest, reply: ScriptedReply): void {
  if ("silent" in reply) return;
  if ("status" in reply) {
    res.writeHead(reply.status, reply.headers).end(reply.body ?? "");
    return;
  }
  res.writeHead(200, { "content-type": "application/json" });
  if ("broken" in reply) {
    res.write('{"choices":[{"mess', () => res.destroy());
    return;
  }
  if ("endless" in reply) {
    const more = (): void => {
      if (!res.destroyed) res.write(reply.endless.repeat(1000), () => setImmediate(more));
    };
    more();
    return;
  }
  const content = typeof reply.say === "string" ? reply.say : JSON.stringify(reply.say);
  const words = (text: string) => text.split(/\s+/u).length;
  const usage = {
    prompt_tokens: request.messages.reduce((sum, each) => sum + words(each.content), 0),
    completion_tokens: words(content),
  };
  res.end(
    JSON.stringify({
      id: "chatcmpl-1",
      object: "chat.completion",
      model: request.model,
      choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: reply.finish ?? "stop" }],
      ...(reply.usage === undefined && { usage }),
    }),
  );
}

async function readBody(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
