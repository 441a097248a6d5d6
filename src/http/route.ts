import type { IncomingMessage, ServerResponse } from "node:http";
import type { z } from "zod";
import type { Filter } from "../domain/filter.ts";
import type { Answer } from "./answer.ts";
import type { RequestDeadline } from "./deadline.ts";
import type { Parameters } from "./parameters.ts";

/**
 * What a route belongs to: each class has its own deadline, limit of requests at once and keys. `long` is an admin's work
 * that takes as long as its body; `open` answers always.
 */
export type RouteClass = "search" | "events" | "admin" | "long" | "open";

/** A request on its way through a route. */
export interface Call {
  /** 16 hexadecimal digits. */
  readonly id: string;
  /** The caller's network address. */
  readonly address: string;
  readonly startedAtMs: number;
  readonly deadline: RequestDeadline;
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly parameters: Parameters;
  readonly querystring: string;
  /** Of the path, decoded. */
  readonly path: Readonly<Record<string, string>>;
  /**
   * Does the search itself when its turn comes; all reading and checking is done before.
   *
   * @throws WinnowError `overloaded` at once, `deadline_exceeded`
   */
  admit<T>(work: () => Promise<T>): Promise<T>;
  /**
   * Of routes that find a key in the body: to be called before anything is done.
   *
   * @param secret from the body; one in the head goes before it
   * @throws WinnowError `unauthorized`, `forbidden`
   */
  authorize(secret: string | null): Promise<void>;
  /** @throws WinnowError `forbidden` when the caller's key does not reach it */
  allowCatalog(catalog: string): void;
  /** The same as a question. */
  reaches(catalog: string): boolean;
  /** What the caller's key narrows searches to: to be spread into every request that finds something. */
  readonly within: { readonly within?: readonly Filter[] };
}

/** A route with its description: the router, the guard and the OpenAPI document all read this one value. */
export interface Route {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** As OpenAPI writes it: `/v1/products/{id}`. */
  readonly path: string;
  readonly of: RouteClass;
  /** Also open to someone who is signed in at the console. */
  readonly console?: true;
  readonly doc: RouteDoc;
  handle(call: Call): Answer | Promise<Answer>;
}

export interface RouteDoc {
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly ParameterDoc[];
  readonly body?: { readonly type: string; readonly schema?: z.ZodType; readonly description?: string };
  readonly answer: {
    readonly status: number;
    /** Another status with the same body, such as 201 when it is new. */
    readonly or?: number;
    readonly type?: string;
    readonly schema?: z.ZodType;
    readonly description: string;
  };
  /** Statuses of problems beyond those every route of its class may have. */
  readonly problems?: readonly number[];
}

export interface ParameterDoc {
  readonly name: string;
  readonly in: "query" | "path" | "header";
  readonly required?: boolean;
  readonly description: string;
  readonly schema: Readonly<Record<string, unknown>>;
  readonly style?: "form";
  readonly explode?: boolean;
}
