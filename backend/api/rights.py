"""Who may do what: one row for each operation of the API, and nowhere else."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from events.method import Kind


class Who(StrEnum):
    """What somebody is to an operation. Nobody is only one of these: a maker is a member too."""

    ANYBODY = "anybody"
    """Whoever knows the address, signed in or not."""
    PERSON = "person"
    """Whoever is signed in, as themselves."""
    MEMBER = "member"
    """A peer in the group; in a meeting one whose case it is not.

    A step that is for everybody lets the contributor say it too: the method's steps decide.
    """
    CONTRIBUTOR = "contributor"
    """The peer whose case it is, or whose action from an earlier one."""
    FACILITATOR = "facilitator"
    """Who guards the procedure; where peers guard it themselves, each of them."""
    OBSERVER = "observer"
    """Who watches, and neither speaks nor moves."""
    MAKER = "maker"
    """Who formed the group, or was handed it."""
    EMPLOYEE = "employee"
    """One of the organisation's people; not by that an administrator."""
    ADMINISTRATOR = "administrator"
    """Who administers the organisation."""
    READER = "reader"
    """A program with a token of the organisation, within the scope of the row."""
    OPERATOR = "operator"
    """Who runs the house, with its own token."""


class Right(NamedTuple):
    """A row: who may, and under what further conditions.

    ``accepted``: only who accepted the present ground rules (invariant 6). ``attended``: only who
    is or was at the meeting (invariant 7). ``kinds``: only once a step that has one of these kinds
    was open. ``scope``: what a token must have been given.
    """

    who: frozenset[Who]
    accepted: bool = False
    attended: bool = False
    kinds: frozenset[Kind] = frozenset()
    scope: str | None = None


ANYBODY: Final = frozenset({Who.ANYBODY})
PERSON: Final = frozenset({Who.PERSON})
MAKER: Final = frozenset({Who.MAKER})
OPERATOR: Final = frozenset({Who.OPERATOR})
GUARD: Final = frozenset({Who.FACILITATOR})
PEERS: Final = frozenset({Who.MEMBER, Who.CONTRIBUTOR})
AUDIENCE: Final = frozenset({Who.MEMBER})
CONTRIBUTOR: Final = frozenset({Who.CONTRIBUTOR})
KEEPERS: Final = MAKER | GUARD
SPEAKERS: Final = PEERS | GUARD
CIRCLE: Final = frozenset({Who.MEMBER, Who.FACILITATOR, Who.OBSERVER, Who.MAKER})
FORMING: Final = frozenset({Who.MEMBER, Who.FACILITATOR, Who.MAKER})
ADMINISTRATORS: Final = frozenset({Who.ADMINISTRATOR})
HOUSEHOLD: Final = ADMINISTRATORS | {Who.EMPLOYEE}
PRESENT: Final = SPEAKERS | {Who.OBSERVER}


def _says(who: frozenset[Who], *kinds: Kind) -> Right:
    return Right(who, accepted=True, attended=True, kinds=frozenset(kinds))


_READS_A_MEETING: Final = Right(PRESENT, accepted=True, attended=True)
_MOVES: Final = Right(GUARD, accepted=True, attended=True)
_READS_CASES: Final = Right(CIRCLE, accepted=True)

