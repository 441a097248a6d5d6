import { activeTraceparent, childSpan } from "../observe/trace.ts";
import type { JobQueue } from "../ports/job-queue.ts";

/** Jobs that are asked for as part of a trace carry it: what they do is told as caused by it. */
export const tracedQueue = (queue: JobQueue): JobQueue => ({
  ...queue,
  enqueue: (name, payload, options) =>
    childSpan("producer", `enqueue ${name}`, jobAttributes(name, "send"), async (span) => {
      const trace = activeTraceparent();
      const enqueued = await queue.enqueue(name, payload, { ...options, ...(trace !== null && { trace }) });
      span.set({ "messaging.message.id": enqueued.job.id });
      return enqueued;
    }),
});

/** https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/ */
export const jobAttributes = (name: string, type: "send" | "process") => ({
  "messaging.system": "winnow",
  "messaging.operation.type": type,
  "messaging.operation.name": type === "send" ? "enqueue" : "process",
  "messaging.destination.name": name,
});
