-- Signing in for good: addresses, mailed codes, passkeys, and devices that can be told apart.

SET LOCAL ROLE kring_owner;

ALTER TABLE identity.persons
    ADD address text,
    ADD time_zone text NOT NULL DEFAULT 'Europe/Amsterdam',
    ADD CONSTRAINT persons_address UNIQUE (address);
COMMENT ON COLUMN identity.persons.address IS 'Normalised; without one and without a passkey the person is a guest.';

ALTER TABLE identity.sign_ins
    ADD sign_in_id uuid NOT NULL DEFAULT gen_random_uuid(),
    ADD label text NOT NULL DEFAULT '',
    ADD last_seen_on date NOT NULL DEFAULT current_date,
    ADD CONSTRAINT sign_ins_id UNIQUE (sign_in_id);

-- Every process trusts a sign-in for some seconds without looking again. Whichever way one ends, all
-- of them hear of it when the transaction that ended it commits.
CREATE FUNCTION identity.tell_ended() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM pg_notify('sign_ins', old.sign_in_id::text);
    RETURN NULL;
END
$$;
CREATE TRIGGER sign_ins_ended AFTER DELETE ON identity.sign_ins
    FOR EACH ROW EXECUTE FUNCTION identity.tell_ended();

-- Codes that were mailed, kept for an hour so that a spent or late one can be told from a wrong one,
-- and so that too many can be refused. code_hash is keyed: the table alone does not give codes away.
CREATE TABLE identity.mailed_codes (
    code_id uuid NOT NULL,
    address text NOT NULL,
    person_id uuid REFERENCES identity.persons ON DELETE CASCADE,
    asking_hash bytea NOT NULL,
    code_hash bytea NOT NULL,
    made_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    tries integer NOT NULL DEFAULT 0,
    spent boolean NOT NULL DEFAULT false,
    CONSTRAINT mailed_codes_key PRIMARY KEY (code_id)
);
CREATE INDEX ON identity.mailed_codes (address);
CREATE INDEX ON identity.mailed_codes (asking_hash);
CREATE INDEX ON identity.mailed_codes (person_id);
CREATE INDEX ON identity.mailed_codes (made_at);
COMMENT ON COLUMN identity.mailed_codes.person_id IS 'Who wants the address as theirs; NULL: whoever signs in with it.';

CREATE TABLE identity.passkeys (
    passkey_id uuid NOT NULL,
    person_id uuid NOT NULL REFERENCES identity.persons ON DELETE CASCADE,
    credential_id bytea NOT NULL,
    public_key bytea NOT NULL,
    sign_count bigint NOT NULL,
    label text NOT NULL,
    created_at timestamptz NOT NULL,
    last_used_on date,
    CONSTRAINT passkeys_key PRIMARY KEY (passkey_id),
    CONSTRAINT passkeys_credential UNIQUE (credential_id)
);
CREATE INDEX ON identity.passkeys (person_id);

-- What an authenticator is to sign: once, soon, and in the browser that asked. person_id: who adds a
-- passkey; NULL: whoever signs in.
CREATE TABLE identity.challenges (
    browser_hash bytea NOT NULL,
    person_id uuid REFERENCES identity.persons ON DELETE CASCADE,
    challenge bytea NOT NULL,
    expires_at timestamptz NOT NULL,
    CONSTRAINT challenges_key PRIMARY KEY (browser_hash)
);
CREATE INDEX ON identity.challenges (person_id);
CREATE INDEX ON identity.challenges (expires_at);

GRANT SELECT, INSERT, UPDATE, DELETE ON identity.mailed_codes, identity.passkeys, identity.challenges
    TO kring_writer;

RESET ROLE;
