import type { ModelStore } from "../../ports/model-store.ts";
import type { Connection } from "./client.ts";

export function modelStore(writer: Connection, reader: Connection, close: () => Promise<void>): ModelStore {
  return {
    save: (record, text) => writer.call("saveModel", record, text),
    setStatus: (catalog, version, status) => writer.call("setModelStatus", catalog, version, status),
    list: (catalog) => reader.call("models", catalog),
    find: (catalog, version) => reader.call("findModel", catalog, version),
    text: (catalog, version) => reader.call("modelText", catalog, version),
    remove: (catalog, version) => writer.call("removeModel", catalog, version),
    pointer: (catalog) => reader.call("pointer", catalog),
    point: (catalog, next) => writer.call("point", catalog, next),
    decide: (decision) => writer.call("decide", decision),
    decisions: (catalog, limit) => reader.call("decisions", catalog, limit),
    lease: (name, owner, forMs, nowMs) => writer.call("lease", name, owner, forMs, nowMs),
    release: (name, owner) => writer.call("releaseLease", name, owner),
    [Symbol.asyncDispose]: close,
  };
}
