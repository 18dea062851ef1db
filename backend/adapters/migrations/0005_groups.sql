-- Invitations by mail, which work once, and what members declare in private about one another.

SET LOCAL ROLE kring_owner;

ALTER TABLE identity.invitations
    ADD COLUMN address text,
    ADD COLUMN single_use boolean NOT NULL DEFAULT false,
    ADD COLUMN used_by uuid;
COMMENT ON COLUMN identity.invitations.address IS 'To whom it was mailed; forgotten as soon as it was used or revoked.';
COMMENT ON COLUMN identity.invitations.used_by IS 'Who used the single use, so that a repeated call of theirs is no second use.';

-- Who has authority over whom, or is close to whom, as one of the two sees it. It is nobody's but
-- theirs: it leaves this table as a neutral hint without names, and goes with either of the two.
CREATE TABLE identity.relations (
    tenant_id uuid NOT NULL,
    group_id uuid NOT NULL,
    person_id uuid NOT NULL REFERENCES identity.persons ON DELETE CASCADE,
    about uuid NOT NULL REFERENCES identity.persons ON DELETE CASCADE,
    kind text NOT NULL CONSTRAINT relations_kind
        CHECK (kind IN ('manages', 'managed_by', 'appraises', 'appraised_by', 'close', 'none')),
    CONSTRAINT relations_key PRIMARY KEY (tenant_id, group_id, person_id, about),
    CONSTRAINT relations_two CHECK (person_id <> about)
);
CREATE INDEX ON identity.relations (person_id);
CREATE INDEX ON identity.relations (about);
ALTER TABLE identity.relations ENABLE ROW LEVEL SECURITY;
ALTER TABLE identity.relations FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON identity.relations TO kring_writer
    USING (tenant_id = (SELECT record.tenant())) WITH CHECK (tenant_id = (SELECT record.tenant()));
GRANT SELECT, INSERT, UPDATE, DELETE ON identity.relations TO kring_writer;

RESET ROLE;
