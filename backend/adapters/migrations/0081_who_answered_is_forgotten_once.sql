-- Whoever makes figures forgets who answered how a meeting was, every few seconds and without reading it. It
-- found what is forgotten already as well, and wrote every meeting there ever was anew each time.

SET LOCAL ROLE kring_owner;

-- named: whether it still stands there who answered. Whoever makes figures may know that, and not who.
ALTER TABLE choices.pulses ADD COLUMN named boolean GENERATED ALWAYS AS (answered <> '{}') STORED;
DROP INDEX choices.pulses_until_idx;
CREATE INDEX pulses_to_forget ON choices.pulses (until) WHERE named;
GRANT SELECT (named) ON choices.pulses TO kring_projector;

RESET ROLE;
