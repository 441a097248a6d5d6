/** English words that follow a thing's name in titles (`notebook gray`) but that nobody ends a query with. */
export const trailingWords: ReadonlySet<string> = new Set(
  (
    "original compatible universal generic refurbished new assorted various multicolor multicolour transparent " +
    "black white gray grey silver gold red green blue yellow orange pink purple brown beige cyan magenta color colour"
  ).split(" "),
);
