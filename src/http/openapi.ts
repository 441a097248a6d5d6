import { OpenApiGeneratorV31, OpenAPIRegistry, type RouteConfig } from "@asteasolutions/zod-to-openapi";
import { Problem } from "../wire/problem.ts";
import type { Route } from "./route.ts";

const reasons: Readonly<Record<number, string>> = {
  400: "The request is wrong; `where` says what.",
  401: "A key is needed.",
  403: "The key does not allow this.",
  404: "There is no such catalogue, product or thing.",
  409: "It does not fit what is there.",
  413: "The body is too large.",
  415: "The body's content type is not known here.",
  429: "Too many requests; see Retry-After.",
  503: "Too busy, stopping, or not answered in time; see Retry-After.",
  507: "The disk is full.",
};

/** The OpenAPI 3.1 document of these routes, from the schemas that read and check the requests. */
export const describeRoutes = (routes: readonly Route[], version: string): string => {
  const registry = new OpenAPIRegistry();
  registry.registerComponent("securitySchemes", "key", {
    type: "http",
    scheme: "bearer",
    description: "An API key; X-API-Key works too. Not from a browser.",
  });
  for (const route of routes) registry.registerPath(toPath(route));
  const document = new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: "3.1.0",
    info: {
      title: "winnow",
      version,
      description: "Shop search. Errors are problem+json (RFC 9457) with a stable `code`.",
    },
  });
  // The parameters are plain descriptions, which the generator would want as schemas.
  for (const { path, method, doc } of routes) {
    const operation = document.paths![path]![method.toLowerCase() as "get"]!;
    if (doc.parameters !== undefined) Object.assign(operation, { parameters: doc.parameters });
  }
  return JSON.stringify(document);
};

const toPath = ({ method, path, of, doc }: Route): RouteConfig => {
  const { answer, body } = doc;
  const statuses = new Set([
    ...(of === "open" ? [] : [400, 503]),
    ...(of === "search" ? [401, 403, 429] : []),
    ...(of === "admin" || of === "long" ? [401, 403, 429, 507] : []),
    ...(doc.problems ?? []),
  ]);
  return {
    method: method.toLowerCase() as "get",
    path,
    summary: doc.summary,
    ...(doc.description === undefined ? {} : { description: doc.description }),
    ...(of === "admin" || of === "long" ? { security: [{ key: [] }] } : {}),
    request:
      body === undefined
        ? {}
        : {
            body: {
              required: true,
              ...(body.description === undefined ? {} : { description: body.description }),
              content: { [body.type]: { schema: body.schema ?? {} } },
            },
          },
    responses: {
      ...Object.fromEntries(
        [answer.status, answer.or ?? answer.status].map((one) => [
          one,
          {
            description: answer.description,
            ...(answer.type === undefined ? {} : { content: { [answer.type]: { schema: answer.schema ?? {} } } }),
          },
        ]),
      ),
      ...Object.fromEntries(
        [...statuses]
          .sort()
          .map((status) => [
            status,
            { description: reasons[status]!, content: { "application/problem+json": { schema: Problem } } },
          ]),
      ),
    },
  };
};
