-- What a stranger can do with somebody's address: not lock their code, and not fill their letterbox.

SET LOCAL ROLE kring_owner;

ALTER TABLE identity.mailed_codes
    ADD address_tries integer NOT NULL DEFAULT 0;
COMMENT ON COLUMN identity.mailed_codes.tries IS 'By the browser that asked, or the person whose new address it is.';
COMMENT ON COLUMN identity.mailed_codes.address_tries IS 'By whoever typed the address, so that they lock nobody else out.';

-- Invitations that were mailed, for a day: revoking one makes no room for the next.
CREATE TABLE identity.mailed_invitations (
    address text NOT NULL,
    group_id uuid NOT NULL,
    mailed_at timestamptz NOT NULL
);
CREATE INDEX ON identity.mailed_invitations (address);
CREATE INDEX ON identity.mailed_invitations (mailed_at);
GRANT SELECT, INSERT, DELETE ON identity.mailed_invitations TO kring_writer;

RESET ROLE;
