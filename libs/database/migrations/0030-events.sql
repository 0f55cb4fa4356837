-- Up Migration

-- One row a session; its lock is what makes sequences gapless however many nodes write.
CREATE TABLE session_heads (
  session_id text PRIMARY KEY,
  head_sequence integer NOT NULL DEFAULT 0 CHECK (head_sequence >= 0)
);

-- The message is kept as text: a replay sends the very bytes that were sent first.
CREATE TABLE workflow_events (
  session_id text NOT NULL REFERENCES session_heads,
  sequence integer NOT NULL CHECK (sequence >= 1),
  workflow_id text NOT NULL,
  dedupe_key text,
  terminal boolean NOT NULL,
  recorded_at timestamptz NOT NULL,
  message text NOT NULL,
  PRIMARY KEY (session_id, sequence)
);

CREATE INDEX workflow_events_of_run ON workflow_events (workflow_id, sequence);
CREATE UNIQUE INDEX workflow_events_once ON workflow_events (workflow_id, dedupe_key) WHERE dedupe_key IS NOT NULL;
CREATE UNIQUE INDEX workflow_events_one_terminal ON workflow_events (workflow_id) WHERE terminal;

-- Appends in one round trip. `opening` is the message up to the sequence, `rest` what follows the timestamp.
-- outcome: 'stored'; 'known' (the key was stored before: that event); 'ended' (the run has its terminal event).
-- The clock is the database's, so that two nodes never disagree about the order of time.
CREATE FUNCTION append_workflow_event(
  of_session text, of_workflow text, with_key text, is_terminal boolean, opening text, rest text
) RETURNS TABLE (outcome text, sequence integer, terminal boolean, message text)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  next_sequence integer;
  at_time timestamptz;
  new_message text;
BEGIN
  INSERT INTO session_heads (session_id) VALUES (of_session) ON CONFLICT DO NOTHING;
  SELECT h.head_sequence + 1 INTO next_sequence FROM session_heads h WHERE h.session_id = of_session FOR UPDATE;

  IF with_key IS NOT NULL THEN
    RETURN QUERY SELECT 'known', e.sequence, e.terminal, e.message FROM workflow_events e
      WHERE e.workflow_id = of_workflow AND e.dedupe_key = with_key;
    IF FOUND THEN RETURN; END IF;
  END IF;
  RETURN QUERY SELECT 'ended', e.sequence, e.terminal, e.message FROM workflow_events e
    WHERE e.workflow_id = of_workflow AND e.terminal;
  IF FOUND THEN RETURN; END IF;

  at_time := clock_timestamp();
  new_message := opening || next_sequence || ',"timestamp":"'
    || to_char(at_time AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '"' || rest;
  INSERT INTO workflow_events (session_id, sequence, workflow_id, dedupe_key, terminal, recorded_at, message)
    VALUES (of_session, next_sequence, of_workflow, with_key, is_terminal, at_time, new_message);
  UPDATE session_heads h SET head_sequence = next_sequence WHERE h.session_id = of_session;
  RETURN QUERY SELECT 'stored', next_sequence, is_terminal, new_message;
END $$;

-- Down Migration

DROP FUNCTION append_workflow_event(text, text, text, boolean, text, text);
DROP TABLE workflow_events;
DROP TABLE session_heads;
