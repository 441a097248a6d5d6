import { WinnowError } from "../../src/domain/errors.ts";

/** As LightGBM wants them; the port's rows have this shape. */
export interface Rows {
  readonly values: Float32Array | Float64Array;
  readonly columns: number;
  readonly labels: Float32Array;
  readonly weights: Float32Array | null;
  readonly groups: Int32Array;
  readonly positions: Int32Array | null;
}

/** LightGBM's own limit of a query's rows. */
const MOST_ROWS_OF_A_QUERY = 10_000;
const HIGHEST_LABEL = 30;

/**
 * Refuses rows that LightGBM would misread or silently train on: it checks no NaN in labels, and reads past the end of
 * what is too short.
 *
 * @param slice `fit` or `stop`, for the message
 * @param ranking labels must be whole numbers of known gain, and rows belong to queries
 * @throws WinnowError `invalid_request` with where and what
 */
export function checkRows(slice: string, rows: Rows, names: readonly string[], ranking: boolean, gains = 31): void {
  const { values, columns, labels, weights, groups, positions } = rows;
  const count = labels.length;
  const refuse = (where: string, message: string): never => {
    throw new WinnowError("invalid_request", `${message} (${slice} slice)`, { where: `${slice}.${where}` });
  };
  if (columns !== names.length) refuse("columns", `Rows of ${columns} columns for ${names.length} names`);
  if (count === 0) refuse("labels", "There are no rows");
  if (values.length !== count * columns) {
    refuse("values", `${values.length} values are not ${count} rows of ${columns} columns`);
  }
  if (weights !== null && weights.length !== count) refuse("weights", `${weights.length} weights for ${count} rows`);
  if (positions !== null && positions.length !== count) {
    refuse("positions", `${positions.length} positions for ${count} rows`);
  }
  const highest = Math.min(HIGHEST_LABEL, gains - 1);
  for (let i = 0; i < count; i++) {
    const label = labels[i]!;
    if (!Number.isFinite(label)) refuse(`labels[${i}]`, `The label of row ${i} is ${label}`);
    if (ranking && (!Number.isInteger(label) || label < 0 || label > highest)) {
      refuse(
        `labels[${i}]`,
        `The label of row ${i} is ${label}; for ranking it must be a whole number from 0 to ${highest}`,
      );
    }
    const weight = weights?.[i] ?? 1;
    if (!(weight >= 0 && weight < Infinity)) refuse(`weights[${i}]`, `The weight of row ${i} is ${weight}`);
    const position = positions?.[i] ?? 0;
    if (position < 0) refuse(`positions[${i}]`, `The position of row ${i} is ${position}`);
  }
  if (ranking || groups.length > 0) checkGroups(groups, count, refuse);
}

function checkGroups(groups: Int32Array, count: number, refuse: (where: string, message: string) => never): void {
  let total = 0;
  for (let i = 0; i < groups.length; i++) {
    const size = groups[i]!;
    if (size < 1) refuse(`groups[${i}]`, `Query ${i} has ${size} rows`);
    if (size > MOST_ROWS_OF_A_QUERY) {
      refuse(`groups[${i}]`, `Query ${i} has ${size} rows; LightGBM takes ${MOST_ROWS_OF_A_QUERY} at most`);
    }
    total += size;
  }
  if (total !== count) refuse("groups", `The queries have ${total} rows together, but there are ${count}`);
}

/** @throws WinnowError `invalid_request` on names that LightGBM's text format cannot carry, or that are there twice */
export function checkNames(names: readonly string[]): void {
  const seen = new Set<string>();
  for (const [i, name] of names.entries()) {
    if (!/^[^\s"',:[\]{}=\\]+$/u.test(name)) {
      throw new WinnowError(
        "invalid_request",
        `Feature name ${JSON.stringify(name)} has a character that a model's text cannot carry`,
        {
          where: `names[${i}]`,
          hint: "Use letters, digits, dots and underscores.",
        },
      );
    }
    if (seen.has(name)) {
      throw new WinnowError("invalid_request", `Feature name ${name} is there twice`, { where: `names[${i}]` });
    }
    seen.add(name);
  }
  if (names.length === 0) throw new WinnowError("invalid_request", "There are no features", { where: "names" });
}
