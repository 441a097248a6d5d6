import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { extname, join, relative, sep } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { type Answer, holds, notModified } from "./answer.ts";

/** The storefront's files, read once: a name from outside is only ever looked up, never opened. */
export interface WebFiles {
  /** Null for a path that is no file and no page. */
  find(path: string, accept: string | undefined, ifNoneMatch: string | undefined): Answer | null;
}

const types: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".jpg": "image/jpeg",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".map": "application/json; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".webmanifest": "application/manifest+json",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
};

// Product pictures may lie anywhere; nothing else comes from elsewhere, and no script or style is written into a page.
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: https: http:; font-src 'self'; connect-src 'self'; " +
  "manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

// The console shows words and numbers only, and sends no forms.
const consolePolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; " +
  "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

/** The script that shops include on pages of their own. */
const eventsScript = "/winnow-events.js";
const forAnyShop = {
  "access-control-allow-origin": "*",
  "cross-origin-resource-policy": "cross-origin",
  // Its name never changes: a shop has a new version within the hour.
  "cache-control": "public, max-age=3600, stale-while-revalidate=86400",
};

/** @returns null when there is no such folder: the storefront is not built */
export const readWebFiles = async (folder: string): Promise<WebFiles | null> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => null);
  if (entries === null) return null;
  const files = new Map<string, Answer>();
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const path = `/${relative(folder, file).split(sep).join("/")}`;
    files.set(path, await toAnswer(path, await readFile(file)));
  }
  const page = files.get("/index.html");
  if (page === undefined) return null;
  const console = files.get("/console/index.html") ?? page;
  return {
    find(path, accept, ifNoneMatch) {
      // Addresses of the storefront that are not files are pages of it.
      const isPage = !/\.[a-z0-9]{1,11}$/i.test(path) && (accept === undefined || /text\/html|\*\/\*/.test(accept));
      const file = files.get(path) ?? (isPage ? (/^\/console(\/|$)/.test(path) ? console : page) : null);
      if (file === null) return null;
      return holds(ifNoneMatch, file.headers!["etag"]!) ? notModified(file.headers!) : file;
    },
  };
};

const toAnswer = async (path: string, body: Buffer): Promise<Answer> => {
  const type = types[extname(path)] ?? "application/octet-stream";
  const isHashed = /^\/(console\/)?assets\/.*-[\w-]{8,}\.\w+$/.test(path);
  return {
    status: 200,
    type,
    body,
    gzipped: await promisify(gzip)(body, { level: 9 }),
    headers: {
      etag: `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`,
      "cache-control": isHashed ? "public, max-age=31536000, immutable" : "no-cache",
      "content-security-policy": path.startsWith("/console/") ? consolePolicy : policy,
      "referrer-policy": "same-origin",
      ...(path === eventsScript ? forAnyShop : {}),
    },
  };
};
