-- What an organisation's directory says of its people and units over SCIM: only what it can ask back.

SET LOCAL ROLE kring_owner;

CREATE TABLE identity.provisioned (
    tenant_id uuid NOT NULL,
    resource_id uuid NOT NULL,
    kind text NOT NULL CONSTRAINT provisioned_kind CHECK (kind IN ('user', 'group')),
    person_id uuid,
    body jsonb NOT NULL,
    made_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    CONSTRAINT provisioned_key PRIMARY KEY (tenant_id, resource_id)
);
CREATE UNIQUE INDEX provisioned_user_name ON identity.provisioned (tenant_id, lower(body ->> 'userName'))
    WHERE kind = 'user';
COMMENT ON COLUMN identity.provisioned.person_id IS
    'As whom the organisation knows them; another one after they left and came back.';

ALTER TABLE identity.provisioned ENABLE ROW LEVEL SECURITY;
ALTER TABLE identity.provisioned FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON identity.provisioned TO kring_writer
    USING (tenant_id = (SELECT record.tenant())) WITH CHECK (tenant_id = (SELECT record.tenant()));
GRANT SELECT, INSERT, UPDATE, DELETE ON identity.provisioned TO kring_writer;

RESET ROLE;
