-- Up Migration

CREATE TABLE workflows (
  workflow_id       text PRIMARY KEY,
  -- Order of acceptance; the cursor of the history.
  position          bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  session_id        text NOT NULL,
  status            text NOT NULL DEFAULT 'pending'
    CHECK (status IN ('pending', 'running', 'awaiting_approval', 'completed', 'failed', 'timed_out', 'cancelled')),
  category_id       text NOT NULL,
  dataset_id        text NOT NULL,
  dataset_version   text NOT NULL,
  as_of             text NOT NULL,
  parameters        json NOT NULL,
  options           json NOT NULL,
  seed              bigint NOT NULL,
  require_approval  boolean NOT NULL,
  input_hash        text NOT NULL,
  request_id        text NOT NULL,
  idempotency_key   text,
  body_hash         text NOT NULL,
  -- Place in the queue: lower goes first.
  turn              integer NOT NULL,
  approval          json,
  approval_deadline timestamptz,
  created_at        timestamptz NOT NULL DEFAULT now(),
  updated_at        timestamptz NOT NULL DEFAULT now(),
  finished_at       timestamptz,
  result            json,
  store_shipments   json,
  error             json
);
CREATE UNIQUE INDEX workflows_idempotency ON workflows (idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE INDEX workflows_of_session ON workflows (session_id, position DESC);
CREATE INDEX workflows_turns_of_session ON workflows (session_id, turn DESC);
CREATE INDEX workflows_turns_served ON workflows (turn DESC) WHERE status <> 'pending';
CREATE INDEX workflows_unfinished ON workflows (status) WHERE finished_at IS NULL;
CREATE INDEX workflows_finished ON workflows (finished_at) WHERE finished_at IS NOT NULL;

CREATE TABLE agent_attempts (
  workflow_id text NOT NULL REFERENCES workflows ON DELETE CASCADE,
  agent_name  text NOT NULL,
  attempt     integer NOT NULL CHECK (attempt >= 1),
  started_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  duration_ms integer,
  status      text NOT NULL DEFAULT 'running',
  error       json,
  PRIMARY KEY (workflow_id, agent_name, attempt)
);

-- One row a server process. It is alive while it holds the advisory lock of its number.
CREATE TABLE executors (
  executor_number     integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  executor_id         text NOT NULL UNIQUE,
  application_version text NOT NULL,
  last_seen           timestamptz NOT NULL DEFAULT now()
);

-- Down Migration

DROP TABLE executors;
DROP TABLE agent_attempts;
DROP TABLE workflows;
