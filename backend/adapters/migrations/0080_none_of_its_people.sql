-- Who the house itself forgets: whom an organisation still calls something although they are none of its
-- people. By ids; names and addresses are not read for it.

SET LOCAL ROLE kring_owner;
GRANT SELECT (tenant_id, person_id) ON identity.organisation_people TO kring_projector;
RESET ROLE;
