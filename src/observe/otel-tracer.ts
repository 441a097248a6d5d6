import * as api from "@opentelemetry/api";
import { type Attributes, noSpan, type RootSpan, type Span, type Tracer } from "./trace.ts";

const { context, propagation, trace, ROOT_CONTEXT, SpanKind, SpanStatusCode } = api;

const kinds = {
  server: SpanKind.SERVER,
  consumer: SpanKind.CONSUMER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  internal: SpanKind.INTERNAL,
} as const;

/** Spans of OpenTelemetry; what goes on is found by its asynchronous context. */
export const createTracer = (tracer: api.Tracer): Tracer => ({
  root(kind, name, from, work) {
    // Of what a stranger sends, the place in the trace alone: no baggage goes on to others.
    const remote = trace.getSpanContext(propagation.extract(ROOT_CONTEXT, from));
    const above = remote === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, remote);
    const span = tracer.startSpan(name, { kind: kinds[kind] }, above);
    const { traceId, spanId, traceFlags } = span.spanContext();
    const ids = { traceId, spanId, sampled: (traceFlags & 1) === 1 };
    const root: RootSpan = { ...wrap(span), ids };
    return context.with(trace.setSpan(above, span), () => endWith(span, () => work(root)));
  },
  child(kind, name, attributes, work) {
    const active = context.active();
    const parent = trace.getSpan(active);
    // What nobody will see is not made.
    if (parent?.isRecording() !== true) return work(noSpan);
    const span = tracer.startSpan(name, { kind: kinds[kind], attributes: { ...attributes } }, active);
    return context.with(trace.setSpan(active, span), () => endWith(span, () => work(wrap(span))));
  },
  headers() {
    const headers: Record<string, string> = {};
    propagation.inject(context.active(), headers);
    return headers;
  },
  ids() {
    const active = trace.getSpanContext(context.active());
    if (active === undefined) return null;
    return { traceId: active.traceId, spanId: active.spanId, sampled: (active.traceFlags & 1) === 1 };
  },
  apart: (work) => context.with(ROOT_CONTEXT, work),
});

const wrap = (span: api.Span): Span => ({
  rename: (name) => void span.updateName(name),
  set: (attributes: Attributes) => void span.setAttributes({ ...attributes }),
  fail: (type) => {
    fail(span, type);
  },
});

// Without the message, which may quote what a shopper typed.
const fail = (span: api.Span, type: string): void => {
  span.setAttribute("error.type", type);
  span.setStatus({ code: SpanStatusCode.ERROR });
};

/** Ends the span when the work has ended, at once or later. */
const endWith = <T>(span: api.Span, work: () => T): T => {
  let result: T;
  try {
    result = work();
  } catch (error) {
    fail(span, typeOf(error));
    span.end();
    throw error;
  }
  if (!(result instanceof Promise)) {
    span.end();
    return result;
  }
  result.then(
    () => span.end(),
    (error: unknown) => {
      fail(span, typeOf(error));
      span.end();
    },
  );
  return result;
};

/** A code of ours, or the error's class. */
const typeOf = (error: unknown): string => {
  const { code, name } = (error ?? {}) as { readonly code?: unknown; readonly name?: unknown };
  return typeof code === "string" ? code : typeof name === "string" ? name : "unknown";
};
