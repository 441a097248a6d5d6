import { foldToAscii } from "./ascii-folding.ts";
import { lowerCase } from "./lower-case.ts";
import { nfc } from "./nfc.ts";

/** Lower case without accents, for comparing what people see: `Crème` and `creme` fold alike. */
export const fold = (text: string): string => foldToAscii(lowerCase(nfc.apply(text).replace(/[\u0300-\u036f]/g, "")));
