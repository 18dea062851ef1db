-- Who was handed a reminder, each with their own time to be tried again: a push service that asks for two
-- hours holds up no letter, and nobody who took it is handed it again when their person wishes otherwise.

SET LOCAL ROLE kring_owner;
ALTER TABLE reminders.planned ADD asked jsonb NOT NULL DEFAULT '{}';
UPDATE reminders.planned
SET asked = jsonb_object(waits_for, array_fill(
    to_char(next_try_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), ARRAY[cardinality(waits_for)]))
WHERE outcome IS NULL AND cardinality(waits_for) > 0;
ALTER TABLE reminders.planned DROP waits_for;
COMMENT ON COLUMN reminders.planned.asked IS
    'The channel or device that was handed it: when to try it again; null: not any more.';
RESET ROLE;
