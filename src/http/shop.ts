import type { Readable } from "node:stream";
import type { Decision } from "../backfill/decide-texts.ts";
import type { Deadline } from "../domain/deadline.ts";
import type { WinnowError } from "../domain/errors.ts";
import type { Filter } from "../domain/filter.ts";
import type { JsonObject } from "../domain/json.ts";
import type { CatalogMapping } from "../domain/mapping.ts";
import type { PlaceRequest } from "../domain/place.ts";
import type { SearchAnswer, SearchRequest, SuggestAnswer, SuggestRequest } from "../domain/search.ts";
import type { Visitor } from "../domain/visitor.ts";
import type { TrafficReport, TrafficSpan } from "../events/traffic-report.ts";
import type { Decision as SynonymDecision } from "../synonyms/decide-synonyms.ts";
import type { CatalogAnswer } from "../wire/catalog.ts";
import type { ErasedAnswer, EventsAnswer, ReadEvent } from "../wire/events.ts";
import type { ExplainAnswer } from "../wire/explain.ts";
import type { EnrichmentAnswer, EnrichmentsAnswer, EnrichmentsParameters, SpendAnswer } from "../wire/enrichment.ts";
import type { ImportAnswer } from "../wire/import.ts";
import type { JobAnswer, JobsAnswer, JobWithLog, NewJobBody } from "../wire/job.ts";
import type { DecisionAnswer, LearningAnswer, ModelAnswer, ModelsAnswer, TrainAnswer } from "../wire/model.ts";
import type {
  SynonymAnswer,
  SynonymBody,
  SynonymEditAnswer,
  SynonymPreviewAnswer,
  SynonymPreviewParameters,
  SynonymsAnswer,
  SynonymsParameters,
} from "../wire/synonym.ts";
import type { KeyBody, KeyAnswer, NewKeyAnswer } from "../wire/key.ts";

export type WriteResult = "created" | "updated" | "unchanged" | "deleted" | "not_found" | "conflict";

/** A line of a bulk: a product as a stranger sent it, or the id of one to delete. */
export type WriteLine = { readonly put: unknown } | { readonly delete: string };

export type WriteOutcome =
  { readonly id: string; readonly result: WriteResult } | { readonly id: string | null; readonly error: WinnowError };

export interface ImportStart {
  readonly catalog: string;
  /** The file's name, which errors and the format's guess may use. */
  readonly name: string;
  readonly body: Readable;
  readonly bytes: number | null;
  readonly idempotencyKey: string | null;
  readonly options: {
    /** Leaves products that are not in the file. */
    readonly keepMissing: boolean;
    /** Goes on when most lines are rejected. */
    readonly force: boolean;
    /** `minor`: prices count cents. */
    readonly priceUnit: "major" | "minor";
    /** ISO 4217, for prices that do not say theirs. */
    readonly currency?: string;
  };
  readonly signal: AbortSignal;
}

/** What a key allows. */
export interface Grant {
  readonly id: string;
  readonly scopes: readonly ("search" | "events" | "admin")[];
  /** Null for all. */
  readonly catalogs: readonly string[] | null;
  /** What searches find must pass these besides. Absent: a key that sees all of its catalogues. */
  readonly within?: readonly Filter[];
}

