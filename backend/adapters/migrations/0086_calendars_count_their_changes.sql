-- Calendars count what changes in them (SEQUENCE, RFC 5545): not only meetings that move, but also their name,
-- and the time zone and language of who reads them.

SET LOCAL ROLE kring_owner;
ALTER TABLE identity.groups ADD calendar_changes integer NOT NULL DEFAULT 0;
COMMENT ON COLUMN identity.groups.calendar_changes IS 'How often its name in calendars changed.';
ALTER TABLE identity.persons ADD calendar_changes integer NOT NULL DEFAULT 0;
COMMENT ON COLUMN identity.persons.calendar_changes IS 'How often their time zone or language changed.';
RESET ROLE;
