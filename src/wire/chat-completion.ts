import { z } from "zod";

/** What is read of an answer of `/v1/chat/completions`; servers send more, and leave out usage. */
export const ChatCompletion = z.object({
  choices: z
    .array(
      z.object({
        message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
        finish_reason: z.string().nullish(),
      }),
    )
    .min(1),
  usage: z
    .object({ prompt_tokens: z.int().min(0), completion_tokens: z.int().min(0) })
    .nullish()
    .catch(null),
});
export type ChatCompletion = z.infer<typeof ChatCompletion>;
