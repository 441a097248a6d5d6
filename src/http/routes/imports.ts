import type { IncomingMessage } from "node:http";
import { PassThrough, type Readable } from "node:stream";
import { WinnowError } from "../../domain/errors.ts";
import { ImportAnswer, ImportParameters, ImportsAnswer } from "../../wire/import.ts";
import { parse } from "../../wire/parse.ts";
import { CatalogName } from "../../wire/text.ts";
import { json } from "../answer.ts";
import { catalogParameter, inPath, query } from "../describe.ts";
import { parameterName, pickParameters } from "../parameters.ts";
import type { Route } from "../route.ts";
import type { Shop } from "../shop.ts";

const kinds = {
  catalog: "text",
  name: "text",
  keep_missing: "flag",
  force: "flag",
  price_unit: "text",
  currency: "text",
} as const;

const readCatalog = (value: unknown) => parse(CatalogName, value ?? "products", () => "catalog");

export const importRoutes = (shop: Pick<Shop, "imports">): readonly Route[] => [
  {
    method: "POST",
    path: "/v1/imports",
    of: "long",
    doc: {
      summary: "Import a file: the catalogue's products become those of the file, all at once",
      description:
        "CSV, TSV, JSON Lines, a JSON array or Google Merchant XML, plain, gzipped or zipped; found out from its content. " +
        "Answers when the products are live; until then what was live stays live.",
      parameters: [
        catalogParameter,
        query("keep_missing", "Leaves products that are not in the file.", { type: "boolean", default: false }),
        query("force", "Goes on when most lines are rejected.", { type: "boolean", default: false }),
        query("price_unit", "minor: prices count cents.", {
          type: "string",
          enum: ["major", "minor"],
          default: "major",
        }),
        query("currency", "ISO 4217, for prices that do not say theirs.", { type: "string", pattern: "^[A-Z]{3}$" }),
        query("name", "The file's name, for messages.", { type: "string", maxLength: 200 }),
        {
          name: "Idempotency-Key",
          in: "header",
          description: "A second import with it is not done; the first one's record is answered.",
          schema: { type: "string", maxLength: 200 },
        },
      ],
      body: { type: "application/octet-stream", description: "The file." },
      answer: {
        status: 201,
        or: 200,
        type: "application/json",
        schema: ImportAnswer,
        description: "Live. 200 when repeated.",
      },
      problems: [404, 409],
    },
    async handle(call) {
      const picked = pickParameters(call.parameters, kinds);
      const { catalog, name, keep_missing, force, price_unit, currency } = parse(
        ImportParameters,
        picked,
        parameterName,
      );
      call.allowCatalog(catalog);
      const idempotencyKey = call.req.headers["idempotency-key"] ?? null;
      if (typeof idempotencyKey === "string" && (idempotencyKey === "" || idempotencyKey.length > 200)) {
        throw new WinnowError("invalid_request", "An Idempotency-Key has 1 to 200 characters.", {
          where: "Idempotency-Key",
        });
      }
      const length = call.req.headers["content-length"];
      const { import: record, repeated } = await shop.imports.run({
        catalog,
        name,
        body: detach(call.req),
        bytes: length === undefined ? null : Number(length),
        idempotencyKey: idempotencyKey as string | null,
        options: {
          keepMissing: keep_missing,
          force,
          priceUnit: price_unit,
          ...(currency === undefined ? {} : { currency }),
        },
        signal: call.deadline.signal,
      });
      return json(record, repeated ? 200 : 201, repeated ? { "idempotent-replayed": "true" } : {});
    },
  },
  {
    method: "GET",
    path: "/v1/imports",
    of: "admin",
    doc: {
      summary: "Imports of a catalogue, newest first",
      parameters: [catalogParameter],
      answer: { status: 200, type: "application/json", schema: ImportsAnswer, description: "The last hundred." },
      problems: [404],
    },
    async handle(call) {
      const catalog = readCatalog(pickParameters(call.parameters, { catalog: "text" })["catalog"]);
      call.allowCatalog(catalog);
      return json({ imports: await shop.imports.list(catalog, 100) });
    },
  },
  {
    method: "GET",
    path: "/v1/imports/{id}",
    of: "admin",
    doc: {
      summary: "One import",
      parameters: [inPath("id", "The import's id.")],
      answer: { status: 200, type: "application/json", schema: ImportAnswer, description: "How it stands." },
      problems: [404],
    },
    async handle(call) {
      pickParameters(call.parameters, {});
      const record = await shop.imports.find(call.path["id"]!);
      if (record === null) throw new WinnowError("not_found", "There is no such import.", { where: "id" });
      call.allowCatalog(record.catalog);
      return json(record);
    },
  },
];

/** The body as a stream of its own: whoever gives it up must not close the socket that the answer goes out through. */
const detach = (req: IncomingMessage): Readable => {
  const body = new PassThrough();
  const broken = () => {
    if (!req.complete) body.destroy(new WinnowError("invalid_request", "The body ended early."));
  };
  req.once("error", broken).once("close", broken).pipe(body);
  return body;
};
