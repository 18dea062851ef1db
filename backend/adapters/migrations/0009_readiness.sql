-- Who is ready with the running step: never in the record, overwritten by the next step, gone in a day.

CREATE SCHEMA presence AUTHORIZATION kring_owner;
GRANT USAGE ON SCHEMA presence TO kring_writer;

SET LOCAL ROLE kring_owner;

-- "run" is when the step began: who was ready with an earlier run is not ready with this one.
CREATE TABLE presence.ready (
    session_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    run timestamptz NOT NULL,
    ready uuid[] NOT NULL,
    CONSTRAINT ready_key PRIMARY KEY (session_id)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON presence.ready TO kring_writer;
