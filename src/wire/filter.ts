import { z } from "zod";
import type { Filter } from "../domain/filter.ts";
import { limits } from "./limits.ts";
import { Name } from "./text.ts";

/** A condition as JSON carries it; `all`, `any` and `not` nest. */
export type FilterClause =
  | { field: string; in: string[] }
  | {
      field: string;
      gte?: number | undefined;
      gt?: number | undefined;
      lte?: number | undefined;
      lt?: number | undefined;
    }
  | { field: string; is: boolean }
  | { field: string; exists: true }
  | { all: FilterClause[] }
  | { any: FilterClause[] }
  | { not: FilterClause };

const bound = z.number().optional();
const range = { field: Name, gte: bound, gt: bound, lte: bound, lt: bound };

export const FilterClause: z.ZodType<FilterClause, FilterClause> = z
  .lazy(() =>
    z.union(
      [
        z.strictObject({ field: Name, in: z.array(Name).min(1).max(limits.values) }),
        z.strictObject({ field: Name, is: z.boolean() }),
        z.strictObject({ field: Name, exists: z.literal(true) }),
        // A range has at least one side, so it is one of four.
        z.strictObject({ ...range, gte: z.number() }),
        z.strictObject({ ...range, gt: z.number() }),
        z.strictObject({ ...range, lte: z.number() }),
        z.strictObject({ ...range, lt: z.number() }),
        z.strictObject({ all: z.array(FilterClause).min(1).max(limits.clauses) }),
        z.strictObject({ any: z.array(FilterClause).min(1).max(limits.clauses) }),
        z.strictObject({ not: FilterClause }),
      ],
      {
        error:
          'A clause is one of {"field", "in": [values]}, {"field", "gte" | "gt" | "lte" | "lt": number}, {"field", "is": boolean}, ' +
          '{"field", "exists": true}, {"all": [clauses]}, {"any": [clauses]}, {"not": clause}.',
      },
    ),
  )
  .meta({ id: "FilterClause", description: "A condition on a field, or several joined by all, any or not." });

/** Clauses that must all hold, within the limits on their number. */
export const FilterClauses = z
  .array(FilterClause)
  .refine((clauses) => count(clauses).clauses <= limits.clauses, {
    error: `At most ${limits.clauses} filter clauses, nested ones included.`,
  })
  .refine((clauses) => count(clauses).values <= limits.values, {
    error: `At most ${limits.values} filter values in all.`,
  });

export const toFilter = (clause: FilterClause): Filter => {
  if ("all" in clause) return { kind: "and", filters: clause.all.map(toFilter) };
  if ("any" in clause) return { kind: "or", filters: clause.any.map(toFilter) };
  if ("not" in clause) return { kind: "not", filter: toFilter(clause.not) };
  if ("in" in clause) return { kind: "terms", field: clause.field, values: clause.in };
  if ("is" in clause) return { kind: "boolean", field: clause.field, value: clause.is };
  if ("exists" in clause) return { kind: "exists", field: clause.field };
  const { field, gte, gt, lte, lt } = clause;
  return {
    kind: "range",
    field,
    ...(gte === undefined ? {} : { gte }),
    ...(gt === undefined ? {} : { gt }),
    ...(lte === undefined ? {} : { lte }),
    ...(lt === undefined ? {} : { lt }),
  };
};

const count = (clauses: readonly FilterClause[]): { clauses: number; values: number } => {
  const open = [...clauses];
  const sum = { clauses: 0, values: 0 };
  for (let clause = open.pop(); clause !== undefined; clause = open.pop()) {
    sum.clauses++;
    if ("all" in clause) open.push(...clause.all);
    else if ("any" in clause) open.push(...clause.any);
    else if ("not" in clause) open.push(clause.not);
    else if ("in" in clause) sum.values += clause.in.length;
  }
  return sum;
};
