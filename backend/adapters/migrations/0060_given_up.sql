-- What was given up lately, as the operator's page counts it.

SET LOCAL ROLE kring_owner;
CREATE INDEX ON reminders.planned (due_at) WHERE outcome = 'failed';
RESET ROLE;
