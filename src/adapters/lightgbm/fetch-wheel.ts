import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { VERSION, type Wheel } from "./wheels.ts";

const TIMEOUT_MS = 120_000;

/**
 * Fetches a wheel: from the index by ourselves where one is named, else by pip, which knows this machine's index,
 * proxy and certificates.
 *
 * @param indexUrl a package index's simple API (PEP 503, PEP 691), as PIP_INDEX_URL has it
 * @throws Error when no way worked, or the bytes are not those that are pinned
 */
export async function fetchWheel(wheel: Wheel, indexUrl: string | null, python: string): Promise<Buffer> {
  const failures: string[] = [];
  if (indexUrl !== null) {
    try {
      return verified(await fromIndex(wheel, indexUrl), wheel);
    } catch (error) {
      failures.push(`the package index: ${messageOf(error)}`);
    }
  }
  try {
    return verified(await byPip(wheel, python), wheel);
  } catch (error) {
    failures.push(`pip: ${messageOf(error)}`);
  }
  throw new Error(failures.join("; "));
}

function verified(bytes: Buffer, { file, sha256 }: Wheel): Buffer {
  const got = createHash("sha256").update(bytes).digest("hex");
  if (got !== sha256) throw new Error(`${file} has SHA-256 ${got} instead of ${sha256}`);
  return bytes;
}

async function fromIndex({ file }: Wheel, indexUrl: string): Promise<Buffer> {
  const base = new URL(`${indexUrl.replace(/\/+$/u, "")}/lightgbm/`);
  const headers = authorization(base);
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const accept = "application/vnd.pypi.simple.v1+json, text/html;q=0.5";
  const page = await ask(base, { headers: { ...headers, accept }, signal });
  const url = linkTo(file, await page.text(), page.headers.get("content-type") ?? "", page.url);
  // Credentials are for the index alone; it may keep its files elsewhere.
  const answer = await ask(url, { headers: url.origin === base.origin ? headers : {}, signal });
  return Buffer.from(await answer.arrayBuffer());
}

/** Takes user and password out of the URL, where fetch refuses them. */
function authorization(url: URL): Record<string, string> {
  if (url.username === "") return {};
  const credentials = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  url.username = url.password = "";
  return { authorization: `Basic ${Buffer.from(credentials).toString("base64")}` };
}

async function ask(url: URL, init: RequestInit): Promise<Response> {
  const answer = await fetch(url, init).catch((error: unknown) => {
    const { cause } = error as Error;
    throw new Error(`cannot be reached (${cause instanceof Error ? cause.message : messageOf(error)})`);
  });
  if (!answer.ok) throw new Error(`answered ${answer.status} for ${url.pathname}`);
  return answer;
}

function linkTo(file: string, page: string, type: string, base: string): URL {
  if (type.includes("json")) {
    const { files } = JSON.parse(page) as { files: readonly { filename: string; url: string }[] };
    const found = files.find(({ filename }) => filename === file);
    if (found !== undefined) return new URL(found.url, base);
  } else {
    const hrefs = [...page.matchAll(/href\s*=\s*["']([^"']+)["']/giu)].map(([, href]) => new URL(href!, base));
    const found = hrefs.find(({ pathname }) => decodeURIComponent(pathname).endsWith(`/${file}`));
    if (found !== undefined) return found;
  }
  throw new Error(`has no ${file}`);
}

async function byPip({ file, platform, sha256 }: Wheel, python: string): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), "winnow-lightgbm-"));
  try {
    const requirements = join(folder, "requirements.txt");
    await writeFile(requirements, `lightgbm==${VERSION} --hash=sha256:${sha256}\n`);
    await promisify(execFile)(
      python,
      [
        ...[
          "-m",
          "pip",
          "download",
          "--quiet",
          "--disable-pip-version-check",
          "--retries",
          "2",
          "--no-deps",
          "--only-binary",
          ":all:",
        ],
        ...["--platform", platform, "--require-hashes", "--requirement", requirements, "--dest", folder],
      ],
      { timeout: TIMEOUT_MS },
    ).catch((error: unknown) => {
      throw new Error(pipFailure(error));
    });
    return await readFile(join(folder, file));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** pip's last line, which is the one that says what is wrong. */
function pipFailure(error: unknown): string {
  const { code, stderr = "" } = error as { code?: unknown; stderr?: string };
  if (code === "ENOENT") return "there is no Python 3 here";
  const last = stderr.trim().split("\n").at(-1)!;
  return last === "" ? messageOf(error) : last.slice(0, 300);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
