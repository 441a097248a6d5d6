import type { SearchHit } from "../api/answers.ts";

/** How far learning moved a product: 3 is three places up. Undefined where the answer does not say where it was. */
export const moveOf = ({ position, explain }: SearchHit): number | undefined =>
  explain === undefined ? undefined : explain.first_stage.rank - position;
