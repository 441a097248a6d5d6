import { z } from "zod";

/** An admin key, given once to begin a session. */
export const LoginBody = z
  .strictObject({ key: z.string().min(1).max(200).meta({ description: "An admin key." }) })
  .meta({ id: "ConsoleLogin" });

export const SessionAnswer = z
  .discriminatedUnion("signed_in", [
    z.strictObject({ signed_in: z.literal(false) }),
    z.strictObject({
      signed_in: z.literal(true),
      csrf: z.string().meta({ description: "Sent back as X-Winnow-Csrf with every call that changes something." }),
      catalogs: z.array(z.string()).nullable().meta({ description: "Which the key reaches; null for all." }),
      ends_at: z.iso.datetime().meta({ description: "Then a key is asked for again." }),
    }),
  ])
  .meta({ id: "ConsoleSession" });
export type SessionAnswer = z.infer<typeof SessionAnswer>;
