/**
 * Rows of one query, best score first; equal scores stay in their order. Insertion, since queries are short and, after
 * the first rounds, nearly in order; long ones are sorted by the runtime.
 *
 * @param order receives positions within the query
 */
export function orderByScore(scores: Float64Array, start: number, size: number, order: Int32Array): void {
  for (let i = 0; i < size; i++) order[i] = i;
  if (size > 64) {
    order.subarray(0, size).sort((a, b) => scores[start + b]! - scores[start + a]! || a - b);
    return;
  }
  for (let i = 1; i < size; i++) {
    const score = scores[start + i]!;
    let at = i;
    for (; at > 0 && scores[start + order[at - 1]!]! < score; at--) order[at] = order[at - 1]!;
    order[at] = i;
  }
}
