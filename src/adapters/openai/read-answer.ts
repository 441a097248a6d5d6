import type { AnswerSchema } from "../../ports/language-model.ts";
import { ChatCompletion } from "../../wire/chat-completion.ts";

/** What a server has said, as far as it can be used. */
export type ReadAnswer<T> =
  | { readonly kind: "value"; readonly value: T; readonly usage: ServerUsage | null }
  /** Not JSON, not of the shape, cut off, or a refusal. */
  | Broken;

export interface Broken {
  readonly kind: "broken";
  readonly says: string;
  readonly usage: ServerUsage | null;
  /** Whether the server seems not to have cared for the shape that was asked for. */
  readonly shapeless: boolean;
}

export interface ServerUsage {
  readonly promptTokens: number;
  readonly completionTokens: number;
}

/** @param text body of an answer of `/v1/chat/completions` */
export function readAnswer<T>(text: string, schema: AnswerSchema<T>): ReadAnswer<T> {
  const completion = ChatCompletion.safeParse(parseJson(text));
  if (!completion.success) return broken("the answer is not one of /v1/chat/completions", null);
  const { choices, usage: counted } = completion.data;
  const usage =
    counted == null ? null : { promptTokens: counted.prompt_tokens, completionTokens: counted.completion_tokens };
  const { message, finish_reason: reason } = choices[0]!;
  if (reason === "length") return broken("the answer was cut off: it needs more tokens than it may have", usage);
  if (reason === "content_filter" || message.refusal) return broken("the model would not answer", usage);
  const said = jsonWithin(message.content ?? "");
  if (said === undefined) return broken("the answer is not JSON", usage, true);
  try {
    return { kind: "value", value: schema.parse(said), usage };
  } catch (error) {
    const why = (error as Error).message.replaceAll(/\s+/gu, " ").slice(0, 200);
    return broken(`the answer is not of the shape that was asked for: ${why}`, usage, true);
  }
}

const broken = (says: string, usage: ServerUsage | null, shapeless = false): Broken => ({
  ...{ kind: "broken", says, usage, shapeless },
});

/** The text as JSON, or the one object that stands within other words or a code fence; undefined when there is none. */
function jsonWithin(text: string): unknown {
  const whole = parseJson(text);
  if (whole !== undefined) return whole;
  const [from, to] = [text.indexOf("{"), text.lastIndexOf("}")];
  return from === -1 || to < from ? undefined : parseJson(text.slice(from, to + 1));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
