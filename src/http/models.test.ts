import { WinnowError } from "../domain/errors.ts";
import { fakeModel, fakeShop, narrowKey, searchKey, startTestServer } from "../testing/harness.ts";
import { admin, serveForTests } from "../testing/http-calls.ts";
import {
  DecisionAnswer,
  DecisionsAnswer,
  LearningAnswer,
  ModelAnswer,
  ModelsAnswer,
  TrainAnswer,
} from "../wire/model.ts";

const { call } = serveForTests();
const version = fakeModel.version;

describe("models over HTTP", () => {
  const calls = [
    ["GET", "/v1/models", 200, ModelsAnswer],
    ["GET", "/v1/models/status", 200, LearningAnswer],
    ["GET", "/v1/models/decisions?limit=1", 200, DecisionsAnswer],
    ["GET", `/v1/models/${version}`, 200, ModelAnswer],
    ["POST", "/v1/models/train", 202, TrainAnswer],
    ["POST", `/v1/models/${version}/promote`, 200, DecisionAnswer],
    ["POST", "/v1/models/rollback", 200, DecisionAnswer],
  ] as const;
  it.each(calls)(
    "%s %s answers an admin, and nobody else, as its schema says",
    async (method, path, status, schema) => {
      const answered = await call(path, { method, headers: admin });
      expect(answered.status).toBe(status);
      expect(schema.parse(answered.body)).toEqual(answered.body);
      expect((await call(path, { method })).status).toBe(401);
      expect((await call(path, { method, headers: { "x-api-key": searchKey } })).status).toBe(403);
    },
  );
  it.each(calls)("%s %s keeps a key to its catalogues and knows which there are", async (method, path) => {
    const elsewhere = `${path}${path.includes("?") ? "&" : "?"}catalog=shoes`;
    expect((await call(elsewhere, { method, headers: { "x-api-key": narrowKey } })).status).toBe(403);
    const unknown = await call(elsewhere, { method, headers: admin });
    expect([unknown.status, unknown.body["code"]]).toEqual([404, "catalog_not_found"]);
  });
  it("says that a model is not there", async () => {
    expect((await call("/v1/models/m-none", { headers: admin })).status).toBe(404);
    expect((await call("/v1/models/m-none/promote", { method: "POST", headers: admin })).status).toBe(404);
  });
  it.each(["limit=0", "limit=1001", "limit=x", "limits=1"])("refuses decisions with %s", async (query) => {
    const refused = await call(`/v1/models/decisions?${query}`, { headers: admin });
    expect([refused.status, refused.body["code"]]).toEqual([400, "invalid_request"]);
  });
  it("says with 409 that there is nothing to roll back", async () => {
    const rollBack = () =>
      Promise.reject(new WinnowError("conflict", "No model serves: there is nothing to roll back."));
    await using server = await startTestServer({ shop: { models: { ...fakeShop().models, rollBack } } });
    expect((await fetch(`${server.url}/v1/models/rollback`, { method: "POST", headers: admin })).status).toBe(409);
  });
});
