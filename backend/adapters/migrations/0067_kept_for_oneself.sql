-- Beside what somebody prepares: what they learned of a meeting, and the register they work towards.
-- These are kept for as long as their owner wants them; only what is prepared expires by itself.

SET LOCAL ROLE kring_owner;

ALTER TABLE identity.prepared DROP CONSTRAINT prepared_kind;
ALTER TABLE identity.prepared ADD CONSTRAINT prepared_kind
    CHECK (kind IN ('proposal', 'report', 'reflection', 'register'));
COMMENT ON COLUMN identity.prepared.about IS
    'The action that a report is on; the meeting of a reflection; of a register the person; of a proposal its own id.';

CREATE OR REPLACE FUNCTION identity.expire_prepared(before timestamptz) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    WITH gone AS (
        DELETE FROM identity.prepared
        WHERE kind IN ('proposal', 'report') AND changed_at < before RETURNING 1)
    SELECT count(*) FROM gone
$$;

RESET ROLE;
