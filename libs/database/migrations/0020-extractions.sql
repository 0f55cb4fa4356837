-- Up Migration

-- Every extraction, for later evaluation; gone after RETENTION_DAYS.
CREATE TABLE extractions (
  extraction_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  request_id     text NOT NULL,
  strategy       text NOT NULL,
  reference_date text NOT NULL,
  provider       text NOT NULL,
  model          text,
  outcome        text NOT NULL,
  result         json NOT NULL,
  confidence     double precision NOT NULL,
  latency_ms     integer NOT NULL,
  created_at     timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX extractions_created ON extractions (created_at);

-- Down Migration

DROP TABLE extractions;
