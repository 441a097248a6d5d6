import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";

/** A span as OTLP's JSON has it, its attributes as a plain record. */
export interface SunkSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly name: string;
  /** 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  readonly kind: number;
  /** 2: error. */
  readonly status: number;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** Takes traces in OTLP's JSON, from a program or a collector. */
export interface TraceSink extends AsyncDisposable {
  readonly url: string;
  readonly spans: readonly SunkSpan[];
  /** All that came, as it came. */
  raw(): string;
  /** Of a trace, once there are these names; rejects with what there is after 15 s. */
  trace(traceId: string, names: readonly string[]): Promise<readonly SunkSpan[]>;
}

interface Otlp {
  readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: readonly OtlpSpan[] }[] }[];
}
interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly status?: { readonly code?: number };
  readonly attributes?: readonly { readonly key: string; readonly value: Readonly<Record<string, unknown>> }[];
}

export const startTraceSink = async (): Promise<TraceSink> => {
  const spans: SunkSpan[] = [];
  const came: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks);
      const text = (request.headers["content-encoding"] === "gzip" ? gunzipSync(body) : body).toString();
      came.push(text);
      for (const { scopeSpans } of (JSON.parse(text) as Otlp).resourceSpans)
        for (const scope of scopeSpans) spans.push(...scope.spans.map(toSpan));
      response.writeHead(200, { "content-type": "application/json" }).end("{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const trace = async (traceId: string, names: readonly string[]): Promise<readonly SunkSpan[]> => {
    const until = performance.now() + 15_000;
    for (;;) {
      const found = spans.filter((span) => span.traceId === traceId);
      if (names.every((name) => found.some((span) => span.name === name))) return found;
      if (performance.now() > until) {
        throw new Error(`${names.join(", ")} did not come; there are ${found.map(({ name }) => name).join(", ")}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    raw: () => came.join("\n"),
    trace,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

const toSpan = ({ traceId, spanId, parentSpanId = "", name, kind, status, attributes = [] }: OtlpSpan): SunkSpan => ({
  ...{ traceId, spanId, name, kind, status: status?.code ?? 0 },
  parentSpanId: parentSpanId === "" ? null : parentSpanId,
  attributes: Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]])),
});

/** Of a span, in the order of their beginning as far as it is known: `parent > child`. */
export const parentNames = (spans: readonly SunkSpan[]): readonly string[] =>
  spans.map(({ parentSpanId, name }) => {
    const parent = spans.find(({ spanId }) => spanId === parentSpanId);
    return `${parent?.name ?? "…"} > ${name}`;
  });
