/** English words that tell what a thing is like wherever they stand, declared as an attribute or not: `notebook gray`. */
export const attributeWords: ReadonlySet<string> = new Set(
  (
    "original compatible universal generic refurbished new assorted various multicolor multicolour multicoloured transparent " +
    "black white gray grey silver gold red green blue yellow orange pink purple brown beige cyan magenta color colour"
  ).split(" "),
);
