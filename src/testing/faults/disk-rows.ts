import { existsSync, mkdirSync, statSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { silentLog } from "../../observe/log.ts";
import { type FaultRow, type Seen, within } from "./row.ts";
import { lamps, openFaultShop, until } from "./shop.ts";
import { mountSmallDisk } from "./small-disk.ts";

const full = ["507 storage_full"];

export const diskRows: readonly FaultRow[] = [
  {
    ...{ id: "disk-full", of: "disk", fault: "full (embedded: products, events, jobs)", needs: "mount" },
    made: "a file system of 10 MB, filled to the last byte under writes",
    answers: {
      search: ["200"],
      product: ["200", "201", ...full],
      events: ["200", ...full],
      jobs: ["200", "202", ...full],
    },
    remark: "Searches go on and are whole; what they would have told the log is dropped, and counted in `/metrics`.",
    fast: { slowest: within.soon, usually: within.instantly },
    heals: { how: "free some room: the next write is taken", within: within.threeSeconds },
    run: store,
  },
  {
    ...{ id: "disk-full-snapshot", of: "disk", fault: "full (embedded: index snapshots)", needs: "mount" },
    made: "the folder of snapshots on a file system of 64 kB",
    answers: { search: ["200"], product: ["200", "201"] },
    remark: "A warning says that no snapshot was written; a restart without one builds the index anew.",
    fast: { slowest: within.soon, usually: within.instantly },
    heals: { how: "free some room: the next snapshot that is due is written", within: within.tenSeconds },
    run: snapshot,
  },
];

/** As large as a product may well be, so that the disk is soon full. */
const large = (id: string) => ({ id, title: `Floor lamp ${id}`, description: "word ".repeat(4000) });

async function store(): Promise<Seen> {
  await using disk = await mountSmallDisk(10 * 1024);
  const acknowledged = { products: [] as string[], events: [] as string[] };
  const seen = await (async (): Promise<Seen> => {
    await using shop = await openFaultShop({ folder: disk.folder });
    await shop.searches(5);
    disk.fill(2 * 1024 * 1024);
    const isFull = { products: false, events: false, jobs: false };
    for (let i = 0; i < 400 && Object.values(isFull).includes(false); i++) {
      const [product, event] = [await shop.product(large(`big-${i}`)), await shop.event(`event-${i}`)];
      const job = await shop.job("retention", {});
      if (product.status < 300) acknowledged.products.push(`big-${i}`);
      if (event.body.accepted === 1) acknowledged.events.push(`event-${i}`);
      isFull.products ||= product.status === 507;
      isFull.events ||= event.status === 507;
      isFull.jobs ||= job.status === 507;
      await shop.search();
      if (isFull.products) disk.fill(); // what a product finds too small, an event does not
    }
    const broken = Object.entries(isFull).flatMap(([what, is]) => (is ? [] : [`${what} never met the full disk`]));
    await shop.searches(10);
    const answers = [...shop.noted];
    disk.free();
    const healedMs = await until(
      async () =>
        (await shop.product(large("after"))).status === 201 &&
        (await shop.event("after")).body.accepted === 1 &&
        (await shop.job("retention")).status < 300,
      20_000,
      "Writes are taken again",
    );
    return { answers, lost: [], broken, healedMs };
  })();
  await using shop = await openFaultShop({ folder: disk.folder, products: [] });
  const { products, events } = acknowledged;
  const there = await shop.stores.products.find("products", products);
  const entries = await shop.stores.events.read("products", 0, 1e6);
  const told = entries.flatMap((each) => (each.kind === "event" ? [each.event.id] : []));
  const lost = [
    ...products.filter((_, i) => there[i] === null || there[i] === undefined).map((id) => `product ${id}`),
    ...events.filter((id) => told.filter((each) => each === id).length !== 1).map((id) => `event ${id}`),
  ];
  return { ...seen, lost, note: `${products.length} products and ${events.length} events were acknowledged` };
}

async function snapshot(): Promise<Seen> {
  const folder = await mkdtemp(join(tmpdir(), "winnow-fault-"));
  const index = join(folder, "index");
  const file = join(index, "products.snapshot");
  mkdirSync(index);
  const warnings: string[] = [];
  const log = { ...silentLog, warn: (_: object, message: string) => void warnings.push(message) };
  const disk = await mountSmallDisk(64, index);
  try {
    await using shop = await openFaultShop({ folder, log, products: lamps(1500) });
    await until(() => warnings.some((each) => each.includes("snapshot was not written")), 10_000, "A warning");
    await shop.searches(10);
    await shop.product({ id: "new", title: "A torch" });
    const found = await until(async () => (await shop.search("torch")).body.total === 1, 5000, "The torch is found");
    const answers = [...shop.noted];
    const broken = [
      ...(existsSync(file) ? ["a snapshot was written though there was no room"] : []),
      ...(found > 1000 ? [`a write was searchable only after ${Math.round(found)} ms`] : []),
    ];
    await disk[Symbol.asyncDispose]();
    const from = performance.now();
    await using session = await shop.stores.products.openImport("products");
    await session.stage(lamps(1500).map((lamp) => ({ ...lamp, brand: "Acme" })));
    await session.commit(true);
    await until(() => existsSync(file) && statSync(file).size > 0, 20_000, "A snapshot is written");
    await sleep(50);
    return { answers, lost: [], broken, healedMs: performance.now() - from };
  } finally {
    await disk[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  }
}
