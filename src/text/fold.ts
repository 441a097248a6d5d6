import { foldToAscii } from "./ascii-folding.ts";
import { compose } from "./compose.ts";
import { lowerCase } from "./lower-case.ts";

/** Lower case without accents, for comparing what people see: `Crème` and `creme` fold alike. */
export const fold = (text: string): string => foldToAscii(lowerCase(compose(text).replace(/[\u0300-\u036f]/g, "")));
