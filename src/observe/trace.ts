/** Ids, numbers and words of closed sets, as logs hold them: never what a shopper typed, a token or a key. */
export type Attributes = Readonly<Record<string, string | number | boolean>>;

/** W3C Trace Context. */
export interface TraceIds {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** 16 hexadecimal digits. */
  readonly spanId: string;
  readonly sampled: boolean;
}

export interface Span {
  rename(name: string): void;
  set(attributes: Attributes): void;
  /** It ends as an error. @param type of a closed set, such as a problem's code; never a message */
  fail(type: string): void;
}

export type SpanKind = "internal" | "client" | "producer";

export interface RootSpan extends Span {
  readonly ids: TraceIds;
}

/** Headers of a request that comes in or goes out. */
export type Carrier = Readonly<Record<string, string | string[] | undefined>>;

/** What stands behind the functions below while traces are exported. */
export interface Tracer {
  root<T>(kind: "server" | "consumer", name: string, from: Carrier, work: (span: RootSpan) => T): T;
  child<T>(kind: SpanKind, name: string, attributes: Attributes, work: (span: Span) => T): T;
  headers(): Readonly<Record<string, string>>;
  ids(): TraceIds | null;
  apart<T>(work: () => T): T;
}

// One for the process, as standard output is: what is called deep inside belongs to the request that has called it.
let tracer: Tracer | null = null;

/** @param next null: nothing is traced, which is how a process begins */
export const setTracer = (next: Tracer | null): void => {
  tracer = next;
};

/**
 * Runs work as the beginning of what happens in this process for a request or a job; it ends when the work does.
 *
 * @param from its cause, in the headers of whoever has sent it
 * @param work is given null while nothing is traced
 */
export const rootSpan = <T>(
  kind: "server" | "consumer",
  name: string,
  from: Carrier,
  work: (span: RootSpan | null) => T,
): T => (tracer === null ? work(null) : tracer.root(kind, name, from, work));

/** Runs work as a part of what goes on, and does nothing besides where nothing goes on that is traced. */
export const childSpan = <T>(kind: SpanKind, name: string, attributes: Attributes, work: (span: Span) => T): T =>
  tracer === null ? work(noSpan) : tracer.child(kind, name, attributes, work);

/** For a request to another server, by which its work becomes part of the trace. */
export const traceHeaders = (): Readonly<Record<string, string>> => (tracer === null ? noHeaders : tracer.headers());

/** What goes on, as a `traceparent` to be kept with what it causes; null when nothing is traced. */
export const activeTraceparent = (): string | null => {
  const ids = tracer?.ids() ?? null;
  return ids === null ? null : writeTraceparent(ids);
};

/** https://www.w3.org/TR/trace-context/ */
export const writeTraceparent = ({ traceId, spanId, sampled }: TraceIds): string =>
  `00-${traceId}-${spanId}-${sampled ? "01" : "00"}`;

/** Sets a timer, or begins what outlives the request, without being part of it: it works for many. */
export const apartFromTrace = <T>(work: () => T): T => (tracer === null ? work() : tracer.apart(work));

const noHeaders = {};
export const noSpan: Span = { rename: () => undefined, set: () => undefined, fail: () => undefined };
