-- Which account is which of an organisation's people: known from the moment the account proved, by a
-- code, the address under which the organisation enrolled them. It is ids only, and no administrator
-- is shown the account's.

SET LOCAL ROLE kring_owner;

CREATE TABLE identity.organisation_accounts (
    tenant_id uuid NOT NULL,
    person_id uuid NOT NULL,
    account_id uuid NOT NULL,
    CONSTRAINT organisation_accounts_key PRIMARY KEY (tenant_id, person_id),
    CONSTRAINT organisation_accounts_one UNIQUE (tenant_id, account_id)
);
CREATE INDEX ON identity.organisation_accounts (account_id);
COMMENT ON COLUMN identity.organisation_accounts.account_id IS
    'Outlives the account until its person has left the organisation.';
ALTER TABLE identity.organisation_accounts ENABLE ROW LEVEL SECURITY;
ALTER TABLE identity.organisation_accounts FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON identity.organisation_accounts TO kring_writer
    USING (tenant_id = (SELECT record.tenant())) WITH CHECK (tenant_id = (SELECT record.tenant()));
GRANT SELECT, INSERT, UPDATE, DELETE ON identity.organisation_accounts TO kring_writer;
CREATE POLICY link_anywhere ON identity.organisation_accounts TO kring_owner USING (true) WITH CHECK (true);
CREATE POLICY known_anywhere ON identity.organisation_people TO kring_owner USING (true) WITH CHECK (true);
CREATE INDEX ON identity.organisation_people (address);

-- Enrolling and proving are told apart by a lock, so that of two at the same moment the later one
-- sees the earlier. Whoever proved an address last is the person with it; an account is one person
-- of an organisation, and stays the first.
CREATE FUNCTION identity.address_proven() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF new.address IS NOT NULL THEN
        PERFORM pg_advisory_xact_lock_shared(hashtext('identity.organisation_accounts'));
        INSERT INTO identity.organisation_accounts (tenant_id, person_id, account_id)
        SELECT awaited.tenant_id, awaited.person_id, new.person_id
        FROM identity.organisation_people AS awaited
        WHERE awaited.address = new.address AND NOT EXISTS (
            SELECT FROM identity.organisation_accounts AS known
            WHERE known.tenant_id = awaited.tenant_id AND known.account_id = new.person_id
        )
        ON CONFLICT ON CONSTRAINT organisation_accounts_key DO UPDATE SET account_id = excluded.account_id;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER persons_proven AFTER INSERT OR UPDATE OF address ON identity.persons
    FOR EACH ROW EXECUTE FUNCTION identity.address_proven();

CREATE FUNCTION identity.person_enrolled() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('identity.organisation_accounts'));
    INSERT INTO identity.organisation_accounts (tenant_id, person_id, account_id)
    SELECT enrolled.tenant_id, enrolled.person_id, persons.person_id
    FROM enrolled JOIN identity.persons USING (address)
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END
$$;
CREATE TRIGGER organisation_people_enrolled AFTER INSERT ON identity.organisation_people
    REFERENCING NEW TABLE AS enrolled
    FOR EACH STATEMENT EXECUTE FUNCTION identity.person_enrolled();

-- What an organisation calls somebody goes with their account. That they were of it goes last: by it
-- they leave the organisation's record.
CREATE FUNCTION identity.account_gone() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    DELETE FROM identity.organisation_people AS called USING identity.organisation_accounts AS link
    WHERE link.account_id = old.person_id
        AND (called.tenant_id, called.person_id) = (link.tenant_id, link.person_id);
    RETURN NULL;
END
$$;
CREATE TRIGGER persons_gone AFTER DELETE ON identity.persons
    FOR EACH ROW EXECUTE FUNCTION identity.account_gone();

-- As whom an account is known to which organisations, across tenants: for that account alone.
CREATE FUNCTION identity.enrolled_as(account uuid)
RETURNS TABLE (tenant_id uuid, person_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT link.tenant_id, link.person_id FROM identity.organisation_accounts AS link
    WHERE link.account_id = account
$$;
REVOKE EXECUTE ON FUNCTION identity.enrolled_as FROM PUBLIC;
GRANT EXECUTE ON FUNCTION identity.enrolled_as TO kring_writer;

RESET ROLE;