/** The use cases the routes call; compose binds them to their adapters. All may throw WinnowError. */
export interface Shop {
  search(request: SearchRequest, deadline: Deadline): Promise<SearchAnswer>;
  suggest(request: SuggestRequest, deadline: Deadline): Promise<SuggestAnswer>;
  /** @throws WinnowError as search does, and `not_found` */
  explain(request: PlaceRequest, deadline: Deadline): Promise<ExplainAnswer>;
  /** Who searches, as pseudonyms of the tokens that the caller gave. */
  visitor(user: string | undefined, session: string | undefined, agent: string | undefined): Visitor;
  /** @throws WinnowError `catalog_not_found`, `not_ready` */
  mapping(catalog: string): CatalogMapping;
  /** Changes whenever answers may; safe in an ETag. */
  version(catalog: string): string;
  readonly products: {
    /** As JSON. @throws WinnowError `product_not_found` */
    get(catalog: string, id: string): Promise<string>;
    /** In order; durable when resolved. */
    write(catalog: string, lines: readonly WriteLine[]): Promise<readonly WriteOutcome[]>;
    put(catalog: string, product: unknown): Promise<WriteResult>;
    patch(catalog: string, id: string, patch: JsonObject): Promise<WriteResult>;
    delete(catalog: string, id: string): Promise<void>;
  };
  readonly imports: {
    /** Resolves when the products are live; `repeated` when the idempotency key has been seen before. */
    run(start: ImportStart): Promise<{ readonly import: ImportAnswer; readonly repeated: boolean }>;
    find(id: string): Promise<ImportAnswer | null>;
    list(catalog: string, limit: number): Promise<readonly ImportAnswer[]>;
  };
  readonly events: {
    /** Durable when resolved. @param bot whether their sender says that it is one */
    take(catalog: string, events: readonly ReadEvent[], bot: boolean): Promise<EventsAnswer>;
  };
  readonly users: {
    /** Forgets a shopper, by the shop's token. @returns what has been removed */
    erase(token: string): Promise<ErasedAnswer>;
  };
  readonly catalogs: {
    list(): Promise<readonly CatalogAnswer[]>;
    /** @param mayBringPatterns whether it may have regular expressions that were not there; else `forbidden` */
    define(name: string, body: JsonObject, mayBringPatterns: boolean): Promise<CatalogAnswer>;
    drop(name: string): Promise<void>;
  };
  readonly keys: {
    /** Null for a key that is unknown or has expired. */
    check(secret: string): Promise<Grant | null>;
    /** Whether the key of this id opens anything still. */
    has(id: string): Promise<boolean>;
    issue(body: KeyBody): Promise<NewKeyAnswer>;
    list(): Promise<readonly KeyAnswer[]>;
    /** False when there is no such key. */
    remove(id: string): Promise<boolean>;
  };
  readonly models: {
    list(catalog: string): Promise<ModelsAnswer>;
    /** @throws WinnowError `not_found` */
    find(catalog: string, version: string): Promise<ModelAnswer>;
    /** Newest first. */
    decisions(catalog: string, limit: number): Promise<readonly DecisionAnswer[]>;
    status(catalog: string): Promise<LearningAnswer>;
    /** Goes on after it has resolved. */
    train(catalog: string): Promise<TrainAnswer>;
    /** @throws WinnowError `not_found`, `conflict` */
    promote(catalog: string, version: string): Promise<DecisionAnswer>;
    /** @throws WinnowError `conflict` */
    rollBack(catalog: string): Promise<DecisionAnswer>;
  };
  readonly jobs: {
    /** Newest first. */
    list(asked: {
      readonly name?: string | undefined;
      readonly state?: JobAnswer["state"] | undefined;
      readonly limit: number;
    }): Promise<JobsAnswer>;
    /** @throws WinnowError `not_found` */
    find(id: string): Promise<JobWithLog>;
    /** Durable when resolved; not fresh when one of this id was there. @throws WinnowError `invalid_request` */
    enqueue(body: NewJobBody): Promise<{ readonly job: JobAnswer; readonly fresh: boolean }>;
    /** @throws WinnowError `not_found`, `conflict` */
    cancel(id: string): Promise<JobAnswer>;
    /** @throws WinnowError `not_found`, `conflict` */
    retry(id: string): Promise<JobAnswer>;
  };
  readonly enrichments: {
    list(catalog: string, filter: Omit<EnrichmentsParameters, "catalog">): Promise<EnrichmentsAnswer>;
    /** @throws WinnowError `not_found`, `conflict`, `invalid_request` */
    decide(catalog: string, product: string, decision: Decision): Promise<EnrichmentAnswer>;
    /** @param batch null for all @returns how many texts were taken back */
    revert(catalog: string, batch: string | null): Promise<number>;
    spend(days: number): Promise<SpendAnswer>;
  };
  readonly synonyms: {
    list(catalog: string, filter: Omit<SynonymsParameters, "catalog">): Promise<SynonymsAnswer>;
    /** @throws WinnowError `invalid_request`, `conflict` */
    add(catalog: string, body: SynonymBody): Promise<SynonymAnswer>;
    /** @throws WinnowError `not_found`, `conflict` */
    decide(catalog: string, id: string, decision: SynonymDecision): Promise<SynonymAnswer>;
    /** Puts another in its place. @returns the other @throws WinnowError `not_found`, `invalid_request`, `conflict` */
    edit(catalog: string, id: string, body: SynonymBody): Promise<SynonymEditAnswer>;
    /** Unlogged. @throws WinnowError as search does, and `invalid_request` */
    preview(
      catalog: string,
      asked: Omit<SynonymPreviewParameters, "catalog">,
      deadline: Deadline,
    ): Promise<SynonymPreviewAnswer>;
  };
  /** What shoppers did, for the console. */
  traffic(catalog: string, span: TrafficSpan): Promise<TrafficReport>;
  health(): { readonly ready: boolean; readonly detail?: string };
  /** A product picture of the demo shop as SVG. */
  picture(name: string): string | null;
}
