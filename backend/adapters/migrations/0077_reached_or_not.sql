-- Whether a reminder reached anybody, and whether a letter of it was given up: a phone that was
-- reached hides no mail server that takes nothing, and a letter that fails later makes nothing unreached.

SET LOCAL ROLE kring_owner;
ALTER TABLE reminders.planned
    ADD reached boolean NOT NULL DEFAULT false,
    ADD mail_lost boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN reminders.planned.reached IS 'Somebody took it: a phone or a mail server.';
COMMENT ON COLUMN reminders.planned.mail_lost IS 'No mail server took it, and none is asked any more.';
CREATE INDEX ON reminders.planned (due_at) WHERE mail_lost;
RESET ROLE;
