import { hasRoom, piecesWaiting, room, roomAside } from "./turns.ts";

const work = (ms: number) => {
  const until = performance.now() + ms;
  while (performance.now() < until);
};
const turnEnds = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

it("has room until work has kept the loop for a turn, and again in the next", async () => {
  await turnEnds();
  expect(hasRoom()).toBe(true);
  work(3);
  expect(hasRoom()).toBe(false);
  await turnEnds();
  expect(hasRoom()).toBe(true);
});

it("gives every piece a turn of its own, with a look at the sockets in between", async () => {
  await turnEnds();
  let turn = 0;
  let counting = true;
  const next = () => {
    turn++;
    if (counting) setImmediate(next);
  };
  setImmediate(next);
  const turns: number[] = [];
  const piece = async () => {
    await room();
    work(3);
    turns.push(turn);
  };
  await Promise.all([piece(), piece(), piece(), piece()]);
  counting = false;
  expect(new Set(turns).size).toBe(4);
  await turnEnds();
  expect(piecesWaiting()).toBe(0);
});

it("does what is aside after what answers someone, but not never", async () => {
  await turnEnds();
  const done: string[] = [];
  const piece = async (name: string, turn: () => Promise<void>) => {
    await turn();
    work(3);
    done.push(name);
  };
  const searches = Array.from({ length: 12 }, (_, i) => piece(`s${i}`, room));
  await Promise.all([...searches, piece("e0", roomAside), piece("e1", roomAside)]);
  expect(done.indexOf("e0")).toBeGreaterThan(0);
  expect(done.indexOf("e1")).toBeLessThan(done.length - 1);
});
