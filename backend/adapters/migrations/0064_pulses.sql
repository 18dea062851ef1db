-- What a meeting was worth to those who were there: counts that hang on no person, beside no time or order.

SET LOCAL ROLE kring_owner;

-- counts: how often 1 to 5 was answered. answered: who did, so that nobody counts twice; emptied when
-- nobody can answer any more. The low fill factor lets earlier versions of a row go soon.
CREATE TABLE choices.pulses (
    tenant_id uuid NOT NULL,
    session_id uuid NOT NULL,
    question text NOT NULL CONSTRAINT pulses_question CHECK (question IN ('value', 'safety')),
    counts integer[] NOT NULL CONSTRAINT pulses_counts CHECK (cardinality(counts) = 5),
    answered uuid[] NOT NULL,
    until timestamptz NOT NULL,
    CONSTRAINT pulses_key PRIMARY KEY (tenant_id, session_id, question)
) WITH (fillfactor = 10);
CREATE INDEX ON choices.pulses (until) WHERE answered <> '{}';
ALTER TABLE choices.pulses ENABLE ROW LEVEL SECURITY;
ALTER TABLE choices.pulses FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON choices.pulses TO kring_writer
    USING (tenant_id = (SELECT record.tenant())) WITH CHECK (tenant_id = (SELECT record.tenant()));
GRANT SELECT, INSERT, UPDATE ON choices.pulses TO kring_writer;

-- Whoever makes figures reads counts, and forgets who answered without reading it.
GRANT SELECT (tenant_id, session_id, question, counts, until), UPDATE (answered) ON choices.pulses
    TO kring_projector;

RESET ROLE;
