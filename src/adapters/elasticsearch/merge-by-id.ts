/** Goes through two streams in ascending order of ids together; null stands for what one of them lacks. */
export async function* mergeById<T extends { readonly id: string }>(
  left: AsyncGenerator<T>,
  right: AsyncGenerator<T>,
): AsyncGenerator<readonly [T, T] | readonly [T, null] | readonly [null, T]> {
  const next = async (from: AsyncGenerator<T>): Promise<T | null> => {
    const result = await from.next();
    return result.done === true ? null : result.value;
  };
  let a: T | null = await next(left);
  let b: T | null = await next(right);
  while (a !== null || b !== null) {
    const order = a === null ? 1 : b === null ? -1 : compareBytes(a.id, b.id);
    if (order < 0) {
      yield [a!, null];
      a = await next(left);
    } else if (order > 0) {
      yield [null, b!];
      b = await next(right);
    } else {
      yield [a!, b!];
      a = await next(left);
      b = await next(right);
    }
  }
}

/** In the order in which Elasticsearch sorts keywords: by their UTF-8 bytes. */
export function compareBytes(a: string, b: string): number {
  return a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));
}
