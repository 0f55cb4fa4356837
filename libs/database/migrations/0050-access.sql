-- Up Migration

-- The token is `so_<key_id>_<secret>`; only the secret's SHA-256 is kept. Keys of one owner see the same things.
CREATE TABLE api_keys (
  key_id       text PRIMARY KEY,
  owner        text NOT NULL CHECK (owner ~ '^[A-Za-z0-9._-]{1,64}$'),
  secret_hash  bytea NOT NULL CHECK (octet_length(secret_hash) = 32),
  created_at   timestamptz NOT NULL DEFAULT now(),
  revoked_at   timestamptz
);

-- Who a session belongs to: whoever first opened it or ran something in it. Sessions of AUTH=off have no row.
CREATE TABLE session_owners (
  session_id text PRIMARY KEY,
  owner      text NOT NULL,
  opened_at  timestamptz NOT NULL DEFAULT now()
);

-- Null: made while AUTH was off, or the data set "default", which everybody may use.
ALTER TABLE datasets ADD COLUMN owner text;
ALTER TABLE datasets DROP CONSTRAINT datasets_content_hash_key;
CREATE UNIQUE INDEX datasets_content_of_owner ON datasets (owner, content_hash) NULLS NOT DISTINCT;

ALTER TABLE workflows ADD COLUMN owner text;
DROP INDEX workflows_idempotency;
CREATE UNIQUE INDEX workflows_idempotency ON workflows (owner, idempotency_key) NULLS NOT DISTINCT
  WHERE idempotency_key IS NOT NULL;
CREATE INDEX workflows_of_owner ON workflows (owner, position DESC);

-- Down Migration

DROP INDEX workflows_of_owner;
DROP INDEX workflows_idempotency;
CREATE UNIQUE INDEX workflows_idempotency ON workflows (idempotency_key) WHERE idempotency_key IS NOT NULL;
ALTER TABLE workflows DROP COLUMN owner;
DROP INDEX datasets_content_of_owner;
ALTER TABLE datasets ADD CONSTRAINT datasets_content_hash_key UNIQUE (content_hash);
ALTER TABLE datasets DROP COLUMN owner;
DROP TABLE session_owners;
DROP TABLE api_keys;
