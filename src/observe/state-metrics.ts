import type { Metrics } from "./metrics.ts";

/** What is asked when metrics are read; what a process does not know of is left out. */
export interface StateSources {
  readonly products?: () => readonly { readonly name: string; readonly products: number; readonly lag: number }[];
  /** What orders a catalogue's answers now. */
  readonly models?: () => readonly ServingState[];
  /** Servers that are not asked for a while, since they did not answer. */
  readonly breakers?: () => readonly { readonly target: string; readonly open: boolean }[];
  /** Jobs by name and state. */
  readonly jobs?: () => Promise<
    readonly { readonly name: string; readonly counts: Readonly<Record<string, number>> }[]
  >;
  /** How far counters are behind the log. */
  readonly behind?: () => Promise<readonly Behind[]>;
}

export interface ServingState {
  readonly catalog: string;
  readonly champion: string | null;
  readonly canary: string | null;
  /** Models that are to serve and cannot be loaded. */
  readonly refused: number;
  readonly suspended: boolean;
}

export interface Behind {
  readonly catalog: string;
  /** Of the log, that counters do not hold yet. */
  readonly entries: number;
  /** Age of the oldest of them; 0 for none. */
  readonly staleMs: number;
}

export interface StateMetrics {
  add(sources: StateSources): void;
  /** Asks again what is asked elsewhere; resolves within a second, whatever has come by then. */
  refresh(): Promise<void>;
}

/** Anyone may ask for metrics: stores are asked so often at most, in milliseconds. */
const keptMs = 5000;
const patienceMs = 1000;
/** Catalogues with series of their own; a shop that has more sees the largest. */
const mostCatalogs = 50;

/** @param now monotonic milliseconds */
export const createStateMetrics = (metrics: Metrics, now: () => number): StateMetrics => {
  let sources: StateSources = {};
  const jobs = kept(async () => (await sources.jobs?.()) ?? [], now);
  const behind = kept(async () => (await sources.behind?.()) ?? [], now);
  const products = () =>
    [...(sources.products?.() ?? [])].sort((a, b) => b.products - a.products).slice(0, mostCatalogs);
  const models = () => (sources.models?.() ?? []).slice(0, mostCatalogs);

  metrics.gauge("winnow_products", "Products of a catalogue.", () =>
    products().map((one) => [{ catalog: one.name }, one.products]),
  );
  metrics.gauge("winnow_index_lag", "Acknowledged changes that cannot be searched yet.", () =>
    products().map(({ name, lag }) => [{ catalog: name }, lag]),
  );
  metrics.gauge("winnow_model_info", "The models that serve a catalogue, by what they are there.", () =>
    models().flatMap(({ catalog, champion, canary }) => [
      ...(champion === null ? [] : [[{ catalog, arm: "champion", version: champion }, 1] as const]),
      ...(canary === null ? [] : [[{ catalog, arm: "challenger", version: canary }, 1] as const]),
    ]),
  );
  metrics.gauge("winnow_model_refused", "Models that are to serve and cannot be loaded.", () =>
    models().map(({ catalog, refused }) => [{ catalog }, refused]),
  );
  metrics.gauge("winnow_model_suspended", "1 while the watchdog lets the order by words serve instead.", () =>
    models().map(({ catalog, suspended }) => [{ catalog }, Number(suspended)]),
  );
  metrics.gauge("winnow_breaker_open", "1 while a server is given time, after it did not answer.", () =>
    (sources.breakers?.() ?? []).map(({ target, open }) => [{ target }, Number(open)]),
  );
  metrics.gauge("winnow_jobs", "Jobs in the queue, by name and state; of finished ones those that are kept.", () =>
    jobs.value().flatMap(({ name, counts }) => Object.entries(counts).map(([state, n]) => [{ name, state }, n])),
  );
  metrics.gauge("winnow_event_lag", "Entries of the log of behaviour that counters do not hold yet.", () =>
    behind.value().map(({ catalog, entries }) => [{ catalog }, entries]),
  );
  metrics.gauge("winnow_feature_staleness_seconds", "Age of the oldest entry that counters do not hold yet.", () =>
    behind.value().map(({ catalog, staleMs }) => [{ catalog }, staleMs / 1000]),
  );
  return {
    add: (more) => (sources = { ...sources, ...more }),
    refresh: async () => {
      await Promise.all([jobs.refresh(), behind.refresh()]);
    },
  };
};

/** Who cannot be asked has no series: an absence that alerts can see, where an old value would look healthy. */
const kept = <T>(ask: () => Promise<readonly T[]>, now: () => number) => {
  let value: readonly T[] = [];
  let askedAtMs = -Infinity;
  let asking: Promise<void> | null = null;
  const askNow = async (): Promise<void> => {
    askedAtMs = now();
    try {
      value = (await ask()).slice(0, mostCatalogs);
    } catch {
      value = [];
    } finally {
      asking = null;
    }
  };
  return {
    value: () => (now() - askedAtMs > 2 * keptMs ? [] : value),
    async refresh(): Promise<void> {
      if (now() - askedAtMs >= keptMs) asking ??= askNow();
      if (asking === null) return;
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, patienceMs)));
      await Promise.race([asking, late]);
      clearTimeout(timer);
    },
  };
};
