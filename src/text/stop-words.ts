import type { Language } from "./stem.ts";

/**
 * Words of a language that a product need not hold, lower case and folded: short lists of articles, prepositions and
 * the like, not of everything frequent.
 */
export const stopWords = (language: Language): ReadonlySet<string> => new Set(WORDS[language].split(" "));

const WORDS: Readonly<Record<Language, string>> = {
  danish: "af at de den det der en er et for fra i med men og om pa som til ved",
  dutch: "aan de den der die dit een en er het in is met of om op te tot uit van voor",
  english: "a an and any are as at by for from i in into is it my of on or our some that the these this to with your",
  finnish: "ei en etta ja joka jos kun mutta ne on se tai",
  french: "a au aux avec ce ces d dans de des du en est et l la le les ou par pour sans sur un une",
  german:
    "am an auf aus bei das dem den der des die ein eine einem einen einer fur im in ist mit oder und vom von zu zum zur",
  hungarian: "a az egy es hogy is meg nem vagy",
  italian: "a al alla con da dal dei del della di e gli i il in la le lo nel o per su un una",
  norwegian: "at av de den det en er et for fra i med og om pa som til ved",
  portuguese: "a ao as com da das de do dos e em na no o os ou para por um uma",
  romanian: "al ale cu de din in la o pe pentru prin sau si un",
  russian: "без в для до за и из или к на о от по с со у",
  spanish: "a al con de del e el en la las los o para por sin su un una y",
  swedish: "att av de den det en ett for fran i med och om pa som till vid",
  turkish: "bir bu da de icin ile ve veya",
};
