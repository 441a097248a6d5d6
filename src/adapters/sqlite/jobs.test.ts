import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { contractPolicies, jobQueueContract } from "../../ports/job-queue.contract.ts";
import { openSqliteJobs } from "./open-jobs.ts";

const folder = mkdtempSync(join(tmpdir(), "winnow-jobs-"));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const newFile = () => join(folder, `${++files}.db`);
const trouble: string[] = [];
const open = (file: string, leaseMs = 10_000) =>
  openSqliteJobs({ file, policies: contractPolicies, leaseMs, pollMs: 50, onTrouble: (says) => trouble.push(says) });

jobQueueContract("SQLite", () => {
  const file = newFile();
  return Promise.resolve(() => open(file));
});

afterAll(() => expect(trouble).toEqual([]));
