-- Programs are told of what is published and of nothing else: the weekly counts go, also those not yet sent.

SET LOCAL ROLE kring_owner;

DROP TABLE webhooks.progress, webhooks.told;
DELETE FROM webhooks.messages WHERE topic IN ('group.formed', 'session.held');

-- Periods of which programs were told: a worker that dies in between does not tell twice.
CREATE TABLE webhooks.periods (
    tenant_id uuid NOT NULL,
    period text NOT NULL,
    CONSTRAINT told_periods_key PRIMARY KEY (tenant_id, period)
);
ALTER TABLE webhooks.periods ENABLE ROW LEVEL SECURITY;
ALTER TABLE webhooks.periods FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON webhooks.periods TO kring_projector;

RESET ROLE;
SET LOCAL ROLE kring_projector;

-- What stands already was told when it was published.
INSERT INTO webhooks.periods (tenant_id, period) SELECT tenant_id, period FROM uptake.periods;

-- The view that the weekly counts were made from.
DROP TABLE IF EXISTS views.news_groups, views.news_meetings, views.news_presence;
DO $$
BEGIN
    IF to_regclass('views.positions') IS NOT NULL THEN
        DELETE FROM views.positions WHERE projection = 'news';
    END IF;
END
$$;

RESET ROLE;
