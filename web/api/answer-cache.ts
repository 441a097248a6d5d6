import type { SearchAnswer } from "./answers.ts";

const CAPACITY = 40;
const answers = new Map<string, SearchAnswer>();

/** Answers of this visit by their request, so that going back shows the page at once, at its height. */
export const answerCache = {
  get: (key: string): SearchAnswer | undefined => answers.get(key),
  drop: (key: string): void => void answers.delete(key),
  put: (key: string, answer: SearchAnswer): void => {
    answers.delete(key);
    answers.set(key, answer);
    const oldest = answers.keys().next();
    if (answers.size > CAPACITY && !oldest.done) answers.delete(oldest.value);
  },
};
