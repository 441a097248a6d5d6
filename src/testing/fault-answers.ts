import { type IncomingHttpHeaders, type IncomingMessage, request as ask, type ServerResponse } from "node:http";

/** Faults that speak HTTP. The connection is closed after the answer. */
export type HttpFault =
  /** Answered here, such as 429 or 503 by a server under pressure; the target is not asked. */
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly body: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** The target's answer, its JSON changed; an answer that is no JSON passes as it is. */
  | { readonly kind: "rewrite"; readonly edit: (answer: unknown) => unknown };

/** Answers one request as the fault says, asking the target where it must. */
export function answerForTarget(
  target: string,
  fault: HttpFault,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (fault.kind === "answer") {
    request.resume().on("end", () => {
      response.writeHead(fault.status, { "content-type": "application/json", ...fault.headers, connection: "close" });
      response.end(fault.body);
    });
    return;
  }
  const { method, url, headers } = request;
  // Asked to close its connection, Elasticsearch now and then does so before it has answered.
  const forwarded = ask(
    target + (url ?? "/"),
    { method, headers: { ...headers, connection: "keep-alive" } },
    (answer) => {
      void textOf(answer).then((text) => {
        response.writeHead(answer.statusCode ?? 502, { ...kept(answer.headers), connection: "close" });
        response.end(edited(text, fault.edit));
      });
    },
  );
  forwarded.on("error", () => request.socket.resetAndDestroy());
  request.pipe(forwarded);
}

const textOf = async (message: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
};

/** The changed body has another length. */
const kept = ({ "content-length": _, "transfer-encoding": __, ...headers }: IncomingHttpHeaders): IncomingHttpHeaders =>
  headers;

const edited = (text: string, edit: (answer: unknown) => unknown): string => {
  try {
    return JSON.stringify(edit(JSON.parse(text)));
  } catch {
    return text;
  }
};
