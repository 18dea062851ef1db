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

-- How far a reader of the eventsourcing library has come in another application's record.
CREATE TABLE views.tracking (
    application_name text NOT NULL,
    notification_id bigint NOT NULL,
    CONSTRAINT tracking_key PRIMARY KEY (application_name)
);

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
CREATE POLICY read_own ON record.events FOR SELECT TO kring_reader USING (tenant_id = (SELECT record.tenant()));

GRANT SELECT ON record.events TO kring_reader, kring_projector;
GRANT SELECT ON record.head TO kring_reader, kring_projector;
GRANT SELECT ON record.streams TO kring_projector;

-- Reserve the next versions of a stream, which begins with its first event. Called under the lock
-- of the head, so nobody else does so meanwhile. version: the first one reserved, or for a stale
-- command the one the stream is at.
CREATE FUNCTION record.claim(
    tenant uuid, stream uuid, expected bigint, size integer,
    OUT outcome text, OUT owner uuid, OUT version bigint
)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    outcome := 'appended';
    UPDATE record.streams AS known SET version = known.version + size
    WHERE known.originator_id = stream AND known.tenant_id = tenant
        AND (expected IS NULL OR known.version = expected)
    RETURNING known.tenant_id, known.version - size + 1 INTO owner, version;
    IF FOUND THEN
        RETURN;
    END IF;
    SELECT known.tenant_id, known.version INTO owner, version
    FROM record.streams AS known WHERE known.originator_id = stream;
    IF FOUND OR expected <> 0 THEN
        outcome := 'stale';
        owner := coalesce(owner, tenant);
        version := coalesce(version, 0);
        RETURN;
    END IF;
    INSERT INTO record.streams (originator_id, tenant_id, version) VALUES (stream, tenant, size);
    owner := tenant;
    version := 1;
END
$$;

-- Append a batch of commands: the first five arguments have one entry for each command, the last
-- three one for each event; the first event of a command carries the command's own id.
--
-- Answers one row for each command, in their order. outcome: appended; repeated (the stream has this
-- command already: position and version are the first answer's, and nothing was written); stale
-- (the stream is not at the version expected, but at the one answered); foreign (the stream is
-- another tenant's). A command that is refused does not keep the others from being appended.
CREATE FUNCTION record.append(
    tenants uuid[], streams uuid[], expected bigint[], actors uuid[], sizes integer[],
    ids uuid[], topics text[], states bytea[]
) RETURNS TABLE (outcome text, first_position bigint, first_version bigint, happened timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    before bigint;
    reached bigint;
    next integer := 1;
    owner uuid;
    repeats boolean := false;
    moment timestamptz;
    positions bigint[] := array_fill(NULL::bigint, ARRAY[cardinality(ids)]);
    versions bigint[] := positions;
    commands integer[] := positions;
BEGIN
    SELECT one_row.position INTO STRICT before FROM record.head AS one_row FOR UPDATE;
    reached := before;
    moment := clock_timestamp();
    FOR command IN 1 .. cardinality(streams) LOOP
        SELECT known.tenant_id, known.notification_id, known.originator_version, known.recorded_at
        INTO owner, first_position, first_version, happened
        FROM record.events AS known
        WHERE known.originator_id = streams[command] AND known.event_id = ids[next]
            AND known.command_id = known.event_id;
        IF FOUND THEN
            outcome := 'repeated';
            repeats := true;
        ELSE
            SELECT claim.outcome, claim.owner, claim.version INTO outcome, owner, first_version
            FROM record.claim(tenants[command], streams[command], expected[command], sizes[command]) AS claim;
        END IF;
        IF owner <> tenants[command] THEN
            outcome := 'foreign';
            first_position := NULL;
            first_version := NULL;
            happened := NULL;
        ELSIF outcome = 'appended' THEN
            first_position := reached + 1;
            happened := moment;
            FOR nth IN 0 .. sizes[command] - 1 LOOP
                commands[next + nth] := command;
                positions[next + nth] := first_position + nth;
                versions[next + nth] := first_version + nth;
            END LOOP;
            reached := reached + sizes[command];
        END IF;
        next := next + sizes[command];
        RETURN NEXT;
    END LOOP;
    IF reached > before THEN
        INSERT INTO record.events (
            notification_id, tenant_id, originator_id, originator_version, event_id, command_id,
            actor_id, recorded_at, topic, state
        )
        SELECT fresh.position, tenants[fresh.command], streams[fresh.command], fresh.version, fresh.id,
            first_value(fresh.id) OVER (PARTITION BY fresh.command ORDER BY fresh.position),
            actors[fresh.command], moment, fresh.topic, fresh.state
        FROM unnest(positions, versions, commands, ids, topics, states)
            AS fresh (position, version, command, id, topic, state)
        WHERE fresh.position IS NOT NULL;
        UPDATE record.head SET position = reached;
        PERFORM pg_notify('record', reached::text);
    ELSIF repeats THEN
        -- Writes to the log, so that this commit waits for the standby as the first one did.
        PERFORM pg_logical_emit_message(true, 'fence', '');
    END IF;
END
$$;

-- A stream's events after a version, for one tenant, in one round trip. The caller's own rights hold:
-- row-level security shows only what is the tenant's, whatever the stream.
CREATE FUNCTION record.read(tenant uuid, stream uuid, after bigint)
RETURNS TABLE (
    "position" bigint, version bigint, event_id uuid, actor_id uuid, recorded_at timestamptz,
    topic text, state bytea
)
LANGUAGE plpgsql SECURITY INVOKER
AS $$
BEGIN
    PERFORM pg_catalog.set_config('app.tenant', tenant::text, true);
    RETURN QUERY
    SELECT events.notification_id, events.originator_version, events.event_id, events.actor_id,
        events.recorded_at, events.topic, events.state
    FROM record.events
    WHERE events.originator_id = stream AND events.originator_version > after
    ORDER BY events.originator_version;
END
$$;

-- The same, and only what a state is made of, in one row: the last position (NULL: there is nothing
-- more), and the events one on each line, in order. Versions have no gaps, so counting tells them.
CREATE FUNCTION record.replay(tenant uuid, stream uuid, after bigint, OUT "position" bigint, OUT lines bytea)
LANGUAGE plpgsql SECURITY INVOKER
AS $$
BEGIN
    PERFORM pg_catalog.set_config('app.tenant', tenant::text, true);
    SELECT max(told.notification_id), string_agg(told.state, '\x0a'::bytea)
    INTO "position", lines
    FROM (
        SELECT events.notification_id, events.state FROM record.events
        WHERE events.originator_id = stream AND events.originator_version > after
        ORDER BY events.originator_version
    ) AS told;
END
$$;

REVOKE EXECUTE ON FUNCTION record.append, record.claim, record.read, record.replay FROM PUBLIC;
GRANT EXECUTE ON FUNCTION record.append TO kring_writer;
GRANT EXECUTE ON FUNCTION record.read, record.replay TO kring_reader;

RESET ROLE;
