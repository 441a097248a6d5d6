import type { Product } from "../../domain/product.ts";
import type { Asked, SeenAnswer } from "./row.ts";

export interface Answered extends SeenAnswer {
  readonly status: number;
  readonly body: AnswerBody;
}

interface Init {
  readonly method?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

interface AnswerBody {
  readonly code?: string;
  readonly detail?: string;
  readonly hint?: string;
  readonly degraded?: readonly string[];
  readonly hits?: readonly { readonly id: string; readonly product?: { readonly price?: number } }[];
  readonly total?: number;
  readonly ranking?: { readonly order: string; readonly model: string | null };
  readonly accepted?: number;
  readonly duplicates?: number;
  readonly id?: string;
  readonly created_at?: string;
  readonly job?: { readonly state: string };
}

/** A shopper, a shop's back office and an operator in one: asks, and notes each answer with its time. */
export interface Customer {
  readonly url: string;
  readonly key: string;
  /** Everything that was answered since `forget`. */
  readonly noted: readonly SeenAnswer[];
  forget(): void;
  search(text?: string): Promise<Answered>;
  searches(count: number): Promise<readonly Answered[]>;
  /** Writes one. */
  product(product: Product): Promise<Answered>;
  /** Tells of a click of this id. */
  event(id: string): Promise<Answered>;
  /** Asks for a job. */
  job(name: string, payload?: object): Promise<Answered>;
  /** Of a job that was asked for: `waiting`, `done`, `dead`…; null when it cannot be read. */
  jobState(asked: Answered): Promise<string | null>;
  /** Anything else; not noted. */
  ask(path: string, init?: Init): Promise<Answered>;
}

export function customerOf(url: string, key: string): Customer {
  const noted: SeenAnswer[] = [];
  const send = async (asked: Asked, path: string, init: Init = {}): Promise<Answered> => {
    const from = performance.now();
    const headers = { ...agent, authorization: `Bearer ${key}`, "content-type": "application/json", ...init.headers };
    const answer = await fetch(url + path, { ...init, headers }).catch((error: unknown) => error as Error);
    if (answer instanceof Error) {
      const ms = performance.now() - from;
      return { asked, says: "no answer", ms, status: 0, body: { detail: answer.message } };
    }
    const text = await answer.text();
    const ms = performance.now() - from;
    const body = (text.startsWith("{") ? JSON.parse(text) : {}) as AnswerBody;
    const words = wordsFor(answer.status, body);
    // Whoever is refused is told when to come back.
    const isTold = ![429, 503, 507].includes(answer.status) || answer.headers.has("retry-after");
    return { asked, says: isTold ? words : `${words} without Retry-After`, ms, status: answer.status, body };
  };
  const note = async (answering: Promise<Answered>): Promise<Answered> => {
    const answered = await answering;
    noted.push({ asked: answered.asked, says: answered.says, ms: answered.ms });
    return answered;
  };
  const post = (body: object): Init => ({ method: "POST", body: JSON.stringify(body) });
  let n = 0;
  const search = (text = `lamp ${n++ % 50}`) =>
    note(send("search", `/v1/search?q=${encodeURIComponent(text)}&session=s`));
  return {
    url,
    key,
    noted,
    forget: () => void (noted.length = 0),
    search,
    async searches(count) {
      const answers: Answered[] = [];
      for (let i = 0; i < count; i++) answers.push(await search());
      return answers;
    },
    product: ({ id, ...product }) =>
      note(send("product", `/v1/products/${id}`, { method: "PUT", body: JSON.stringify(product) })),
    event: (id) =>
      note(send("events", "/v1/events", post({ id, type: "click", product: "p1", session: "s", user: "u" }))),
    job: (name, payload = {}) => note(send("jobs", "/v1/jobs", post({ name, payload }))),
    jobState: async ({ body }) => (await send("jobs", `/v1/jobs/${body.id ?? ""}`)).body.job?.state ?? null,
    ask: (path, init) => send("search", path, init),
  };
}

/** A person's browser: what has no name is taken for a bot. */
const agent = { "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0" };

const wordsFor = (status: number, { code, degraded = [] }: AnswerBody): string =>
  [status, ...(code === undefined ? [] : [code]), ...(degraded.length === 0 ? [] : [`[${degraded.join(", ")}]`])].join(
    " ",
  );
