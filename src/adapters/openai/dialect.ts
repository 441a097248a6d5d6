import type { CompletionRequest } from "../../ports/language-model.ts";

/**
 * Servers of this protocol differ in what they take: how an answer's shape is asked for, how its length is called,
 * whether a temperature may be chosen.
 */
export interface Dialect {
  readonly format: "json_schema" | "json_object" | "text";
  readonly length: "max_tokens" | "max_completion_tokens";
  readonly temperature: boolean;
}

/** What is tried first. */
export const fullest: Dialect = { format: "json_schema", length: "max_tokens", temperature: true };

/** What to try after a refusal; null when nothing is left. @param says the server's message */
export function simpler(dialect: Dialect, says: string): Dialect | null {
  if (dialect.length === "max_tokens" && /max_(completion_)?tokens/u.test(says)) {
    return { ...dialect, length: "max_completion_tokens" };
  }
  if (dialect.temperature && says.includes("temperature")) return { ...dialect, temperature: false };
  return withoutFormat(dialect);
}

/** Asks for the shape in a plainer way, in words where need be; null when it is asked for in words alone. */
export function withoutFormat(dialect: Dialect): Dialect | null {
  if (dialect.format === "json_schema") return { ...dialect, format: "json_object" };
  return dialect.format === "json_object" ? { ...dialect, format: "text" } : null;
}

/** The body of a request. @param attempt from 0; further ones are a little less strict, so that they differ */
export function requestBody(
  model: string,
  request: CompletionRequest<unknown>,
  dialect: Dialect,
  attempt: number,
): object {
  const { system, prompt, schema, maxTokens } = request;
  const shape = `Answer with one JSON object of this JSON schema and with nothing else: ${JSON.stringify(schema.json)}`;
  return {
    model,
    messages: [
      { role: "system", content: dialect.format === "json_schema" ? system : `${system}\n\n${shape}` },
      { role: "user", content: prompt },
    ],
    [dialect.length]: maxTokens,
    ...(dialect.temperature && { temperature: 0.4 * attempt }),
    stream: false,
    ...formatOf(dialect, request),
  };
}

function formatOf({ format }: Dialect, { schema }: CompletionRequest<unknown>): object {
  if (format === "text") return {};
  if (format === "json_object") return { response_format: { type: "json_object" } };
  const { name, json } = schema;
  return { response_format: { type: "json_schema", json_schema: { name, strict: true, schema: json } } };
}
