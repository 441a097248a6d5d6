import { randomBytes } from "node:crypto";

/** W3C Trace Context: who asked, and under which number we answer. */
export interface Trace {
  /** 32 hexadecimal digits: the caller's, or a new one. */
  readonly traceId: string;
  /** 16 hexadecimal digits: this request's own; also its request id. */
  readonly spanId: string;
  readonly sampled: boolean;
}

const pattern = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/** https://www.w3.org/TR/trace-context/: an invalid header is as none at all. */
export const readTrace = (traceparent: string | string[] | undefined): Trace => {
  if (typeof traceparent === "string") {
    const [, version, traceId, parentId, flags, more] = pattern.exec(traceparent) ?? [];
    const valid =
      version !== undefined &&
      version !== "ff" &&
      (version !== "00" || more === undefined) &&
      !/^0+$/.test(traceId!) &&
      !/^0+$/.test(parentId!);
    if (valid) return { traceId: traceId!, spanId: randomHex(8), sampled: (parseInt(flags!, 16) & 1) === 1 };
  }
  return { traceId: randomHex(16), spanId: randomHex(8), sampled: false };
};

export const writeTrace = ({ traceId, spanId, sampled }: Trace): string =>
  `00-${traceId}-${spanId}-${sampled ? "01" : "00"}`;

// Random bytes cost a call into OpenSSL and writing them as hexadecimals one into Node: done by the page.
const pageBytes = 4096;
let page = "";
let used = 0;

const randomHex = (bytes: number): string => {
  if (used + bytes * 2 > page.length) {
    page = randomBytes(pageBytes).toString("hex");
    used = 0;
  }
  used += bytes * 2;
  return page.slice(used - bytes * 2, used);
};
