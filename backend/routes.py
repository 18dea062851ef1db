"""Where each operation is found: the routes of the API, by what they are about."""

from typing import Final

from litestar import Router

from backend.api import (
    agreement,
    arranging,
    attendance,
    belonging,
    board,
    calendars,
    certificate_checks,
    certificates,
    choosing,
    composition,
    contributions,
    devices,
    duties,
    earlier_meetings,
    export,
    forgetting,
    forming,
    ground_rules,
    group_lists,
    group_years,
    groups,
    guidance,
    health,
    history,
    invitations,
    joining,
    me,
    members_import,
    method_writing,
    methods,
    operating,
    organisation_sign_in,
    organisations,
    organisations_administrators,
    organisations_audit,
    organisations_deliveries,
    organisations_import,
    organisations_methods,
    organisations_parts,
    organisations_people,
    organisations_single_sign_on,
    organisations_tokens,
    organisations_uptake,
    organisations_webhooks,
    own_methods,
    pages,
    passkeys,
    prepared,
    procedure,
    pulse,
    push,
    question_craft,
    question_help,
    readiness,
    reflections,
    registers,
    reminders,
    scheduling,
    scim,
    sign_in,
    streams,
    suggesting,
    uptake_rules,
    written_reports,
)

_MEETING: Final = (
    *board.ROUTES,
    *procedure.ROUTES,
    *choosing.ROUTES,
    *duties.ROUTES,
    *readiness.ROUTES,
    *pulse.ROUTES,
    *attendance.ROUTES,
    *contributions.ROUTES,
    *written_reports.ROUTES,
    *question_help.ROUTES,
    streams.follow_session,
)
_GROUPS: Final = (
    *forming.ROUTES,
    *groups.ROUTES,
    *arranging.ROUTES,
    *ground_rules.ROUTES,
    *agreement.ROUTES,
    *composition.ROUTES,
    *prepared.OF_GROUP,
    *earlier_meetings.ROUTES,
    *group_lists.ROUTES,
    *group_years.ROUTES,
    *own_methods.ROUTES,
    *belonging.ROUTES,
    *invitations.ROUTES,
    *members_import.ROUTES,
    *joining.ROUTES,
    *reminders.OF_GROUPS,
    *question_help.OF_GROUPS,
    *organisations_audit.OF_GROUPS,
)
_ME: Final = (
    *me.ROUTES,
    *devices.ROUTES,
    *forgetting.ABOUT_ME,
    *export.ROUTES,
    *reminders.ROUTES,
    *reminders.BY_MAIL,
    *prepared.ROUTES,
    *push.ROUTES,
    *calendars.ROUTES,
    *calendars.OPEN,
    *certificates.ROUTES,
    *certificate_checks.ROUTES,
    *registers.ROUTES,
    *reflections.ROUTES,
    *question_craft.ROUTES,
    *organisations.MINE,
)
_ORGANISATIONS: Final = (
    *organisations.ROUTES,
    *organisations_parts.ROUTES,
    *organisations_people.ROUTES,
    *organisations_import.ROUTES,
    *organisations_administrators.ROUTES,
    *organisations_tokens.ROUTES,
    *organisations_webhooks.ROUTES,
    *organisations_deliveries.ROUTES,
    *organisations_single_sign_on.ROUTES,
    *organisations_methods.ROUTES,
    *organisations_audit.ROUTES,
    *organisations_uptake.ROUTES,
    *uptake_rules.ROUTES,
)
_METHODS: Final = (*methods.ROUTES, *suggesting.ROUTES, *guidance.ROUTES, *method_writing.ROUTES)
_SIGNING_IN: Final = (*sign_in.ROUTES, *organisation_sign_in.ROUTES, *passkeys.ROUTES)


def version_1() -> Router:
    """Return the API, each operation under the heading that its document gives it."""
    meetings = Router("/sessions/{session_id:uuid}", route_handlers=list(_MEETING), tags=["meetings"])
    headings = {
        "meetings": forgetting.ROUTES,
        "me": _ME,
        "signing in": _SIGNING_IN,
        "groups": _GROUPS,
        "organisations": _ORGANISATIONS,
        "agenda": scheduling.ROUTES,
        "learning": history.ROUTES,
        "methods": _METHODS,
        "operating": operating.ROUTES,
    }
    under = [Router("/", route_handlers=list(found), tags=[tag]) for tag, found in headings.items()]
    return Router("/api/v1", route_handlers=[meetings, *under])


BESIDE: Final = (scim.ROUTER, *health.ROUTES, *pages.ROUTES)
"""What is reached outside a version of the API."""
