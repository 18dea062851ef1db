-- Published uptake: figures that stand for good, and a role that can read nothing else.

CREATE SCHEMA uptake AUTHORIZATION kring_owner;
GRANT USAGE ON SCHEMA uptake TO kring_uptake, kring_projector, kring_writer;

SET LOCAL ROLE kring_owner;

-- One row for each quarter or year of an organisation whose figures were made. upto: how far the
-- record was known then. announced: the record says that the period is published.
CREATE TABLE uptake.periods (
    tenant_id uuid NOT NULL,
    period text NOT NULL CONSTRAINT periods_name CHECK (period ~ '^20\d\d(-Q[1-4])?$'),
    upto bigint NOT NULL,
    floor integer NOT NULL,
    rules integer NOT NULL,
    computed_at timestamptz NOT NULL,
    shown integer NOT NULL,
    held_back integer NOT NULL,
    CONSTRAINT periods_key PRIMARY KEY (tenant_id, period)
);

-- place: the order in which figures are given. part and holds are ids of units, role families or
-- programmes; a rest is what remains of its part, or of the whole when it has none.
CREATE TABLE uptake.figures (
    tenant_id uuid NOT NULL,
    period text NOT NULL,
    place integer NOT NULL,
    metric text NOT NULL,
    version integer NOT NULL,
    by text CONSTRAINT figures_by CHECK (by IN ('unit', 'role_family', 'programme')),
    part uuid,
    rest boolean NOT NULL,
    holds uuid[] NOT NULL,
    value double precision,
    bound text CONSTRAINT figures_bound CHECK (bound IN ('less-than', 'more-than')),
    n integer,
    slices jsonb NOT NULL,
    why text,
    CONSTRAINT figures_key PRIMARY KEY (tenant_id, period, place),
    CONSTRAINT figures_period FOREIGN KEY (tenant_id, period) REFERENCES uptake.periods
);
CREATE INDEX ON uptake.figures (tenant_id, metric, by);

-- How often programs asked, by token and day: shown to administrators, and by them to a works council.
CREATE TABLE uptake.questions (
    tenant_id uuid NOT NULL,
    token_id uuid NOT NULL,
    day date NOT NULL,
    what text NOT NULL,
    times integer NOT NULL DEFAULT 1,
    CONSTRAINT questions_key PRIMARY KEY (tenant_id, token_id, day, what)
);

DO $$
DECLARE
    named text;
BEGIN
    FOREACH named IN ARRAY ARRAY['periods', 'figures'] LOOP
        EXECUTE format('ALTER TABLE uptake.%I ENABLE ROW LEVEL SECURITY', named);
        EXECUTE format('ALTER TABLE uptake.%I FORCE ROW LEVEL SECURITY', named);
        EXECUTE format(
            'CREATE POLICY own_tenant ON uptake.%I FOR SELECT TO kring_uptake '
            'USING (tenant_id = (SELECT record.tenant()))', named
        );
        EXECUTE format('GRANT SELECT ON uptake.%I TO kring_uptake', named);
        -- Whoever makes figures adds them and can never change one that stands.
        EXECUTE format('GRANT SELECT, INSERT ON uptake.%I TO kring_projector', named);
    END LOOP;
END
$$;
ALTER TABLE uptake.questions ENABLE ROW LEVEL SECURITY;
ALTER TABLE uptake.questions FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON uptake.questions TO kring_writer
    USING (tenant_id = (SELECT record.tenant())) WITH CHECK (tenant_id = (SELECT record.tenant()));
GRANT SELECT, INSERT, UPDATE ON uptake.questions TO kring_writer;

-- To read its own tenant's rows the role may ask which tenant that is, and nothing else of the record.
GRANT USAGE ON SCHEMA record TO kring_uptake;

-- Whoever makes figures learns which accounts are which of an organisation's people, and how many
-- questions of which kind were counted in a meeting.
GRANT SELECT ON identity.organisation_accounts TO kring_projector;
GRANT USAGE ON SCHEMA choices TO kring_projector;
GRANT SELECT ON choices.question_kinds TO kring_projector;

RESET ROLE;
