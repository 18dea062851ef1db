-- What is kept beside the record: keys, people and their sign-ins, and ballots tied to nobody.

CREATE SCHEMA vault AUTHORIZATION kring_owner;
CREATE SCHEMA identity AUTHORIZATION kring_owner;
CREATE SCHEMA choices AUTHORIZATION kring_owner;
GRANT USAGE ON SCHEMA vault, identity, choices TO kring_writer;

SET LOCAL ROLE kring_owner;

-- One key for each case and each person of a tenant, wrapped by the master key that is named. The
-- kind keeps them apart: clients choose the ids of cases, and one that borrowed a colleague's id
-- would take the colleague's texts with it when it is erased.
-- A destroyed key leaves its row without the key: it is never made again, and the rows without
-- keys are the erasure list that a restore replays.
CREATE TABLE vault.keys (
    tenant_id uuid NOT NULL,
    kind text NOT NULL CONSTRAINT keys_kind CHECK (kind IN ('case', 'person')),
    subject uuid NOT NULL,
    master text NOT NULL,
    wrapped bytea,
    CONSTRAINT keys_key PRIMARY KEY (tenant_id, kind, subject)
);
GRANT SELECT, INSERT, UPDATE (wrapped, master) ON vault.keys TO kring_writer;

CREATE TABLE identity.persons (
    person_id uuid NOT NULL,
    name text NOT NULL,
    language text NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT persons_key PRIMARY KEY (person_id)
);

CREATE TABLE identity.groups (
    group_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    name text NOT NULL,
    purpose text NOT NULL,
    CONSTRAINT groups_key PRIMARY KEY (group_id)
);

CREATE TABLE identity.sign_ins (
    token_hash bytea NOT NULL,
    person_id uuid NOT NULL REFERENCES identity.persons ON DELETE CASCADE,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    CONSTRAINT sign_ins_key PRIMARY KEY (token_hash)
);
CREATE INDEX ON identity.sign_ins (person_id);

CREATE TABLE identity.invitations (
    invitation_id uuid NOT NULL,
    token_hash bytea NOT NULL,
    group_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    role text NOT NULL,
    person_id uuid REFERENCES identity.persons ON DELETE CASCADE,
    made_by uuid NOT NULL,
    made_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    uses integer NOT NULL DEFAULT 0,
    revoked boolean NOT NULL DEFAULT false,
    CONSTRAINT invitations_key PRIMARY KEY (invitation_id),
    CONSTRAINT invitations_token UNIQUE (token_hash)
);
CREATE INDEX ON identity.invitations (group_id);
COMMENT ON COLUMN identity.invitations.person_id IS 'Made out to a member: works once, on another device of theirs.';
GRANT SELECT, INSERT, UPDATE, DELETE ON identity.persons, identity.groups, identity.sign_ins,
    identity.invitations TO kring_writer;

-- One row for a whole choice: counts beside cases, and who took part in the order of their ids.
-- Every ballot rewrites the same row, so no row, order or time ties a person to a case.
CREATE TABLE choices.choices (
    choice_id uuid NOT NULL,
    session_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    cases uuid[] NOT NULL,
    counts integer[] NOT NULL,
    voters uuid[] NOT NULL,
    closed boolean NOT NULL DEFAULT false,
    CONSTRAINT choices_key PRIMARY KEY (choice_id)
) WITH (fillfactor = 10);
GRANT SELECT, INSERT, UPDATE, DELETE ON choices.choices TO kring_writer;