RIGHTS: Final[Mapping[str, Right]] = {
    # the house itself
    "check_live": Right(ANYBODY),
    "check_ready": Right(ANYBODY),
    "get_state_of_house": Right(OPERATOR),
    "get_page": Right(ANYBODY),
    "get_api_page": Right(ANYBODY),
    "list_methods": Right(ANYBODY),
    "get_method": Right(ANYBODY),
    "list_method_situations": Right(ANYBODY),
    "suggest_methods": Right(ANYBODY),
    "list_question_cards": Right(ANYBODY),
    "list_situations": Right(ANYBODY),
    "check_method": Right(PERSON),
    # oneself
    "get_visitor": Right(ANYBODY),
    "get_me": Right(PERSON),
    "change_me": Right(PERSON),
    "list_my_actions": Right(PERSON),
    "get_my_reminders": Right(PERSON),
    "check_question": Right(PERSON),
    "say_not_right": Right(PERSON),
    "get_my_questions": Right(PERSON),
    "set_my_reminders": Right(PERSON),
    "list_waiting": Right(PERSON),
    "get_push_key": Right(PERSON),
    "make_calendar": Right(PERSON),
    "list_my_calendars": Right(PERSON),
    "revoke_calendar": Right(PERSON),
    "list_my_push_devices": Right(PERSON),
    "subscribe_to_push": Right(PERSON),
    "unsubscribe_from_push": Right(PERSON),
    "test_push": Right(PERSON),
    "list_my_terms": Right(PERSON),
    "export_mine": Right(PERSON),
    "keep_my_takeaways": Right(PERSON),
    "delete_me": Right(PERSON),
    "list_my_proposals": Right(PERSON),
    "prepare_proposal": Right(PERSON),
    "drop_proposal": Right(PERSON),
    "list_my_reports": Right(PERSON),
    "prepare_report": Right(PERSON),
    "drop_report": Right(PERSON),
    "get_my_register": Right(PERSON),
    "choose_my_register": Right(PERSON),
    "drop_my_register": Right(PERSON),
    "list_my_reflections": Right(PERSON),
    "keep_my_reflection": Right(PERSON),
    "drop_my_reflection": Right(PERSON),
    "list_my_certificates": Right(PERSON),
    "issue_certificate": Right(PERSON),
    "get_my_certificate": Right(PERSON),
    "revoke_certificate": Right(PERSON),
    "sign_out": Right(PERSON),
    "list_my_devices": Right(PERSON),
    "sign_out_device": Right(PERSON),
    "sign_out_other_devices": Right(PERSON),
    "ask_for_address": Right(PERSON),
    "confirm_address": Right(PERSON),
    "begin_passkey": Right(PERSON),
    "add_passkey": Right(PERSON),
    "list_my_passkeys": Right(PERSON),
    "rename_passkey": Right(PERSON),
    "remove_passkey": Right(PERSON),
    # coming in
    "ask_for_code": Right(ANYBODY),
    "redeem_code": Right(ANYBODY),
    "begin_passkey_sign_in": Right(ANYBODY),
    "sign_in_with_passkey": Right(ANYBODY),
    "look_at_organisation": Right(ANYBODY),
    "begin_organisation_sign_in": Right(ANYBODY),
    "sign_in_with_organisation": Right(ANYBODY),
    "form_group": Right(ANYBODY),
    "look_at_invitation": Right(ANYBODY),
    "redeem_invitation": Right(ANYBODY),
    "stop_mail": Right(ANYBODY),
    "read_calendar": Right(ANYBODY),
    "check_certificate": Right(ANYBODY),
    # an organisation
    "register_organisation": Right(PERSON),
    "list_my_organisations": Right(PERSON),
    "get_organisation": Right(HOUSEHOLD | {Who.READER}, scope="organisation:read"),
    "place_unit": Right(ADMINISTRATORS),
    "retire_unit": Right(ADMINISTRATORS),
    "add_role_family": Right(ADMINISTRATORS),
    "retire_role_family": Right(ADMINISTRATORS),
    "run_programme": Right(ADMINISTRATORS),
    "end_programme": Right(ADMINISTRATORS),
    "list_people": Right(ADMINISTRATORS | {Who.READER}, scope="people:read"),
    "enrol_person": Right(ADMINISTRATORS),
    "place_person": Right(ADMINISTRATORS),
    "let_person_go": Right(HOUSEHOLD),
    "import_people": Right(ADMINISTRATORS),
    "list_administrators": Right(HOUSEHOLD),
    "appoint_administrator": Right(ADMINISTRATORS),
    "dismiss_administrator": Right(ADMINISTRATORS),
    "issue_token": Right(ADMINISTRATORS),
    "list_tokens": Right(ADMINISTRATORS),
    "revoke_token": Right(ADMINISTRATORS),
    "add_webhook": Right(ADMINISTRATORS),
    "list_webhooks": Right(ADMINISTRATORS),
    "change_webhook": Right(ADMINISTRATORS),
    "change_webhook_secret": Right(ADMINISTRATORS),
    "remove_webhook": Right(ADMINISTRATORS),
    "test_webhook": Right(ADMINISTRATORS),
    "list_deliveries": Right(ADMINISTRATORS),
    "replay_delivery": Right(ADMINISTRATORS),
    "provision": Right(frozenset({Who.READER}), scope="scim"),
    "get_single_sign_on": Right(ADMINISTRATORS),
    "set_single_sign_on": Right(ADMINISTRATORS),
    "remove_single_sign_on": Right(ADMINISTRATORS),
    "list_organisation_methods": Right(HOUSEHOLD),
    "get_organisation_method": Right(HOUSEHOLD),
    "publish_organisation_method": Right(ADMINISTRATORS),
    "retire_organisation_method": Right(ADMINISTRATORS),
    "get_organisation_audit": Right(ADMINISTRATORS | {Who.READER}, scope="audit:read"),
    "list_uptake_definitions": Right(ADMINISTRATORS | {Who.READER}, scope="uptake:read"),
    "list_uptake_periods": Right(ADMINISTRATORS | {Who.READER}, scope="uptake:read"),
    "get_uptake": Right(ADMINISTRATORS | {Who.READER}, scope="uptake:read"),
    "get_uptake_series": Right(ADMINISTRATORS | {Who.READER}, scope="uptake:read"),
    "download_uptake": Right(ADMINISTRATORS | {Who.READER}, scope="uptake:read"),
    "get_uptake_visibility": Right(HOUSEHOLD | {Who.READER}, scope="uptake:read"),
    "list_uptake_questions": Right(ADMINISTRATORS | {Who.READER}, scope="audit:read"),
    "raise_threshold": Right(ADMINISTRATORS),
    "count_groups": Right(ADMINISTRATORS | {Who.READER}, scope="organisation:read"),
    # a group
    "get_group_audit": Right(FORMING, accepted=True),
    "get_group": Right(CIRCLE),
    "state_expectation": Right(FORMING),
    "list_expectations": _READS_CASES,
    "propose_ground_rules": Right(FORMING),
    "accept_ground_rules": Right(CIRCLE),
    "invite": Right(FORMING),
    "import_members": Right(FORMING),
    "invite_my_other_device": Right(CIRCLE),
    "list_invitations": Right(CIRCLE),
    "revoke_invitation": Right(FORMING),
    "list_ground_rules_versions": Right(FORMING, accepted=True),
    "get_agreement": _READS_CASES,
    "change_group": Right(KEEPERS),
    "set_arrangement": Right(KEEPERS),
    "list_group_methods": Right(CIRCLE),
    "suggest_group_methods": Right(CIRCLE),
    "get_group_method": Right(CIRCLE),
    "publish_group_method": Right(KEEPERS),
    "retire_group_method": Right(KEEPERS),
    "choose_retention": Right(MAKER),
    "get_group_reminders": Right(FORMING),
    "choose_group_reminders": Right(KEEPERS),
    "get_question_help": Right(CIRCLE),
    "choose_question_help": Right(FORMING),
    "leave_group": Right(CIRCLE),
    "remove_member": Right(MAKER),
    "hand_over_group": Right(MAKER),
    "close_group": Right(MAKER),
    "reopen_group": Right(MAKER),
    "declare_relation": Right(FORMING),
    "list_my_relations": Right(FORMING),
    "get_composition": Right(KEEPERS),
    "get_balance": Right(FORMING, accepted=True),
    "list_prepared_reports": Right(GUARD, accepted=True),
    "get_history": _READS_CASES,
    "list_open_actions": _READS_CASES,
    # its agenda
    "list_sessions": Right(CIRCLE),
    "list_group_attendance": Right(KEEPERS, accepted=True),
    "import_meetings": Right(KEEPERS, accepted=True),
    "list_group_certificates": Right(KEEPERS, accepted=True),
    "issue_group_certificate": Right(KEEPERS, accepted=True),
    "get_group_certificate": Right(KEEPERS, accepted=True),
    "revoke_group_certificate": Right(KEEPERS, accepted=True),
    "drop_earlier_meeting": Right(KEEPERS, accepted=True),
    "schedule_session": Right(FORMING),
    "reschedule_session": Right(FORMING),
    "cancel_session": Right(FORMING),
    "open_session": Right(GUARD, accepted=True),
    # a meeting: there, and reading
    "arrive": Right(PRESENT, accepted=True),
    "depart": Right(PRESENT, accepted=True),
    "get_session": _READS_A_MEETING,
    "list_events": _READS_A_MEETING,
    "get_question_kinds": _READS_A_MEETING,
    "follow_session": _READS_A_MEETING,
    "get_attendance": _READS_A_MEETING,
    "get_choice": _READS_A_MEETING,
    "get_readiness": _READS_A_MEETING,
    "get_pulse": _READS_A_MEETING,
    "answer_pulse": Right(PEERS, accepted=True, attended=True),
    "confirm_attendance": Right(SPEAKERS, accepted=True, attended=True),
    "say_ready": Right(PEERS, accepted=True, attended=True),
    "say_not_ready": Right(PEERS, accepted=True, attended=True),
    # a meeting: its procedure
    "note_arrival": _MOVES,
    "note_departure": _MOVES,
    "correct_attendance": _MOVES,
    "start_step": _MOVES,
    "extend_step": _MOVES,
    "undo_step": _MOVES,
    "reveal_step": _MOVES,
    "replan_steps": _MOVES,
    "pause_session": _MOVES,
    "resume_session": _MOVES,
    "set_turn_order": _MOVES,
    "give_duty": _MOVES,
    "assign_role": Right(GUARD | CONTRIBUTOR, accepted=True, attended=True),
    "draw_pairs": _MOVES,
    "close_session": _MOVES,
    "reopen_session": _MOVES,
    "open_choice": _MOVES,
    "close_choice": _MOVES,
    "cancel_choice": _MOVES,
    "offer_case": _MOVES,
    "take_back_offer": _MOVES,
    "await_follow_up": _MOVES,
    "undo_choice": _MOVES,
    "list_written_reports": _READS_A_MEETING,
    "show_written_report": _MOVES,
    "skip_follow_up": Right(GUARD | CONTRIBUTOR, accepted=True, attended=True),
    # a meeting: what is said
    "check_in": _says(SPEAKERS, Kind.CHECK_IN),
    "report_follow_up": _says(CONTRIBUTOR, Kind.FOLLOW_UP),
    "carry_action_on": _says(CONTRIBUTOR, Kind.FOLLOW_UP),
    "give_feedback": _says(AUDIENCE, Kind.FEEDBACK),
    "propose_case": _says(PEERS, Kind.PROPOSAL),
    "propose_nothing": _says(PEERS, Kind.PROPOSAL),
    "describe_case": _says(CONTRIBUTOR, Kind.DESCRIPTION),
    "ask_question": _says(AUDIENCE, Kind.QUESTION),
    "answer_question": _says(CONTRIBUTOR, Kind.ANSWER),
    "offer_hypothesis": _says(AUDIENCE, Kind.HYPOTHESIS),
    "share_observation": _says(AUDIENCE, Kind.OBSERVATION),
    "share_reflection": _says(AUDIENCE, Kind.REFLECTION),
    "share_thought": _says(
        PEERS,
        Kind.ASSOCIATION,
        Kind.REFORMULATION,
        Kind.POSITION,
        Kind.ARGUMENT,
        Kind.EVALUATION,
    ),
    "rate_contribution": _says(CONTRIBUTOR, Kind.RATING),
    "write_note": _says(PEERS, Kind.NOTE),
    "give_advice": _says(AUDIENCE, Kind.ADVICE),
    "state_takeaway": _says(CONTRIBUTOR, Kind.TAKEAWAY),
    "commit_action": _says(CONTRIBUTOR, Kind.ACTION),
    "note_insight": _says(PEERS, Kind.INSIGHT),
    "check_out": _says(SPEAKERS, Kind.CHECK_OUT),
    "pass_turn": _says(PEERS),
    "note_for_another": Right(PRESENT, accepted=True, attended=True),
    "withdraw_contribution": _says(SPEAKERS),
    "correct_contribution": _says(SPEAKERS),
    # a meeting: whose case it is
    "cast_ballot": _says(PEERS, Kind.VOTE),
    "consent_to_case": _says(CONTRIBUTOR),
    "decline_case": _says(CONTRIBUTOR),
    "lower_advice_mode": _says(CONTRIBUTOR),
    "state_advice_wish": _says(CONTRIBUTOR),
    "erase_case": Right(CONTRIBUTOR),
    "share_case": Right(CONTRIBUTOR),
}
"""By operation id. An operation without a row does not start, and neither does a row without one."""
