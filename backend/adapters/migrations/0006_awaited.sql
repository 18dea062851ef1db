-- People whom an organisation enrolled and who have not come in yet: what is known of them ends with
-- their last enrolment, because they never agreed to be known for longer.

SET LOCAL ROLE kring_owner;

CREATE TABLE identity.awaited (
    person_id uuid NOT NULL REFERENCES identity.persons ON DELETE CASCADE,
    CONSTRAINT awaited_key PRIMARY KEY (person_id)
);
GRANT SELECT, INSERT, DELETE ON identity.awaited TO kring_writer;

-- Whoever signs in, in whatever way, has come.
CREATE FUNCTION identity.has_come() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    DELETE FROM identity.awaited WHERE awaited.person_id = new.person_id;
    RETURN NULL;
END
$$;
CREATE TRIGGER sign_ins_come AFTER INSERT ON identity.sign_ins
    FOR EACH ROW EXECUTE FUNCTION identity.has_come();

CREATE POLICY known_anywhere ON identity.organisation_people FOR SELECT TO kring_owner USING (true);

-- Forget those among some people who never came and whom no organisation has any more. It looks
-- across tenants, and tells its caller nothing.
CREATE FUNCTION identity.forget_unseen(people uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    DELETE FROM identity.persons AS unseen USING identity.awaited
    WHERE unseen.person_id = ANY(people) AND awaited.person_id = unseen.person_id
        AND NOT EXISTS (SELECT FROM identity.organisation_people AS still WHERE still.person_id = unseen.person_id);
END
$$;
REVOKE EXECUTE ON FUNCTION identity.forget_unseen FROM PUBLIC;
GRANT EXECUTE ON FUNCTION identity.forget_unseen TO kring_writer;

RESET ROLE;
