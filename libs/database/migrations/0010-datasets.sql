-- Up Migration
CREATE TABLE datasets (
  dataset_id    text PRIMARY KEY,
  name          text NOT NULL,
  content_hash  text NOT NULL UNIQUE,
  created_at    timestamptz NOT NULL DEFAULT now(),
  rows          bigint NOT NULL,
  weeks         integer NOT NULL,
  granularity   text NOT NULL CHECK (granularity IN ('daily', 'weekly')),
  first_date    text NOT NULL,
  last_date     text NOT NULL,
  periods       integer NOT NULL,
  stores        jsonb NOT NULL,
  quality       jsonb NOT NULL
);

-- One row a category. Planes are store-major numbers in the form that number-plane.ts writes.
CREATE TABLE dataset_categories (
  dataset_id   text NOT NULL REFERENCES datasets ON DELETE CASCADE,
  position     integer NOT NULL,
  category_id  text NOT NULL,
  total_units  double precision NOT NULL,
  weeks        integer NOT NULL,
  units        bytea NOT NULL,
  revenue      bytea,
  PRIMARY KEY (dataset_id, category_id)
);
-- The planes are numbers that hardly compress, and reading them is the hot path of a cold start.
ALTER TABLE dataset_categories ALTER COLUMN units SET STORAGE EXTERNAL;
ALTER TABLE dataset_categories ALTER COLUMN revenue SET STORAGE EXTERNAL;
