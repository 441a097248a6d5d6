import { readFileSync } from "node:fs";

// Loaded before the program (node --import): moves its clock by as many milliseconds as a file says, from when it says so.
const file = process.env["WINNOW_CLOCK_FILE"];
if (file !== undefined) {
  const RealDate = Date;
  const realNow = Date.now.bind(Date);
  let offset = 0;
  const look = () => {
    try {
      offset = Number(readFileSync(file, "utf8"));
    } catch {
      // Not there yet.
    }
  };
  look();
  setInterval(look, 20).unref();
  globalThis.Date = new Proxy(RealDate, {
    construct: (_, args: readonly unknown[]): object =>
      args.length === 0 ? new RealDate(realNow() + offset) : (Reflect.construct(RealDate, args) as object),
    get: (target, name): unknown =>
      name === "now" ? () => realNow() + offset : (Reflect.get(target, name) as unknown),
  });
}
