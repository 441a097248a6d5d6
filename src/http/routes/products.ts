import { WinnowError } from "../../domain/errors.ts";
import type { JsonObject } from "../../domain/json.ts";
import { limits } from "../../wire/limits.ts";
import { parse } from "../../wire/parse.ts";
import { BulkLine, BulkLineAnswer, Product, WriteAnswer } from "../../wire/product.ts";
import { CatalogName } from "../../wire/text.ts";
import { type Answer, holds, json, jsonText, notModified } from "../answer.ts";
import { writeBulk } from "../bulk.ts";
import { catalogParameter, inPath } from "../describe.ts";
import { hash } from "../hash.ts";
import { pickParameters } from "../parameters.ts";
import { expectType, readJson } from "../read-body.ts";
import type { Call, Route } from "../route.ts";
import type { Shop, WriteResult } from "../shop.ts";

const parameters = [inPath("id", "The product's id."), catalogParameter];
const written = {
  status: 200,
  type: "application/json",
  schema: WriteAnswer,
  description: "Durable; searchable within a second.",
};

export const productRoutes = (shop: Pick<Shop, "products" | "search">): readonly Route[] => [
  {
    method: "POST",
    path: "/v1/products",
    of: "long",
    doc: {
      summary: "Write many products, one a line",
      description: "Each line is a product, or an id to delete; each is answered by a line in the same order.",
      parameters: [catalogParameter],
      body: { type: "application/x-ndjson", schema: BulkLine, description: "One JSON object a line, in UTF-8." },
      answer: {
        status: 200,
        type: "application/x-ndjson",
        schema: BulkLineAnswer,
        description: "An answer a line. Lines that failed say why; the others are durable.",
      },
      problems: [404, 413, 415],
    },
    async handle(call) {
      const catalog = readCatalog(call);
      expectType(call.req, ["application/x-ndjson", "application/jsonl", "application/json-lines"]);
      const body = await writeBulk(call.req, catalog, shop.products);
      return { status: 200, type: "application/x-ndjson; charset=utf-8", body };
    },
  },
  {
    method: "GET",
    path: "/v1/products/{id}",
    of: "search",
    doc: {
      summary: "One product",
      parameters,
      answer: { status: 200, type: "application/json", schema: Product, description: "As it was given." },
      problems: [404],
    },
    async handle(call) {
      const catalog = readCatalog(call);
      const id = readId(call);
      await expectWithin(call, shop, catalog, id);
      return conditional(call, await call.admit(() => shop.products.get(catalog, id)));
    },
  },
  {
    method: "PUT",
    path: "/v1/products/{id}",
    of: "admin",
    doc: {
      summary: "Create or replace one product",
      parameters,
      body: { type: "application/json", schema: Product },
      answer: { ...written, or: 201, description: `${written.description} 201 when it is new.` },
      problems: [404, 409, 413, 415],
    },
    async handle(call) {
      const catalog = readCatalog(call);
      const body = readObject(await readJson(call.req, limits.bodyBytes, call.deadline));
      const id = readId(call);
      if (body["id"] !== undefined && body["id"] !== id) {
        throw new WinnowError("invalid_product", "The product's id is not the one in the address.", {
          where: "/id",
          hint: "Leave it out, or make both the same.",
        });
      }
      return answerWrite(id, await shop.products.put(catalog, { ...body, id }));
    },
  },
  {
    method: "PATCH",
    path: "/v1/products/{id}",
    of: "admin",
    doc: {
      summary: "Change some fields of one product",
      description: "A JSON merge patch (RFC 7396): null removes a field.",
      parameters,
      body: { type: "application/merge-patch+json", description: "The fields to change." },
      answer: written,
      problems: [404, 409, 413, 415],
    },
    async handle(call) {
      const catalog = readCatalog(call);
      const types = ["application/merge-patch+json", "application/json"];
      const patch = readObject(await readJson(call.req, limits.bodyBytes, call.deadline, types));
      return answerWrite(readId(call), await shop.products.patch(catalog, readId(call), patch));
    },
  },
  {
    method: "DELETE",
    path: "/v1/products/{id}",
    of: "admin",
    doc: { summary: "Delete one product", parameters, answer: written, problems: [404] },
    async handle(call) {
      await shop.products.delete(readCatalog(call), readId(call));
      return answerWrite(readId(call), "deleted");
    },
  },
];

const readCatalog = (call: Call): string => {
  const { catalog = "products" } = pickParameters(call.parameters, { catalog: "text" });
  const name = parse(CatalogName, catalog, () => "catalog");
  call.allowCatalog(name);
  return name;
};

/** A product that the caller's key does not reach is as none. @throws WinnowError `product_not_found` */
const expectWithin = async (call: Call, shop: Pick<Shop, "search">, catalog: string, id: string): Promise<void> => {
  const { within } = call.within;
  if (within === undefined) return;
  const itself = { kind: "terms", field: "id", values: [id] } as const;
  const asked = {
    catalog,
    text: "",
    filters: [itself],
    within,
    facets: [],
    sort: { by: "relevance" },
    page: 1,
  } as const;
  const plain = { size: 0, collapse: false, explain: false, highlight: false };
  const { total } = await call.admit(() => shop.search({ ...asked, ...plain }, call.deadline));
  if (total > 0) return;
  // In the same words as for one that is not there at all.
  throw new WinnowError("product_not_found", `catalogue ${catalog} has no product ${JSON.stringify(id)}`);
};

const readId = (call: Call): string => {
  const id = call.path["id"]!;
  if (id.length <= limits.nameLength) return id;
  throw new WinnowError("invalid_request", `An id has at most ${limits.nameLength} characters.`, { where: "id" });
};

const readObject = (value: unknown): JsonObject => {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as JsonObject;
  throw new WinnowError("invalid_request", "The body is not a JSON object.", { where: "" });
};

const answerWrite = (id: string, result: WriteResult): Answer => {
  if (result === "not_found") throw new WinnowError("product_not_found", "There is no such product.", { where: "id" });
  if (result === "conflict") {
    throw new WinnowError("conflict", "The product was changed by someone else at the same time.", {
      hint: "Try again.",
    });
  }
  return json({ id, status: result } satisfies WriteAnswer, result === "created" ? 201 : 200);
};

const conditional = (call: Call, source: string): Answer => {
  const etag = `"${source.length.toString(36)}-${hash(source)}"`;
  const headers = { etag, "cache-control": "private, no-cache" };
  return holds(call.req.headers["if-none-match"], etag) ? notModified(headers) : jsonText(source, 200, headers);
};
