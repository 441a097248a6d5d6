import type { Attributes } from "../../observe/trace.ts";

/**
 * What a trace says of a call: what is done to which index, and never with what.
 * https://opentelemetry.io/docs/specs/semconv/database/elasticsearch/
 *
 * @param path of the call, without its query
 */
export function describeCall({ method, path }: { readonly method: string; readonly path: string }): {
  readonly name: string;
  readonly attributes: Attributes;
} {
  const parts = path.split("/");
  const action = parts.find((part) => part.startsWith("_"))?.slice(1);
  const operation = action === undefined || action === "doc" ? onDocuments[method]! : action;
  const [, first = ""] = parts;
  const collection = first === "" || first.startsWith("_") ? null : first;
  return {
    name: collection === null ? operation : `${operation} ${collection}`,
    attributes: {
      "db.system.name": "elasticsearch",
      "db.operation.name": operation,
      "http.request.method": method,
      ...(collection !== null && { "db.collection.name": collection }),
    },
  };
}

const onDocuments: Readonly<Record<string, string>> = {
  GET: "get",
  HEAD: "exists",
  PUT: "index",
  POST: "index",
  DELETE: "delete",
};
