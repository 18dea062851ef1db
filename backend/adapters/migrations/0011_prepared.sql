-- What somebody prepares for a meeting and keeps to themselves until they share it: a case, or a
-- report on an action of theirs. It is a draft, not a fact, so it is not in the record; the words are
-- sealed under the person's key, and the row goes with the person.

SET LOCAL ROLE kring_owner;

CREATE TABLE identity.prepared (
    person_id uuid NOT NULL REFERENCES identity.persons ON DELETE CASCADE,
    kind text NOT NULL CONSTRAINT prepared_kind CHECK (kind IN ('proposal', 'report')),
    about uuid NOT NULL,
    nonce bytea NOT NULL,
    ciphertext bytea NOT NULL,
    changed_at timestamptz NOT NULL,
    CONSTRAINT prepared_key PRIMARY KEY (person_id, kind, about)
);
CREATE INDEX ON identity.prepared (changed_at);
COMMENT ON COLUMN identity.prepared.about IS 'The action that a report is on; of a proposal its own id.';
ALTER TABLE identity.prepared ENABLE ROW LEVEL SECURITY;
ALTER TABLE identity.prepared FORCE ROW LEVEL SECURITY;
CREATE POLICY own_person ON identity.prepared TO kring_writer
    USING (person_id = (SELECT nullif(current_setting('app.person', true), '')::uuid))
    WITH CHECK (person_id = (SELECT nullif(current_setting('app.person', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON identity.prepared TO kring_writer;
CREATE POLICY anybodys ON identity.prepared TO kring_owner USING (true) WITH CHECK (true);

-- Of which actions there is a prepared report: that there is one, and nothing of it. Only a report of
-- the person who is named with the action counts.
CREATE FUNCTION identity.reports_prepared(people uuid[], actions uuid[])
RETURNS TABLE (action_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT about FROM identity.prepared
    WHERE kind = 'report' AND (person_id, about) IN (SELECT * FROM unnest(people, actions))
$$;
REVOKE EXECUTE ON FUNCTION identity.reports_prepared FROM PUBLIC;
GRANT EXECUTE ON FUNCTION identity.reports_prepared TO kring_writer;

-- What was not touched for long is deleted, whoever's it is; returns how many rows that were.
CREATE FUNCTION identity.expire_prepared(before timestamptz) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    WITH gone AS (DELETE FROM identity.prepared WHERE changed_at < before RETURNING 1)
    SELECT count(*) FROM gone
$$;
REVOKE EXECUTE ON FUNCTION identity.expire_prepared FROM PUBLIC;
GRANT EXECUTE ON FUNCTION identity.expire_prepared TO kring_writer;

RESET ROLE;
