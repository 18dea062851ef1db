"""Every operation of the API, from its own description, with a call that would be good for a member."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

import httpx

from backend.cli import OPENAPI_FILE
from tests.api.circle import SOON
from tests.api.people import Person

METHODS: Final = Path(__file__).parents[2] / "backend" / "domain" / "methods_data"
NOBODY: Final = str(UUID(int=7))
_TEXT: Final = {"text": "Hallo"}
_NONE: Final = None
PUBLIC: Final = {
    "list_methods",
    "get_method",
    "list_method_situations",
    "suggest_methods",
    "list_question_cards",
    "list_situations",
    "look_at_invitation",
    "redeem_invitation",
    "ask_for_code",
    "redeem_code",
    "begin_passkey_sign_in",
    "sign_in_with_passkey",
    "look_at_organisation",
    "begin_organisation_sign_in",
    "sign_in_with_organisation",
    "stop_mail",
    "read_calendar",
    "check_certificate",
    "check_live",
    "check_ready",
    "get_visitor",
}
"""What anybody may do who knows where, or has a link."""
FROM_ANY_SITE: Final = {"stop_mail"}
"""What a mail program does from wherever it is, with the link of a letter (RFC 8058)."""
OF_THE_HOUSE: Final = {"get_state_of_house"}
"""What is for who runs the house; nobody else finds it."""
OF_NO_GROUP: Final = {
    "check_method",
    "get_me",
    "change_me",
    "ask_for_address",
    "add_passkey",
    "begin_passkey",
    "confirm_address",
    "list_my_passkeys",
    "rename_passkey",
    "remove_passkey",
    "get_my_reminders",
    "check_question",
    "say_not_right",
    "get_my_questions",
    "set_my_reminders",
    "list_waiting",
    "get_push_key",
    "make_calendar",
    "list_my_calendars",
    "revoke_calendar",
    "list_my_push_devices",
    "subscribe_to_push",
    "unsubscribe_from_push",
    "test_push",
    "get_my_register",
    "choose_my_register",
    "drop_my_register",
    "list_my_reflections",
    "keep_my_reflection",
    "drop_my_reflection",
    "list_my_certificates",
    "issue_certificate",
    "get_my_certificate",
    "revoke_certificate",
    "list_my_actions",
    "list_my_proposals",
    "prepare_proposal",
    "drop_proposal",
    "list_my_reports",
    "prepare_report",
    "drop_report",
    "list_my_organisations",
    "list_my_devices",
    "list_my_terms",
    "export_mine",
    "delete_me",
    "sign_out",
    "sign_out_device",
    "sign_out_other_devices",
}
"""What is about the caller alone."""
MAKES: Final = {"form_group"}
"""What a stranger may do under a new id: one that is taken is not found, as every id of others."""
REGISTERS: Final = {"register_organisation"}
"""What somebody with an account may do under a new id; an id that is taken is not found."""
_METHOD: Final = json.loads((METHODS / "short30.json").read_text(encoding="utf-8"))
BODIES: Final[dict[str, Any]] = {
    "accept_ground_rules": _NONE,
    "add_passkey": {"credential": {}, "label": "Telefoon"},
    "add_role_family": {"name": "Verpleging"},
    "answer_question": {"question": NOBODY, "text": "Ja"},
    "appoint_administrator": _NONE,
    "arrive": _NONE,
    "add_webhook": {"label": "Rooster", "url": "https://rooster.example/kring", "topics": ["session.held"]},
    "list_webhooks": _NONE,
    "look_at_organisation": _NONE,
    "begin_organisation_sign_in": {},
    "sign_in_with_organisation": {"code": "x", "state": "x" * 43},
    "get_single_sign_on": _NONE,
    "set_single_sign_on": {"issuer": "https://login.example", "client_id": "kring"},
    "remove_single_sign_on": _NONE,
    "change_webhook": {"label": "Rooster", "url": "https://rooster.example/x", "topics": ["session.held"]},
    "change_webhook_secret": _NONE,
    "remove_webhook": _NONE,
    "test_webhook": _NONE,
    "list_deliveries": _NONE,
    "replay_delivery": _NONE,
    "ask_for_address": {"address": "anna@example.org"},
    "ask_for_code": {"address": "anna@example.org"},
    "ask_question": _TEXT,
    "begin_passkey": _NONE,
    "begin_passkey_sign_in": {},
    "cancel_session": _NONE,
    "await_follow_up": _NONE,
    "cancel_choice": _NONE,
    "cast_ballot": {"case": NOBODY},
    "change_me": {"language": "en"},
    "check_question": {"text": "Wat zag je toen?"},
    "say_not_right": {"label": "closed", "language": "nl"},
    "get_my_questions": _NONE,
    "get_question_help": _NONE,
    "choose_question_help": {"offered": True, "counted": False},
    "get_question_kinds": _NONE,
    "choose_group_reminders": {"occasions": ["day_before"]},
    "get_group_reminders": _NONE,
    "get_my_reminders": _NONE,
    "list_waiting": _NONE,
    "list_uptake_definitions": _NONE,
    "list_uptake_periods": _NONE,
    "get_uptake": _NONE,
    "get_uptake_series": _NONE,
    "download_uptake": _NONE,
    "get_uptake_visibility": _NONE,
    "list_uptake_questions": _NONE,
    "raise_threshold": {"persons": 5},
    "get_push_key": _NONE,
    "list_my_calendars": _NONE,
    "make_calendar": {},
    "read_calendar": _NONE,
    "revoke_calendar": _NONE,
    "list_my_push_devices": _NONE,
    "stop_mail": _NONE,
    "subscribe_to_push": {"endpoint": "https://fcm.googleapis.com/x", "keys": {"p256dh": "BA", "auth": "AA"}},
    "test_push": _NONE,
    "unsubscribe_from_push": _NONE,
    "set_my_reminders": {"channels": ["mail"], "occasions": ["day_before"]},
    "check_certificate": _NONE,
    "get_my_register": _NONE,
    "choose_my_register": {"profile": "skj"},
    "drop_my_register": _NONE,
    "list_my_reflections": _NONE,
    "keep_my_reflection": {"personal": "Rustig blijven"},
    "drop_my_reflection": _NONE,
    "list_my_certificates": _NONE,
    "issue_certificate": {"sessions": [NOBODY]},
    "get_my_certificate": _NONE,
    "revoke_certificate": _NONE,
    "check_in": _TEXT,
    "check_live": _NONE,
    "check_method": _METHOD,
    "check_out": _TEXT,
    "check_ready": _NONE,
    "close_choice": _NONE,
    "close_session": _NONE,
    "commit_action": _TEXT,
    "confirm_attendance": {"form": "room"},
    "correct_attendance": {"person": NOBODY, "why": "noted_wrong"},
    "confirm_address": {"code": "ABCD-EFGH"},
    "consent_to_case": {"advice_mode": "round"},
    "correct_contribution": {"contribution": NOBODY, "texts": _TEXT},
    "count_groups": _NONE,
    "decline_case": _NONE,
    "delete_me": {"confirm": False},
    "depart": _NONE,
    "describe_case": {"context": "Vorige week"},
    "erase_case": _NONE,
    "dismiss_administrator": _NONE,
    "end_programme": _NONE,
    "enrol_person": {"name": "Anna", "address": "anna@voorbeeld.nl"},
    "export_mine": _NONE,
    "extend_step": {"seconds": 60},
    "follow_session": _NONE,
    "form_group": {"name": "Kring", "my_name": "Anna"},
    "get_attendance": _NONE,
    "get_balance": _NONE,
    "get_choice": _NONE,
    "get_group": _NONE,
    "get_group_audit": _NONE,
    "get_group_method": _NONE,
    "get_history": _NONE,
    "get_me": _NONE,
    "get_visitor": _NONE,
    "get_method": _NONE,
    "get_organisation": _NONE,
    "get_organisation_audit": _NONE,
    "get_organisation_method": _NONE,
    "get_state_of_house": _NONE,
    "get_session": _NONE,
    "get_readiness": _NONE,
    "get_pulse": _NONE,
    "answer_pulse": {"answer": 4},
    "give_advice": _TEXT,
    "give_duty": {"duty": "scribe", "to": None},
    "give_feedback": {"follow_up": NOBODY, "text": "Mooi"},
    "change_group": {"name": "Kring"},
    "choose_retention": {"days_after_follow_up": 7, "days_after_session": 30},
    "close_group": _NONE,
    "declare_relation": {"kind": "close"},
    "get_agreement": _NONE,
    "get_composition": _NONE,
    "hand_over_group": {"person": NOBODY},
    "list_group_attendance": _NONE,
    "import_meetings": {"text": "datum;begin;eind;aanwezig\n2025-01-09;9:00;11:00;Anna"},
    "drop_earlier_meeting": _NONE,
    "list_group_certificates": _NONE,
    "issue_group_certificate": {"year": 2026},
    "get_group_certificate": _NONE,
    "revoke_group_certificate": _NONE,
    "import_people": {"csv": "naam;e-mail\nAnna;anna@voorbeeld.nl"},
    "invite": {"role": "member"},
    "import_members": {"text": "naam;e-mail\nNoor;noor@example.org"},
    "leave_group": _NONE,
    "list_ground_rules_versions": _NONE,
    "list_my_relations": _NONE,
    "remove_member": _NONE,
    "reopen_group": _NONE,
    "set_arrangement": {
        "rhythm": None,
        "method": "basis6",
        "advice_mode": "round",
        "facilitation": "external",
        "size": {},
    },
    "invite_my_other_device": _NONE,
    "keep_my_takeaways": {"keep_takeaways": True},
    "issue_token": {"label": "Rooster", "scopes": ["audit:read"], "expires_at": "2020-01-01T00:00:00Z"},
    "let_person_go": _NONE,
    "list_administrators": _NONE,
    "list_events": _NONE,
    "list_expectations": _NONE,
    "list_group_methods": _NONE,
    "suggest_group_methods": _NONE,
    "list_invitations": _NONE,
    "list_method_situations": _NONE,
    "list_methods": _NONE,
    "list_my_actions": _NONE,
    "list_my_proposals": _NONE,
    "drop_proposal": _NONE,
    "list_my_reports": _NONE,
    "drop_report": _NONE,
    "list_prepared_reports": _NONE,
    "list_my_terms": _NONE,
    "list_my_devices": _NONE,
    "list_my_passkeys": _NONE,
    "list_my_organisations": _NONE,
    "list_open_actions": _NONE,
    "list_organisation_methods": _NONE,
    "list_people": _NONE,
    "list_question_cards": _NONE,
    "list_sessions": _NONE,
    "list_situations": _NONE,
    "list_tokens": _NONE,
    "look_at_invitation": {"token": "x" * 43},
    "lower_advice_mode": {"advice_mode": "none"},
    "note_arrival": _NONE,
    "note_departure": _NONE,
    "note_for_another": {"said_by": NOBODY, "kind": "question", "text": "Hoe?"},
    "note_insight": _TEXT,
    "offer_case": {"case": NOBODY},
    "offer_hypothesis": _TEXT,
    "open_choice": {},
    "open_session": _NONE,
    "pass_turn": {},
    "pause_session": _NONE,
    "place_person": {"name": "Anna"},
    "place_unit": {"name": "Zorg"},
    "prepare_proposal": {"title": "Rooster"},
    "prepare_report": {"did": "Gebeld"},
    "propose_case": {"kind": "success", "title": "Rooster", "question": "Hoe?"},
    "propose_ground_rules": {"rules": [_TEXT]},
    "propose_nothing": {},
    "publish_group_method": {"method": _METHOD},
    "publish_organisation_method": {"method": _METHOD},
    "redeem_code": {"code": "ABCD-EFGH"},
    "redeem_invitation": {"token": "x" * 43, "name": "Anna"},
    "remove_passkey": _NONE,
    "rename_passkey": {"label": "Telefoon"},
    "register_organisation": {"name": "Het Voorbeeld"},
    "reopen_session": _NONE,
    "carry_action_on": {"action": NOBODY},
    "report_follow_up": {"action": NOBODY, "status": "done", "did": "Gebeld"},
    "reschedule_session": {"starts_at": SOON},
    "resume_session": _NONE,
    "reveal_step": _NONE,
    "replan_steps": {"how": "as_written"},
    "state_advice_wish": {"wanted": True},
    "assign_role": {"people": []},
    "draw_pairs": _NONE,
    "share_thought": {"kind": "association", "text": "Een brug"},
    "rate_contribution": {"on": NOBODY, "mark": "warm"},
    "write_note": _TEXT,
    "retire_group_method": _NONE,
    "retire_organisation_method": _NONE,
    "retire_role_family": _NONE,
    "retire_unit": _NONE,
    "revoke_invitation": _NONE,
    "revoke_token": _NONE,
    "run_programme": {"name": "Duurzaam inzetbaar"},
    "say_not_ready": _NONE,
    "say_ready": {"step": 0},
    "schedule_session": {"starts_at": SOON},
    "set_turn_order": {"order": [NOBODY]},
    "share_case": {"shared": True},
    "share_observation": _TEXT,
    "share_reflection": _TEXT,
    "sign_out": _NONE,
    "sign_out_device": _NONE,
    "sign_out_other_devices": _NONE,
    "sign_in_with_passkey": {"credential": {}},
    "skip_follow_up": _NONE,
    "show_written_report": _NONE,
    "list_written_reports": _NONE,
    "start_step": _NONE,
    "state_expectation": _TEXT,
    "state_takeaway": _TEXT,
    "suggest_methods": _NONE,
    "take_back_offer": _NONE,
    "undo_choice": _NONE,
    "undo_step": _NONE,
    "withdraw_contribution": _NONE,
}
"""A body that each operation takes; an operation that is missing here fails its tests."""


@dataclass(frozen=True, slots=True)
class Door:
    """One operation."""

    name: str
    method: str
    path: str

    @property
    def is_safe(self) -> bool:
        """Tell whether it changes nothing."""
        return self.method == "GET"

    @property
    def is_in_organisation(self) -> bool:
        """Tell whether it is about one organisation."""
        return self.path.startswith("/api/v1/organisations/")

    @property
    def is_in_meeting(self) -> bool:
        """Tell whether it is about one meeting that has begun."""
        return self.path.startswith("/api/v1/sessions/")

    async def knock(
        self, person: Person, ids: dict[str, str], *, body: object = ..., **headers: str
    ) -> httpx.Response:
        """Call it as somebody, on these ids; those that are not named are unknown ones.

        Of a stream, which does not end by itself, only the beginning of the answer is read.
        """
        path = self.path
        for part in path.split("/"):
            if part.startswith("{"):
                known = {"index": "0", "role": "consultant", "version": "1", "key": "basis6", **ids}
                path = path.replace(part, known.get(part.strip("{}"), str(uuid4())))
        moves = {"Idempotency-Key": str(uuid4()), "If-Match": '"1"'}
        request = person.http.build_request(
            self.method,
            f"{person.house.address}{path}",
            headers=moves | headers,
            json=BODIES[self.name] if body is ... else body,
        )
        answer = await person.http.send(request, stream=True)
        if answer.headers.get("content-type", "").startswith("text/event-stream"):
            await answer.aclose()
        else:
            await answer.aread()
        return answer


def every_door() -> list[Door]:
    """Return every operation of the committed description."""
    document = json.loads(OPENAPI_FILE.read_text(encoding="utf-8"))
    return [
        Door(operation["operationId"], method.upper(), path)
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    ]
