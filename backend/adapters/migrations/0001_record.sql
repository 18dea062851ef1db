-- The record: what happened, in the order of commits, never changed afterwards.
--
-- Roles are of the server, not of one database, so they may exist already. Nobody logs in as one:
-- the connecting user takes a role for each connection (SET ROLE), and has no more rights than it.

DO $$
DECLARE
    wanted text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('kring roles'));
    FOREACH wanted IN ARRAY ARRAY['kring_owner', 'kring_writer', 'kring_reader', 'kring_projector', 'kring_uptake'] LOOP
        BEGIN
            EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL;
        END;
        IF NOT EXISTS (
            SELECT FROM pg_auth_members
            JOIN pg_roles AS granted ON granted.oid = pg_auth_members.roleid
            JOIN pg_roles AS holder ON holder.oid = pg_auth_members.member
            WHERE granted.rolname = wanted AND holder.rolname = current_user
        ) THEN
            EXECUTE format('GRANT %I TO %I', wanted, current_user);
        END IF;
    END LOOP;
    IF NOT (SELECT rolbypassrls FROM pg_roles WHERE rolname = 'kring_projector') THEN
        ALTER ROLE kring_projector BYPASSRLS;
    END IF;
END
$$;

DO $$
BEGIN
    EXECUTE format('GRANT CREATE ON DATABASE %I TO kring_owner, kring_projector', current_database());
END
$$;

CREATE SCHEMA record AUTHORIZATION kring_owner;
CREATE SCHEMA views AUTHORIZATION kring_projector;
GRANT USAGE ON SCHEMA record TO kring_writer, kring_reader, kring_projector;
GRANT USAGE ON SCHEMA views TO kring_reader;

SET LOCAL ROLE kring_projector;
ALTER DEFAULT PRIVILEGES IN SCHEMA views GRANT SELECT ON TABLES TO kring_reader;

SET LOCAL ROLE kring_owner;

-- The tenant that the present transaction reads for; none unless it said so.
CREATE FUNCTION record.tenant() RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('app.tenant', true), '')::uuid;

CREATE TABLE record.events (
    notification_id bigint NOT NULL,
    tenant_id uuid NOT NULL,
    originator_id uuid NOT NULL,
    originator_version bigint NOT NULL,
    event_id uuid NOT NULL,
    command_id uuid NOT NULL,
    actor_id uuid,
    recorded_at timestamptz NOT NULL,
    topic text NOT NULL,
    state bytea NOT NULL,
    CONSTRAINT events_position PRIMARY KEY (notification_id),
    CONSTRAINT events_version UNIQUE (originator_id, originator_version),
    CONSTRAINT events_once UNIQUE (originator_id, event_id)
);
COMMENT ON TABLE record.events IS 'Everything that happened; notification_id is its position: contiguous, in the order of commits.';
COMMENT ON COLUMN record.events.command_id IS 'The event_id of the first event of the same command.';

-- One row for each stream: whose it is, for ever, and how far it got.
CREATE TABLE record.streams (
    originator_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    version bigint NOT NULL,
    CONSTRAINT streams_key PRIMARY KEY (originator_id)
) WITH (fillfactor = 50);

-- One row in all. Whoever appends locks it first, so positions follow the order of commits.
CREATE TABLE record.head (
    one boolean NOT NULL DEFAULT true,
    position bigint NOT NULL,
    CONSTRAINT head_key PRIMARY KEY (one),
    CONSTRAINT head_one_row CHECK (one)
) WITH (fillfactor = 10);
INSERT INTO record.head (position) VALUES (0);

ALTER TABLE record.events ENABLE ROW LEVEL SECURITY;
ALTER TABLE record.events FORCE ROW LEVEL SECURITY;
CREATE POLICY append_any ON record.events TO kring_owner USING (true) WITH CHECK (true);
CREATE POLICY read_own ON record.events FOR SELECT TO kring_reader USING (tenant_id = record.tenant());

GRANT SELECT ON record.events TO kring_reader, kring_projector;
GRANT SELECT ON record.head TO kring_reader, kring_projector;
GRANT SELECT ON record.streams TO kring_projector;

RESET ROLE;
