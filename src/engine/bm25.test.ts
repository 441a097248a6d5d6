import { bm25, byteToLength, divisor, idf, lengthToByte, norms, termWeight } from "./bm25.ts";

describe("BM25", () => {
  it("keeps lengths up to 40 and rounds longer ones down to four significant bits, as Lucene does", () => {
    for (let length = 0; length <= 40; length++) expect(byteToLength(lengthToByte(length))).toBe(length);
    expect([41, 42, 57, 100, 1000].map((length) => byteToLength(lengthToByte(length)))).toEqual([40, 42, 56, 96, 984]);
    expect(lengthToByte(2 ** 31 - 1)).toBe(255);
  });

  it("never shrinks with a longer length", () => {
    for (let length = 1; length < 5000; length++)
      expect(lengthToByte(length)).toBeGreaterThanOrEqual(lengthToByte(length - 1));
  });

  it("gives the figures of Elasticsearch's _explain", () => {
    // idf of n=1, N=3: log(1 + 2.5/1.5); tf of freq 1, dl 2, avgdl 2: 1/2.2.
    expect(idf(1, 3)).toBeCloseTo(0.9808292, 6);
    const norm = norms({ documents: 3, terms: 6 })[2]!;
    expect(bm25(termWeight(1, 1, 3), divisor(1, norm))).toBeCloseTo(0.9808292, 6);
  });
});
