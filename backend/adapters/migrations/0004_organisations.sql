-- What organisations call things and people, and the tokens of their programs: beside the record,
-- each row visible to its own tenant alone.

SET LOCAL ROLE kring_owner;

CREATE TABLE identity.organisations (
    tenant_id uuid NOT NULL,
    name text NOT NULL,
    CONSTRAINT organisations_key PRIMARY KEY (tenant_id)
);

-- Units, role families and programmes by name. What is retired keeps its name for the audit log and
-- frees it for others: it is then beside itself.
CREATE TABLE identity.organisation_parts (
    tenant_id uuid NOT NULL,
    part_id uuid NOT NULL,
    kind text NOT NULL CONSTRAINT organisation_parts_kind CHECK (kind IN ('unit', 'role_family', 'programme')),
    beside uuid NOT NULL,
    name text NOT NULL,
    claimed_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT organisation_parts_key PRIMARY KEY (tenant_id, part_id)
);
CREATE UNIQUE INDEX organisation_parts_names
    ON identity.organisation_parts (tenant_id, kind, beside, lower(name));
COMMENT ON COLUMN identity.organisation_parts.claimed_at IS 'A name is claimed before its part is recorded.';
COMMENT ON COLUMN identity.organisation_parts.beside IS 'Among what the name is unique: the parent, the organisation, or itself.';

-- As the organisation knows its people, under ids of its own: it tells nothing of accounts, neither
-- what people call themselves elsewhere nor whether they have one.
CREATE TABLE identity.organisation_people (
    tenant_id uuid NOT NULL,
    person_id uuid NOT NULL,
    name text NOT NULL,
    address text NOT NULL,
    CONSTRAINT organisation_people_key PRIMARY KEY (tenant_id, person_id),
    CONSTRAINT organisation_people_address UNIQUE (tenant_id, address)
);
CREATE INDEX ON identity.organisation_people (tenant_id, lower(name), person_id);

CREATE TABLE identity.tokens (
    tenant_id uuid NOT NULL,
    token_id uuid NOT NULL,
    token_hash bytea NOT NULL,
    label text NOT NULL,
    scopes text[] NOT NULL,
    expires_at timestamptz NOT NULL,
    last_used_on date,
    revoked boolean NOT NULL DEFAULT false,
    CONSTRAINT tokens_key PRIMARY KEY (tenant_id, token_id),
    CONSTRAINT tokens_hash UNIQUE (token_hash)
);

DO $$
DECLARE
    named text;
BEGIN
    FOREACH named IN ARRAY ARRAY['organisations', 'organisation_parts', 'organisation_people', 'tokens'] LOOP
        EXECUTE format('ALTER TABLE identity.%I ENABLE ROW LEVEL SECURITY', named);
        EXECUTE format('ALTER TABLE identity.%I FORCE ROW LEVEL SECURITY', named);
        EXECUTE format(
            'CREATE POLICY own_tenant ON identity.%I TO kring_writer '
            'USING (tenant_id = (SELECT record.tenant())) WITH CHECK (tenant_id = (SELECT record.tenant()))',
            named
        );
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON identity.%I TO kring_writer', named);
    END LOOP;
END
$$;

CREATE POLICY find_by_secret ON identity.tokens TO kring_owner USING (true) WITH CHECK (true);

-- Whose a token is and what it may read, for who has its secret; notes the day. No row for a secret
-- that is unknown, expired or revoked: these cannot be told apart.
CREATE FUNCTION identity.token_behind(hash bytea, moment timestamptz)
RETURNS TABLE (tenant_id uuid, token_id uuid, scopes text[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    UPDATE identity.tokens AS used SET last_used_on = (moment AT TIME ZONE 'UTC')::date
    WHERE used.token_hash = hash AND NOT used.revoked AND used.expires_at > moment
        AND used.last_used_on IS DISTINCT FROM (moment AT TIME ZONE 'UTC')::date;
    RETURN QUERY
    SELECT known.tenant_id, known.token_id, known.scopes FROM identity.tokens AS known
    WHERE known.token_hash = hash AND NOT known.revoked AND known.expires_at > moment;
END
$$;
REVOKE EXECUTE ON FUNCTION identity.token_behind FROM PUBLIC;
GRANT EXECUTE ON FUNCTION identity.token_behind TO kring_writer;

RESET ROLE;
