-- Reminders on their way, the devices they go to, and the calendars that are read with a secret.

CREATE SCHEMA reminders AUTHORIZATION kring_owner;
GRANT USAGE ON SCHEMA reminders TO kring_writer, kring_projector;
GRANT USAGE ON SCHEMA identity TO kring_projector;

SET LOCAL ROLE kring_owner;

-- What was planned from views.reminders_due, once for each person, occasion and what it is about: so
-- nobody gets two of the same. The columns from anchor to wished say from what the moment followed;
-- when one of them is not what the view and the person say now, it is planned anew.
-- Whoever takes a row moves next_try_at ahead in the same statement: a worker that dies leaves it to
-- the next one, and two never take the same.
CREATE TABLE reminders.planned (
    tenant_id uuid NOT NULL,
    person_id uuid NOT NULL REFERENCES identity.persons ON DELETE CASCADE,
    occasion text NOT NULL,
    about uuid NOT NULL,
    group_id uuid NOT NULL,
    session_id uuid,
    action_id uuid,
    anchor timestamptz,
    day date,
    until timestamptz NOT NULL,
    zone text NOT NULL,
    wished bigint NOT NULL,
    due_at timestamptz,
    next_try_at timestamptz,
    tries integer NOT NULL DEFAULT 0,
    waits_for text[],
    outcome text CONSTRAINT planned_outcome CHECK (outcome IN ('nothing', 'sent', 'failed')),
    CONSTRAINT planned_key PRIMARY KEY (tenant_id, person_id, occasion, about)
);
CREATE INDEX ON reminders.planned (next_try_at) WHERE outcome IS NULL;
CREATE INDEX ON reminders.planned (person_id);
CREATE INDEX ON reminders.planned (until);
COMMENT ON COLUMN reminders.planned.waits_for IS
    'Channels and devices that have not taken it; NULL: nobody tried yet.';
GRANT SELECT, INSERT, UPDATE, DELETE ON reminders.planned TO kring_projector;
GRANT SELECT ON reminders.planned TO kring_writer;

-- One row: when somebody last looked for what is due.
CREATE TABLE reminders.rounds (
    one boolean NOT NULL DEFAULT true,
    last_at timestamptz NOT NULL,
    CONSTRAINT rounds_key PRIMARY KEY (one),
    CONSTRAINT rounds_one_row CHECK (one)
) WITH (fillfactor = 10);
GRANT SELECT, INSERT, UPDATE ON reminders.rounds TO kring_projector;
GRANT SELECT ON reminders.rounds TO kring_writer;

-- Whoever reminds knows where somebody lives by the clock, and what they read: and nothing else of them.
GRANT SELECT (person_id, language, time_zone, address) ON identity.persons TO kring_projector;

-- A browser that shows notifications: one for each sign-in, and gone with it. An endpoint is one
-- browser, whoever signed in there last.
CREATE TABLE identity.push_devices (
    sign_in_id uuid NOT NULL REFERENCES identity.sign_ins (sign_in_id) ON DELETE CASCADE,
    person_id uuid NOT NULL REFERENCES identity.persons ON DELETE CASCADE,
    endpoint text NOT NULL,
    public_key bytea NOT NULL,
    secret bytea NOT NULL,
    server_key text NOT NULL,
    made_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    CONSTRAINT push_devices_key PRIMARY KEY (sign_in_id),
    CONSTRAINT push_devices_endpoint UNIQUE (endpoint)
);
CREATE INDEX ON identity.push_devices (person_id);
CREATE INDEX ON identity.push_devices (seen_at);
COMMENT ON COLUMN identity.push_devices.server_key IS
    'Our public key it subscribed with; after another one was made it must subscribe anew.';
GRANT SELECT, INSERT, UPDATE, DELETE ON identity.push_devices TO kring_writer;

-- Calendars that programs fetch with a secret: of all one's groups, or of one of them.
CREATE TABLE identity.calendar_feeds (
    feed_id uuid NOT NULL,
    token_hash bytea NOT NULL,
    person_id uuid NOT NULL REFERENCES identity.persons ON DELETE CASCADE,
    group_id uuid,
    tenant_id uuid,
    made_at timestamptz NOT NULL,
    used_on date,
    CONSTRAINT calendar_feeds_key PRIMARY KEY (feed_id),
    CONSTRAINT calendar_feeds_token UNIQUE (token_hash)
);
CREATE INDEX ON identity.calendar_feeds (person_id);
GRANT SELECT, INSERT, UPDATE, DELETE ON identity.calendar_feeds TO kring_writer;

ALTER TABLE identity.groups ADD calendar_name text;
COMMENT ON COLUMN identity.groups.calendar_name IS
    'What the group chose to be called where others look along; NULL: nothing.';

RESET ROLE;
