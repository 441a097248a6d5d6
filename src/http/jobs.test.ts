import { fakeJob } from "../testing/harness.ts";
import { admin, json, serveForTests } from "../testing/http-calls.ts";

const { call, post } = serveForTests();
const path = `/v1/jobs/${fakeJob.id}`;

describe("/v1/jobs", () => {
  it("is for admins, whose key reaches all catalogues", async () => {
    expect((await call("/v1/jobs")).status).toBe(401);
    expect((await post("/v1/jobs", { name: "retention" })).status).toBe(401);
    expect((await call(path, { method: "POST" })).status).toBe(405);
  });

  it("lists them, by name and state", async () => {
    const { status, body } = await call("/v1/jobs?name=retention&state=dead&limit=5", { headers: admin });
    expect([status, body["jobs"]]).toEqual([200, [fakeJob]]);
    const wrong = await call("/v1/jobs?state=broken", { headers: admin });
    expect(wrong.body).toMatchObject({ status: 400, code: "invalid_request", where: "state" });
  });

  it("takes a job, and says when one of its id was there", async () => {
    const headers = { ...admin, ...json };
    expect((await post("/v1/jobs", { name: "retention" }, headers)).status).toBe(202);
    expect((await post("/v1/jobs", { name: "retention", id: "once" }, headers)).status).toBe(200);
    expect((await post("/v1/jobs", { name: "retention", id: "a b" }, headers)).body).toMatchObject({
      status: 400,
      where: "/id",
    });
    expect((await post("/v1/jobs", { name: "nothing" }, headers)).body).toMatchObject({ status: 400, where: "/name" });
  });

  it("shows one with its log, cancels and retries it", async () => {
    expect((await call(path, { headers: admin })).body).toMatchObject({ job: fakeJob, log: [expect.any(String)] });
    const cancelled = await call(`${path}/cancel`, { method: "POST", headers: admin });
    expect(cancelled.body).toMatchObject({ id: fakeJob.id, cancelling: true });
    expect((await call(`${path}/retry`, { method: "POST", headers: admin })).status).toBe(200);
    expect((await call("/v1/jobs/retention-none", { headers: admin })).status).toBe(404);
    expect((await call("/v1/jobs/%2e%2e", { headers: admin })).status).toBe(404);
  });
});
