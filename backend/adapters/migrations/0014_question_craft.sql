-- The question helper: whether somebody wants it, and counts that hang on no person and no text.

SET LOCAL ROLE kring_owner;

ALTER TABLE identity.persons ADD question_help boolean NOT NULL DEFAULT true;
COMMENT ON COLUMN identity.persons.question_help IS 'Whether the phone may say in private how a question comes across.';

-- How many questions of each kind were asked in a step, where the group agreed to count. Like a ballot
-- it knows no person, no time and no order; texts are not here, and go with their keys as ever.
CREATE TABLE choices.question_kinds (
    tenant_id uuid NOT NULL,
    session_id uuid NOT NULL,
    step integer NOT NULL,
    kind text NOT NULL CONSTRAINT question_kinds_kind
        CHECK (kind IN ('open', 'closed', 'suggestive', 'multiple', 'hidden_advice', 'unsure')),
    asked integer NOT NULL DEFAULT 1,
    CONSTRAINT question_kinds_key PRIMARY KEY (tenant_id, session_id, step, kind)
);
ALTER TABLE choices.question_kinds ENABLE ROW LEVEL SECURITY;
ALTER TABLE choices.question_kinds FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON choices.question_kinds TO kring_writer
    USING (tenant_id = (SELECT record.tenant())) WITH CHECK (tenant_id = (SELECT record.tenant()));
GRANT SELECT, INSERT, UPDATE, DELETE ON choices.question_kinds TO kring_writer;

-- How often a writer said that the helper was wrong about a kind: of the house, of no group and nobody.
CREATE TABLE choices.not_right (
    language text NOT NULL CONSTRAINT not_right_language CHECK (language IN ('nl', 'en', 'de')),
    kind text NOT NULL CONSTRAINT not_right_kind
        CHECK (kind IN ('open', 'closed', 'suggestive', 'multiple', 'hidden_advice')),
    times bigint NOT NULL DEFAULT 1,
    CONSTRAINT not_right_key PRIMARY KEY (language, kind)
);
GRANT SELECT, INSERT, UPDATE ON choices.not_right TO kring_writer;

RESET ROLE;
