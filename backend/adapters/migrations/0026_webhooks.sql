-- Programs of organisations that are told of what happens, and what is on its way to them.

CREATE SCHEMA webhooks AUTHORIZATION kring_owner;
GRANT USAGE ON SCHEMA webhooks TO kring_writer, kring_projector;

SET LOCAL ROLE kring_owner;

CREATE TABLE webhooks.endpoints (
    tenant_id uuid NOT NULL,
    webhook_id uuid NOT NULL,
    label text NOT NULL,
    url text NOT NULL,
    place uuid NOT NULL,
    topics text[] NOT NULL,
    paused boolean NOT NULL DEFAULT false,
    wrapped bytea NOT NULL,
    old_wrapped bytea,
    old_until timestamptz,
    rests_until timestamptz,
    made_at timestamptz NOT NULL,
    CONSTRAINT endpoints_key PRIMARY KEY (tenant_id, webhook_id)
);
COMMENT ON COLUMN webhooks.endpoints.place IS 'By which the record names the address.';
COMMENT ON COLUMN webhooks.endpoints.wrapped IS 'The secret, under the master key; the old one signs too until old_until.';
COMMENT ON COLUMN webhooks.endpoints.rests_until IS 'After a try in vain nothing else is tried there until then.';

-- From when on an organisation's happenings are told, and the week up to which that was done.
CREATE TABLE webhooks.progress (
    tenant_id uuid NOT NULL,
    topic text NOT NULL,
    since timestamptz NOT NULL,
    gathered_until timestamptz NOT NULL,
    told_until timestamptz NOT NULL,
    CONSTRAINT progress_key PRIMARY KEY (tenant_id, topic)
);
CREATE INDEX ON webhooks.progress (gathered_until);

-- What is in a figure that was told: it is in no other.
CREATE TABLE webhooks.told (
    tenant_id uuid NOT NULL,
    topic text NOT NULL,
    about uuid NOT NULL,
    CONSTRAINT told_key PRIMARY KEY (tenant_id, topic, about)
);

CREATE TABLE webhooks.messages (
    tenant_id uuid NOT NULL,
    message_id uuid NOT NULL,
    topic text NOT NULL,
    body text NOT NULL,
    made_at timestamptz NOT NULL,
    CONSTRAINT messages_key PRIMARY KEY (tenant_id, message_id)
);
CREATE INDEX ON webhooks.messages (made_at);

-- A message on its way to one webhook. Whoever takes it moves next_try_at ahead in the same statement:
-- a worker that dies leaves it to the next one, and two never take the same.
CREATE TABLE webhooks.deliveries (
    tenant_id uuid NOT NULL,
    webhook_id uuid NOT NULL,
    message_id uuid NOT NULL,
    state text NOT NULL DEFAULT 'waiting'
        CONSTRAINT deliveries_state CHECK (state IN ('waiting', 'delivered', 'failed')),
    tries integer NOT NULL DEFAULT 0,
    next_try_at timestamptz NOT NULL,
    tried_at timestamptz,
    status integer,
    reason text,
    CONSTRAINT deliveries_key PRIMARY KEY (tenant_id, webhook_id, message_id),
    CONSTRAINT deliveries_webhook FOREIGN KEY (tenant_id, webhook_id)
        REFERENCES webhooks.endpoints ON DELETE CASCADE,
    CONSTRAINT deliveries_message FOREIGN KEY (tenant_id, message_id)
        REFERENCES webhooks.messages ON DELETE CASCADE
);
CREATE INDEX ON webhooks.deliveries (next_try_at) WHERE state = 'waiting';
CREATE INDEX ON webhooks.deliveries (tenant_id, message_id);

DO $$
DECLARE
    named text;
BEGIN
    FOREACH named IN ARRAY ARRAY['endpoints', 'progress', 'told', 'messages', 'deliveries'] LOOP
        EXECUTE format('ALTER TABLE webhooks.%I ENABLE ROW LEVEL SECURITY', named);
        EXECUTE format('ALTER TABLE webhooks.%I FORCE ROW LEVEL SECURITY', named);
        EXECUTE format(
            'CREATE POLICY own_tenant ON webhooks.%I TO kring_writer '
            'USING (tenant_id = (SELECT record.tenant())) WITH CHECK (tenant_id = (SELECT record.tenant()))',
            named
        );
        EXECUTE format('CREATE POLICY cascade_anywhere ON webhooks.%I TO kring_owner USING (true)', named);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON webhooks.%I TO kring_projector', named);
    END LOOP;
END
$$;
GRANT SELECT, INSERT, UPDATE, DELETE ON webhooks.endpoints TO kring_writer;
GRANT SELECT, INSERT, UPDATE ON webhooks.progress, webhooks.messages, webhooks.deliveries TO kring_writer;

RESET ROLE;
