"""What each cell of the matrix of rights should answer, told by the row of its operation alone."""

from typing import Any, Final
from uuid import UUID, uuid4

import httpx

from backend.api.rights import OPERATOR, PEERS, PERSON, RIGHTS, Right, Who
from tests.security.cast import PROGRAMS, ROLES, Cast
from tests.security.doors import BODIES, Door

ABOUT_THE_ROLE: Final = {
    "contributor-does-not",
    "facilitator-has-no-content-rights",
    "not-your-action",
    "not-your-part",
    "not-yours",
    "observers-only-watch",
    "only-administrators",
    "only-the-contributor",
    "only-the-facilitator",
    "only-the-maker",
    "step-is-for-others",
}
"""Refusals that say: not you."""
OTHER_WALLS: Final = {"sign-in-first", "not-found", "ground-rules-first", "not-present", "other-site"}
"""What somebody who may do something never hears either, however badly it suits the moment."""
_GOING_ON: Final = UUID(int=11)
"""Under which the contributor goes on with their action: once, however often it is said."""
_BY_SECRET: Final = {"read_calendar", "stop_mail", "look_at_organisation", "begin_organisation_sign_in"}
"""What a secret in its address opens, or what an organisation has set up, for anybody; here nobody has it."""
_NOTHING_THERE: Final = {"unknown-list", "unknown-measure", "unknown-period", "unknown-webhook"}
"""What only somebody hears who may look, of an id that names nothing."""
_HARMLESS: Final[dict[str, Any]] = {
    "propose_ground_rules": {"rules": [{"key": "no such rule"}]},
    "lower_advice_mode": {"advice_mode": "round"},
    "extend_step": {"seconds": 0},
    "share_case": {"shared": False},
    "delete_me": {"confirm": False},
}
"""Bodies with which those who may do something change nothing."""


def body_of(door: Door, cast: Cast) -> object:
    """Return a body that is good for the meeting as it stands."""
    body: Any = _HARMLESS.get(door.name, BODIES[door.name])
    case = str(cast.meeting.case)
    match door.name:
        case "answer_question":
            return body | {"question": str(cast.question)}
        case "cast_ballot" | "offer_case":
            return {"case": case}
        case "report_follow_up" | "carry_action_on":
            return body | {"action": str(cast.action)}
        case "hand_over_group" | "correct_attendance":
            return body | {"person": str(cast.people["member"].id)}
        case "give_feedback":
            return body | {"follow_up": str(cast.action)}
        case _:
            return body


def ids_of(door: Door, role: str, cast: Cast) -> dict[str, str]:
    """Return the ids of a call: the meeting's own, and new ones for what is said."""
    ids = dict(cast.ids)
    if door.name in {"skip_follow_up", "show_written_report"}:
        ids["action_id"] = str(cast.action)
    elif door.name == "report_follow_up" and role == "contributor":
        ids["follow_up_id"] = str(cast.action)
    elif door.name == "carry_action_on" and role == "contributor":
        ids["carried_on_id"] = str(_GOING_ON)
    elif door.name in {"share_case", "erase_case"}:
        ids["case_id"] = str(cast.meeting.case)
    elif door.name == "form_group":
        ids["group_id"] = str(uuid4())
    elif door.name == "register_organisation":
        ids["organisation_id"] = str(uuid4())
    elif door.name == "let_person_go":
        ids["person_id"] = str(cast.people[role].known_as or cast.people[role].id)
    elif door.is_in_organisation:
        del ids["person_id"]
    return ids


def expected(  # noqa: PLR0911 - one line for each ring around what is inside
    door: Door, role: str, cast: Cast
) -> str:
    """Return what a cell should answer: the reason of a refusal, or a word of ``holds``."""
    right = RIGHTS[door.name]
    if Who.ANYBODY in right.who:
        return "not-found" if door.name in _BY_SECRET else "open"
    if right.who == OPERATOR:
        return "not-found"
    if role == "nobody" or (role in PROGRAMS and Who.READER not in right.who):
        return "sign-in-first"
    if right.who == PERSON:
        return "one's own"
    if door.is_in_organisation:
        return _in_organisation(right, role)
    if role in {"stranger", "administrator", "employee"}:
        return "not-found"
    return _in_meeting(door, role, cast) if door.is_in_meeting else _in_group(right, role)


def _in_organisation(right: Right, role: str) -> str:
    is_one = ROLES[role]
    if is_one.isdisjoint({Who.ADMINISTRATOR, Who.EMPLOYEE, Who.READER}):
        return "not-found"
    if role == "narrow reader" and right.scope != "audit:read":
        return "scope-missing"
    return "refused" if right.who.isdisjoint(is_one) else "open"


def _in_group(right: Right, role: str) -> str:
    is_one = ROLES[role]
    if Who.CONTRIBUTOR in is_one:
        is_one |= {Who.MEMBER}
    if right.who.isdisjoint(is_one):
        return "refused"
    return "ground-rules-first" if right.accepted and role == "newcomer" else "open"


def _in_meeting(door: Door, role: str, cast: Cast) -> str:
    right = RIGHTS[door.name]
    if role == "newcomer" and right.accepted:
        return "ground-rules-first"
    if role == "absent" and right.attended and not right.who.isdisjoint(PEERS):
        return "not-present"
    may = not right.who.isdisjoint(ROLES[role])
    if door.name == "assign_role" and role == "contributor":
        return "refused or not now"  # They name their own consultant, in a step in which they decide.
    if _is_open(door.name, right, cast):
        return "open" if may else "refused"
    return "not now" if may else "refused or not now"


def _is_open(operation: str, right: Right, cast: Cast) -> bool:
    """Tell whether the meeting has come to where this can be done."""
    match operation:
        case "consent_to_case" | "decline_case":
            return cast.is_offered
        case "lower_advice_mode" | "state_advice_wish" | "share_case" | "erase_case":
            return cast.is_chosen
        case _:
            return not right.kinds or not right.kinds.isdisjoint(cast.reached)


def holds(  # noqa: PLR0911 - one line for each word
    door: Door, answer: httpx.Response, verdict: str
) -> bool:
    """Tell whether an answer is what the row says."""
    status = answer.status_code
    reason = answer.json()["type"].removeprefix("/problems/") if status >= 400 else ""
    match verdict:
        case "refused":
            return status == 403 and reason in ABOUT_THE_ROLE
        case "refused or not now":
            return status == 409 or (status == 403 and reason in ABOUT_THE_ROLE)
        case "not now":
            return status == 409 or (status == 200 and door.name == "consent_to_case")
        case "one's own":
            return status < 500 and (status not in {401, 403} or reason == "account-needed")
        case "open" if door.is_safe or RIGHTS[door.name].kinds:
            return status in {200, 201} or reason in _NOTHING_THERE
        case "open" if door.name == "confirm_attendance" and reason == "not-present":
            return True  # Who was there for no minute at all is not on the list.
        case "open":
            walls = OTHER_WALLS - ({"not-found"} if door.is_in_organisation else set())
            return status < 500 and reason not in ABOUT_THE_ROLE | walls
        case _:
            return reason == verdict
