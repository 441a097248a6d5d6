/**
 * The schema, as the steps that lead to it: step n brings a file from version n to n + 1. Steps are never edited once
 * released, only added.
 *
 * A product's JSON lives in `documents`, apart from `products`, so that a commit of an import moves small rows and
 * never copies a catalogue. `staged` is only appended to, as `documents` is: an index would be written anew with every
 * chunk. `products` keeps deleted ones as tombstones (document null) for those who follow the sequence; `group_id` is
 * null where a product is its own group. Mapping versions are never used twice, so a catalogue dropped and made again is not taken for its
 * predecessor.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE catalogs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    mapping TEXT NOT NULL,
    mapping_version INTEGER NOT NULL,
    sequence INTEGER NOT NULL DEFAULT 0,
    products INTEGER NOT NULL DEFAULT 0
  );
  CREATE TABLE mapping_versions (version INTEGER PRIMARY KEY AUTOINCREMENT);

  CREATE TABLE documents (document INTEGER PRIMARY KEY, source TEXT NOT NULL);

  CREATE TABLE products (
    catalog INTEGER NOT NULL REFERENCES catalogs (id),
    id TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    group_id TEXT,
    hash TEXT NOT NULL,
    document INTEGER REFERENCES documents (document),
    PRIMARY KEY (catalog, id)
  ) WITHOUT ROWID;
  CREATE UNIQUE INDEX products_by_sequence ON products (catalog, sequence);
  CREATE INDEX products_by_group ON products (catalog, group_id) WHERE group_id IS NOT NULL AND document IS NOT NULL;

  CREATE TABLE import_sessions (
    session INTEGER PRIMARY KEY AUTOINCREMENT,
    catalog INTEGER NOT NULL REFERENCES catalogs (id),
    host TEXT NOT NULL,
    pid INTEGER NOT NULL,
    token TEXT NOT NULL,
    touched_at_ms INTEGER NOT NULL
  );
  CREATE TABLE staged (
    document INTEGER PRIMARY KEY REFERENCES documents (document),
    session INTEGER NOT NULL REFERENCES import_sessions (session),
    id TEXT NOT NULL,
    group_id TEXT,
    hash TEXT NOT NULL
  );

  CREATE TABLE imports (
    id TEXT PRIMARY KEY,
    catalog TEXT NOT NULL,
    idempotency_key TEXT,
    started_at_ms INTEGER NOT NULL,
    record TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX imports_by_start ON imports (catalog, started_at_ms DESC);
  CREATE UNIQUE INDEX imports_by_key ON imports (catalog, idempotency_key) WHERE idempotency_key IS NOT NULL;

  CREATE TABLE keys (id TEXT PRIMARY KEY, created_at_ms INTEGER NOT NULL, record TEXT NOT NULL) WITHOUT ROWID;
  `,
  `
  CREATE TABLE models (
    catalog TEXT NOT NULL,
    version TEXT NOT NULL,
    created_at_ms INTEGER NOT NULL,
    status TEXT NOT NULL,
    record TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (catalog, version)
  );
  CREATE TABLE decisions (id TEXT NOT NULL UNIQUE, catalog TEXT NOT NULL, at_ms INTEGER NOT NULL, record TEXT NOT NULL);
  CREATE INDEX decisions_by_time ON decisions (catalog, at_ms DESC);
  CREATE TABLE serving (catalog TEXT PRIMARY KEY, revision INTEGER NOT NULL, pointer TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE leases (name TEXT PRIMARY KEY, owner TEXT NOT NULL, until_ms INTEGER NOT NULL) WITHOUT ROWID;
  `,
  `
  CREATE TABLE logs (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, head INTEGER NOT NULL DEFAULT 0);
  CREATE TABLE log (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    log INTEGER NOT NULL REFERENCES logs (id),
    kind INTEGER NOT NULL,
    id TEXT NOT NULL,
    actor TEXT,
    day INTEGER NOT NULL,
    trait INTEGER,
    query_id TEXT,
    session TEXT,
    at_ms INTEGER NOT NULL,
    received_at_ms INTEGER NOT NULL,
    repeat INTEGER NOT NULL,
    body TEXT NOT NULL
  );
  CREATE UNIQUE INDEX log_by_id ON log (log, id);
  CREATE INDEX log_by_actor ON log (log, actor, day, trait) WHERE actor IS NOT NULL;
  CREATE INDEX log_by_query ON log (log, query_id) WHERE query_id IS NOT NULL;
  CREATE INDEX log_erasures ON log (log) WHERE kind = 2;
  CREATE TABLE log_vectors (sequence INTEGER PRIMARY KEY REFERENCES log (sequence), vectors BLOB NOT NULL);

  CREATE TABLE folds (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, sequence INTEGER NOT NULL DEFAULT 0);
  CREATE TABLE counters (
    fold INTEGER NOT NULL REFERENCES folds (id),
    key TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    fields TEXT NOT NULL,
    PRIMARY KEY (fold, key)
  ) WITHOUT ROWID;
  CREATE INDEX counters_by_sequence ON counters (fold, sequence);

  CREATE TABLE secrets (name TEXT PRIMARY KEY, secret TEXT NOT NULL) WITHOUT ROWID;
  `,
  `
  CREATE TABLE enrichments (
    catalog TEXT NOT NULL,
    product TEXT NOT NULL,
    status TEXT NOT NULL,
    batch TEXT NOT NULL,
    revision INTEGER NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (catalog, product)
  ) WITHOUT ROWID;
  CREATE INDEX enrichments_by_status ON enrichments (catalog, status, product);
  CREATE INDEX enrichments_by_batch ON enrichments (catalog, batch, product);
  CREATE TABLE model_answers (key TEXT PRIMARY KEY, at_ms INTEGER NOT NULL, record TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE model_spend (
    day TEXT NOT NULL,
    purpose TEXT NOT NULL,
    model TEXT NOT NULL,
    calls INTEGER NOT NULL,
    prompt_tokens INTEGER NOT NULL,
    completion_tokens INTEGER NOT NULL,
    cost_micros INTEGER NOT NULL,
    PRIMARY KEY (day, purpose, model)
  ) WITHOUT ROWID;
  `,
  `
  CREATE TABLE synonyms (
    catalog TEXT NOT NULL,
    id TEXT NOT NULL,
    status TEXT NOT NULL,
    revision INTEGER NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (catalog, id)
  ) WITHOUT ROWID;
  CREATE INDEX synonyms_by_status ON synonyms (catalog, status, id);
  `,
];
