-- Signing in with one's organisation: where its provider is, who began to, and whose account a subject is.

SET LOCAL ROLE kring_owner;

CREATE TABLE identity.single_sign_on (
    tenant_id uuid NOT NULL,
    issuer text NOT NULL,
    client_id text NOT NULL,
    wrapped bytea,
    changed_at timestamptz NOT NULL,
    CONSTRAINT single_sign_on_key PRIMARY KEY (tenant_id)
);
COMMENT ON COLUMN identity.single_sign_on.wrapped IS 'The secret of the client, under the master key; NULL: it has none.';

-- Whose account somebody at the provider is: made when they sign in for the first time, by themselves.
CREATE TABLE identity.single_sign_on_links (
    tenant_id uuid NOT NULL,
    issuer text NOT NULL,
    subject text NOT NULL,
    account_id uuid NOT NULL REFERENCES identity.persons ON DELETE CASCADE,
    CONSTRAINT single_sign_on_links_key PRIMARY KEY (tenant_id, issuer, subject)
);
CREATE INDEX ON identity.single_sign_on_links (account_id);

DO $$
DECLARE
    named text;
BEGIN
    FOREACH named IN ARRAY ARRAY['single_sign_on', 'single_sign_on_links'] LOOP
        EXECUTE format('ALTER TABLE identity.%I ENABLE ROW LEVEL SECURITY', named);
        EXECUTE format('ALTER TABLE identity.%I FORCE ROW LEVEL SECURITY', named);
        EXECUTE format(
            'CREATE POLICY own_tenant ON identity.%I TO kring_writer '
            'USING (tenant_id = (SELECT record.tenant())) WITH CHECK (tenant_id = (SELECT record.tenant()))',
            named
        );
        EXECUTE format('CREATE POLICY cascade_anywhere ON identity.%I TO kring_owner USING (true)', named);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON identity.%I TO kring_writer', named);
    END LOOP;
END
$$;

-- Who is on their way to a provider, in which browser: for ten minutes, and used once.
CREATE TABLE identity.single_sign_on_ways (
    state_hash bytea NOT NULL,
    browser_hash bytea NOT NULL,
    tenant_id uuid NOT NULL,
    nonce text NOT NULL,
    verifier text NOT NULL,
    connects boolean NOT NULL,
    expires_at timestamptz NOT NULL,
    CONSTRAINT single_sign_on_ways_key PRIMARY KEY (state_hash)
);
CREATE INDEX ON identity.single_sign_on_ways (expires_at);
GRANT SELECT, INSERT, DELETE ON identity.single_sign_on_ways TO kring_writer;

-- Whether an account comes in through organisations: that is a way in like a passkey or an address.
CREATE FUNCTION identity.single_sign_ons(account uuid) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT count(*) FROM identity.single_sign_on_links AS link WHERE link.account_id = account
$$;
REVOKE EXECUTE ON FUNCTION identity.single_sign_ons FROM PUBLIC;
GRANT EXECUTE ON FUNCTION identity.single_sign_ons TO kring_writer;

RESET ROLE;
