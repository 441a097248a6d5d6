/**
 * Solves a system with a small symmetric positive definite matrix by Gauss and Jordan.
 *
 * @param matrix row-major, size × size
 */
export function solveSymmetric(
  matrix: Float64Array,
  right: Float64Array,
): { readonly solution: Float64Array; readonly inverse: Float64Array } {
  const size = right.length;
  const left = Float64Array.from(matrix);
  const inverse = new Float64Array(size * size);
  for (let i = 0; i < size; i += 1) inverse[i * size + i] = 1;
  for (let pivot = 0; pivot < size; pivot += 1) {
    const scale = 1 / left[pivot * size + pivot]!;
    for (let b = 0; b < size; b += 1) {
      left[pivot * size + b]! *= scale;
      inverse[pivot * size + b]! *= scale;
    }
    for (let row = 0; row < size; row += 1) {
      const factor = left[row * size + pivot]!;
      if (row === pivot || factor === 0) continue;
      for (let b = 0; b < size; b += 1) {
        left[row * size + b]! -= factor * left[pivot * size + b]!;
        inverse[row * size + b]! -= factor * inverse[pivot * size + b]!;
      }
    }
  }
  const solution = Float64Array.from(right, (_, row) =>
    right.reduce((sum, value, b) => sum + inverse[row * size + b]! * value, 0),
  );
  return { solution, inverse };
}
