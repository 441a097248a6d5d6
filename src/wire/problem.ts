import { z } from "zod";

/** An error, as RFC 9457's problem+json. */
export const Problem = z
  .strictObject({
    type: z.string().meta({ description: "urn:winnow:error:CODE" }),
    title: z.string(),
    status: z.int(),
    code: z.string().meta({ description: "Stable; branch on this.", example: "invalid_request" }),
    detail: z.string(),
    where: z.string().optional().meta({ description: "The parameter, the JSON pointer or the line at fault." }),
    hint: z.string().optional().meta({ description: "What to do next." }),
    request_id: z.string(),
  })
  .meta({ id: "Problem" });
export type Problem = z.infer<typeof Problem>;
