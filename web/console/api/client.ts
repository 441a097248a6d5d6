import type { TrafficReport, TrafficSpan } from "../../../src/events/traffic-report.ts";
import type { SessionAnswer } from "../../../src/wire/console.ts";
import type { Decision, Model, Models, Status } from "./learning.ts";

/** An answer that did not come; status 0 when the server was not reached. */
export class ConsoleError extends Error {
  readonly status: number;
  readonly hint: string | undefined;

  constructor(status: number, message: string, hint?: string) {
    super(message);
    this.name = "ConsoleError";
    this.status = status;
    this.hint = hint;
  }

  /** Whatever was thrown. */
  static of(cause: unknown): ConsoleError {
    return cause instanceof ConsoleError ? cause : new ConsoleError(0, String(cause));
  }
}

let csrf = "";

export const fetchSession = async (): Promise<SessionAnswer> => remember(await call("GET", "/console/session"));

export const signIn = async (key: string): Promise<SessionAnswer> =>
  remember(await call("POST", "/console/login", { key }));

export const signOut = async (): Promise<SessionAnswer> => remember(await call("POST", "/console/logout"));

export const fetchCatalogs = async (): Promise<readonly string[]> =>
  (await call<{ catalogs: readonly { name: string }[] }>("GET", "/v1/catalogs")).catalogs.map(({ name }) => name);

export const fetchModels = (catalog: string): Promise<Models> => call("GET", `/v1/models?${of(catalog)}`);

export const fetchDecisions = async (catalog: string, limit: number): Promise<readonly Decision[]> =>
  (await call<{ decisions: readonly Decision[] }>("GET", `/v1/models/decisions?${of(catalog)}&limit=${limit}`))
    .decisions;

export const fetchStatus = (catalog: string): Promise<Status> => call("GET", `/v1/models/status?${of(catalog)}`);

export const fetchTraffic = (catalog: string, span: TrafficSpan): Promise<TrafficReport> =>
  call("GET", `/v1/traffic?${of(catalog)}&span=${span}`);

export const promote = (catalog: string, { version }: Pick<Model, "version">): Promise<unknown> =>
  call("POST", `/v1/models/${encodeURIComponent(version)}/promote?${of(catalog)}`);

export const rollBack = (catalog: string): Promise<unknown> => call("POST", `/v1/models/rollback?${of(catalog)}`);

export const train = (catalog: string): Promise<unknown> => call("POST", `/v1/models/train?${of(catalog)}`);

const of = (catalog: string): string => new URLSearchParams({ catalog }).toString();

const remember = (session: SessionAnswer): SessionAnswer => {
  csrf = session.signed_in ? session.csrf : "";
  return session;
};

/** Of the console's session. @throws ConsoleError */
export const call = async <T>(method: "GET" | "POST", path: string, body?: unknown): Promise<T> => {
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers: {
        accept: "application/json",
        ...(method === "GET" ? {} : { "x-winnow-csrf": csrf }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    throw new ConsoleError(0, "The server cannot be reached.", "It is asked again every two seconds.");
  }
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok) return answer as T;
  const problem = answer as { detail?: string; hint?: string } | null;
  throw new ConsoleError(
    response.status,
    problem?.detail ?? `The server answered with status ${response.status}.`,
    problem?.hint,
  );
};
