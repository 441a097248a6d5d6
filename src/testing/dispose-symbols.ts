import { Readable } from "node:stream";

// Node 20 adds these symbols to its own realm only; jest runs tests in another, where `await using` needs them too.
// Streams carry Node's own symbol, so that what Node closes and what tests close agree.
const ofStreams = Object.getOwnPropertySymbols(Readable.prototype).find(
  ({ description }) => description === "Symbol.asyncDispose",
);
const symbols = Symbol as { dispose?: symbol; asyncDispose?: symbol };
symbols.asyncDispose ??= ofStreams ?? Symbol("Symbol.asyncDispose");
symbols.dispose ??= Symbol("Symbol.dispose");
