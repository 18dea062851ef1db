"""A client of Kring's API, written by write.py from the API's own description: do not edit.

>>> with Kring("https://kring.example", token="kring_…") as kring:
...     page = kring.list_people("0195…", search="anna")
"""

# ruff: noqa
from types import TracebackType
from typing import Any, Literal, NotRequired, Self, TypeAlias, TypedDict, cast
from urllib.parse import quote
from uuid import UUID

import httpx


class Problem(Exception):
    """The API said no: ``reason`` in a word, ``detail`` in a sentence that says what to do (RFC 9457)."""

    def __init__(self, status: int, told: dict[str, Any], retry_after: float | None) -> None:
        self.status, self.told, self.retry_after = status, told, retry_after
        self.reason = str(told.get("type", "")).removeprefix("/problems/")
        self.detail = str(told.get("detail", ""))
        super().__init__(f"{status} {self.reason}: {self.detail}")


AcceptanceView = TypedDict('AcceptanceView', {
    'at': 'str',
    'name': 'str',
    'person': 'str',
})

ActionStatus: TypeAlias = Literal['done', 'partly', 'changed', 'dropped']

ActionView = TypedDict('ActionView', {
    'action': 'str',
    'carried_on': 'bool',
    'case': 'str',
    'contributor': 'str',
    'due': 'str | None',
    'first_step': 'str | None',
    'group': 'str',
    'session': 'str',
    'text': 'str | None',
})

AdministratorView = TypedDict('AdministratorView', {
    'address': 'str | None',
    'name': 'str',
    'person': 'str',
})

Administrators = TypedDict('Administrators', {
    'administrators': 'list[AdministratorView]',
})

AdviceKind: TypeAlias = Literal['advice', 'tip', 'solution']

AdviceMode: TypeAlias = Literal['none', 'on_request', 'written', 'round']

AdviceView = TypedDict('AdviceView', {
    'by': 'str',
    'id': 'str',
    'kind': 'AdviceKind',
    'text': 'str | None',
})

Agenda = TypedDict('Agenda', {
    'sessions': 'list[AppointmentView]',
})

AgreementView = TypedDict('AgreementView', {
    'advice_mode': 'AdviceMode',
    'days_after_follow_up': 'int',
    'days_after_session': 'int',
    'expectations': 'list[ExpectationView]',
    'facilitation': 'Facilitation',
    'formed_at': 'str',
    'group': 'str',
    'method': 'str',
    'method_names': 'Words | None',
    'name': 'str',
    'people': 'list[PartyView]',
    'purpose': 'str',
    'rhythm': 'Rhythm | None',
    'rules': 'list[RuleView]',
    'rules_version': 'int',
    'size': 'SizePolicy',
})

Alive = TypedDict('Alive', {
    'status': 'str',
})

Answered = TypedDict('Answered', {
    'credential': 'dict[str, Any]',
})

AppointmentView = TypedDict('AppointmentView', {
    'advice_mode': 'str',
    'closed_at': 'str | None',
    'facilitator': 'str | None',
    'method': 'str',
    'method_names': 'Words | None',
    'minutes': 'int',
    'opened_at': 'str | None',
    'session': 'str',
    'starts_at': 'str',
    'state': 'str',
})

AttendanceCorrected = TypedDict('AttendanceCorrected', {
    'at': 'str',
    'became': 'Presence | None',
    'by': 'str',
    'id': 'str',
    'person': 'str',
    'type': 'str',
    'was': 'list[Presence]',
    'why': 'Mistake',
})

AttendanceView = TypedDict('AttendanceView', {
    'breaks': 'list[Presence]',
    'closed_at': 'str | None',
    'confirmations': 'list[ConfirmedBy]',
    'confirmed': 'bool',
    'corrections': 'list[AttendanceCorrected]',
    'opened_at': 'str',
    'people': 'list[AttendeeView]',
    'session': 'str',
})

AttendeeView = TypedDict('AttendeeView', {
    'corrected': 'bool',
    'facilitator': 'bool',
    'minutes': 'int',
    'observer': 'bool',
    'person': 'str',
    'presences': 'list[Presence]',
})

AudienceView = TypedDict('AudienceView', {
    'level': 'int | None',
    'role_family': 'str | None',
})

AuditPage = TypedDict('AuditPage', {
    'entries': 'list[organisations_audit_EntryView]',
    'next': 'int | None',
})

Balance = TypedDict('Balance', {
    'members': 'list[Share]',
})

Belongings = TypedDict('Belongings', {
    'earlier_meetings': 'list[MyMeeting]',
    'format': 'str',
    'groups': 'list[OwnGroup]',
    'made_on': 'str',
    'me': 'Details',
    'meetings': 'list[belongings_OwnMeeting]',
    'prepared_cases': 'list[PreparedCase]',
    'prepared_reports': 'list[PreparedReport]',
    'reflections': 'list[Reflection]',
    'register': 'ChosenRegister | None',
})

BoardView = TypedDict('BoardView', {
    'entries': 'list[board_EntryView]',
    'meeting': 'Meeting',
    'plan': 'PlanView | None',
    'session': 'str',
    'version': 'int',
})

CalendarView = TypedDict('CalendarView', {
    'calendar': 'str',
    'group': 'str | None',
    'made_at': 'str',
    'used_on': 'str | None',
})

Candidates = TypedDict('Candidates', {
    'cases': 'NotRequired[list[str]]',
})

Card = TypedDict('Card', {
    'key': 'str',
    'words': 'Phrase',
})

CarriedOnView = TypedDict('CarriedOnView', {
    'due': 'str | None',
    'first_step': 'str | None',
    'id': 'str',
})

CaseKind: TypeAlias = Literal['bottleneck', 'advice_question', 'success', 'dilemma']

CaseView = TypedDict('CaseView', {
    'actions': 'list[DeedView]',
    'advice': 'list[AdviceView]',
    'case': 'str',
    'contributor': 'str',
    'descriptions': 'list[DescriptionView]',
    'erased': 'bool',
    'kind': 'CaseKind | None',
    'marks': 'list[MarkView]',
    'question': 'str | None',
    'questions': 'list[QuestionView]',
    'shared': 'bool',
    'takeaways': 'list[TakeawayView]',
    'thoughts': 'list[ThoughtView]',
    'title': 'str | None',
})

CaseWords = TypedDict('CaseWords', {
    'group': 'NotRequired[str | None]',
    'influence': 'NotRequired[int | None]',
    'kind': 'NotRequired[CaseKind]',
    'question': 'NotRequired[str]',
    'title': 'NotRequired[str]',
})

CertificateView = TypedDict('CertificateView', {
    'begin': 'str',
    'certificate': 'str',
    'check_url': 'str',
    'code': 'str',
    'end': 'str',
    'issued_at': 'str',
    'minutes': 'int',
    'revoked_at': 'str | None',
    'sessions': 'list[str]',
})

Channel: TypeAlias = Literal['push', 'mail', 'calendar']

CheckView = TypedDict('CheckView', {
    'issued_at': 'str | None',
    'key': 'str',
    'meetings': 'list[ProvenMeeting]',
    'minutes': 'int',
    'revoked_at': 'str | None',
    'state': "Literal['valid', 'revoked', 'unknown']",
    'whose': "Literal['person', 'group', None]",
    'year': 'int | None',
})

Choice = TypedDict('Choice', {
    'cases': 'list[str]',
    'id': 'str',
    'tally': 'NotRequired[list[Tally] | None]',
})

ChoiceProgress = TypedDict('ChoiceProgress', {
    'cases': 'list[str]',
    'choice': 'str | None',
    'i_voted': 'bool',
    'open': 'bool',
    'voted': 'list[str]',
})

ChosenRegister = TypedDict('ChosenRegister', {
    'chosen_at': 'str',
    'own_rules': 'bool',
    'profile': 'str',
    'rules': 'Rules',
})

CodeSent = TypedDict('CodeSent', {
    'expires_at': 'str',
})

Composition = TypedDict('Composition', {
    'hints': 'list[Hint]',
})

Confirmation = TypedDict('Confirmation', {
    'code': 'str',
})

ConfirmedAddress = TypedDict('ConfirmedAddress', {
    'address': 'str',
})

ConfirmedBy = TypedDict('ConfirmedBy', {
    'at': 'str',
    'by': 'str',
    'form': 'Form',
})

Counted = TypedDict('Counted', {
    'counted': 'bool',
})

Counts = TypedDict('Counts', {
    'administrators': 'int',
    'people': 'int',
})

Declared: TypeAlias = Literal['manages', 'managed_by', 'appraises', 'appraised_by', 'close', 'none']

DeedView = TypedDict('DeedView', {
    'due': 'str | None',
    'first_step': 'str | None',
    'id': 'str',
    'reports': 'list[ReportView]',
    'text': 'str | None',
})

DefinitionView = TypedDict('DefinitionView', {
    'by': 'list[Dimension]',
    'formula': 'str',
    'groups': 'int',
    'metric': 'str',
    'name': 'str',
    'persons': 'int',
    'unit': "Literal['percent', 'count', 'hours', 'mean', 'days', 'ratio', 'distribution', 'curve']",
    'version': 'int',
})

Delivery: TypeAlias = Literal['taken', 'later', 'never', 'gone']

DeliveryPage = TypedDict('DeliveryPage', {
    'deliveries': 'list[DeliveryView]',
    'next': 'str | None',
})

DeliveryView = TypedDict('DeliveryView', {
    'made_at': 'str',
    'message': 'str',
    'next_try_at': 'str | None',
    'reason': 'str | None',
    'state': 'str',
    'status': 'int | None',
    'topic': 'str',
    'tried_at': 'str | None',
    'tries': 'int',
})

Departure = TypedDict('Departure', {
    'connect': 'NotRequired[bool]',
})

DescriptionView = TypedDict('DescriptionView', {
    'context': 'str | None',
    'effect': 'str | None',
    'own_behaviour': 'str | None',
    'question': 'str | None',
})

Details = TypedDict('Details', {
    'address': 'str | None',
    'language': "Literal['nl', 'en', 'de']",
    'name': 'str',
    'person': 'str',
    'time_zone': 'str',
})

DeviceView = TypedDict('DeviceView', {
    'created_at': 'str',
    'current': 'bool',
    'device': 'str',
    'label': 'str',
    'last_seen_on': 'str',
})

Devices = TypedDict('Devices', {
    'devices': 'list[DeviceView]',
})

Dimension: TypeAlias = Literal['unit', 'role_family', 'programme']

Draft = TypedDict('Draft', {
    'earlier': 'NotRequired[list[str]]',
    'language': "NotRequired[Literal['nl', 'en', 'de', None]]",
    'text': 'str',
})

Duty: TypeAlias = Literal['guide', 'scribe', 'apprentice']

EarlierReport = TypedDict('EarlierReport', {
    'dry_run': 'bool',
    'ignored_columns': 'list[str]',
    'new': 'int',
    'others': 'int',
    'position': 'int | None',
    'problem_count': 'int',
    'problems': 'list[RowProblem]',
    'rows': 'int',
    'unchanged': 'int',
})

Enrolment = TypedDict('Enrolment', {
    'person': 'str',
    'position': 'int',
    'version': 'int',
})

ExpectationView = TypedDict('ExpectationView', {
    'by': 'str',
    'id': 'str',
    'text': 'str | None',
})

Expectations = TypedDict('Expectations', {
    'expectations': 'list[ExpectationView]',
})

Extension = TypedDict('Extension', {
    'seconds': 'int',
})

Facilitation: TypeAlias = Literal['external', 'internal_dedicated', 'rotating_peer', 'self_guided']

FieldError = TypedDict('FieldError', {
    'detail': 'str',
    'field': 'str',
})

FigureView = TypedDict('FigureView', {
    'bound': "Literal['less-than', 'more-than', None]",
    'by': 'Dimension | None',
    'definition_version': 'int',
    'metric': 'str',
    'n': 'int | None',
    'name': 'str',
    'part': 'PartView | None',
    'slices': 'list[Slice]',
    'suppressed': 'bool',
    'unit': "Literal['percent', 'count', 'hours', 'mean', 'days', 'ratio', 'distribution', 'curve']",
    'value': 'float | None',
    'why': "Literal['too-few', 'derivable', 'changed-too-little', None]",
    'why_in_words': 'str | None',
})

Form: TypeAlias = Literal['room', 'online', 'mixed']

Goodbye = TypedDict('Goodbye', {
    'confirm': 'bool',
})

GroundRulesView = TypedDict('GroundRulesView', {
    'accepted': 'bool',
    'rules': 'list[RuleView]',
    'version': 'int',
})

GroupCount = TypedDict('GroupCount', {
    'groups': 'int | None',
    'period': 'str | None',
    'suppressed': 'bool',
})

GroupNames = TypedDict('GroupNames', {
    'group': 'str',
    'name': 'str',
    'purpose': 'str',
})

GroupReminders = TypedDict('GroupReminders', {
    'calendar_name': 'str | None',
    'occasions': 'list[Occasion]',
})

GroupView = TypedDict('GroupView', {
    'advice_mode': 'AdviceMode',
    'closed_at': 'str | None',
    'expectations_asked': 'int',
    'expectations_stated': 'int',
    'facilitation': 'Facilitation',
    'for_whom': 'AudienceView | None',
    'ground_rules': 'GroundRulesView',
    'group': 'str',
    'hints': 'list[Hint]',
    'maker': 'str',
    'me': 'Mine',
    'members': 'list[MemberView]',
    'method': 'str',
    'name': 'str',
    'next_meeting': 'NextMeeting | None',
    'organisation': 'str | None',
    'programme': 'str | None',
    'purpose': 'str',
    'retention': 'Retention',
    'rhythm': 'Rhythm | None',
    'size': 'SizePolicy',
    'size_advice': 'str | None',
})

GroupYear = TypedDict('GroupYear', {
    'meetings': 'list[MeetingOfYear]',
    'names_kept_years': 'int',
    'year': 'int',
    'years': 'list[int]',
})

Guard = TypedDict('Guard', {
    'name': 'str | None',
})

Help: TypeAlias = Literal['pause', 'extend', 'cards', 'order', 'park', 'close']

Hint: TypeAlias = Literal['authority', 'levels', 'functions', 'one-team', 'facilitator-close', 'size']

History = TypedDict('History', {
    'meetings': 'list[MeetingView]',
})

ImportView = TypedDict('ImportView', {
    'changed': 'int',
    'delimiter': 'str',
    'dry_run': 'bool',
    'encoding': 'str',
    'ignored_columns': 'list[str]',
    'left': 'int',
    'new': 'int',
    'position': 'int | None',
    'problem_count': 'int',
    'problems': 'list[RowProblem]',
    'rows': 'int',
    'unchanged': 'int',
})

InvitationView = TypedDict('InvitationView', {
    'address': 'str | None',
    'by_mail': 'bool',
    'expires_at': 'str',
    'invitation': 'str',
    'made_by': 'str',
    'revoked': 'bool',
    'role': 'Role',
    'uses': 'int',
})

Invitations = TypedDict('Invitations', {
    'invitations': 'list[InvitationView]',
})

IssuedToken = TypedDict('IssuedToken', {
    'id': 'str',
    'position': 'int',
    'token': 'str',
    'version': 'int',
})

IssuedWebhook = TypedDict('IssuedWebhook', {
    'id': 'str',
    'position': 'int',
    'secret': 'str',
    'version': 'int',
})

Joined = TypedDict('Joined', {
    'group': 'str',
    'person': 'str',
    'position': 'int',
    'role': 'Role',
})

Keeping = TypedDict('Keeping', {
    'keep_takeaways': 'bool',
})

Kind: TypeAlias = Literal['check_in', 'expectation', 'follow_up', 'feedback', 'proposal', 'vote', 'description', 'reformulation', 'question', 'answer', 'rating', 'hypothesis', 'observation', 'association', 'reflection', 'position', 'argument', 'advice', 'takeaway', 'action', 'insight', 'evaluation', 'note', 'check_out', 'explanation', 'agreement', 'relation', 'arrangement']

Knock = TypedDict('Knock', {
    'instead': 'NotRequired[bool]',
})

Label: TypeAlias = Literal['hidden_advice', 'suggestive', 'multiple', 'closed', 'open']

Lasts: TypeAlias = Literal['a-day', 'thirty-days']

ListContent = TypedDict('ListContent', {
    'certificate': 'str',
    'check_url': 'str',
    'code': 'str',
    'group': 'str',
    'issued_at': 'str',
    'kind': 'str',
    'meetings': 'list[ListedMeeting]',
    'version': 'int',
    'year': 'int',
})

ListView = TypedDict('ListView', {
    'certificate': 'str',
    'check_url': 'str',
    'code': 'str',
    'issued_at': 'str',
    'meetings': 'int',
    'revoked_at': 'str | None',
    'year': 'int',
})

ListedMeeting = TypedDict('ListedMeeting', {
    'begin': 'str',
    'confidential': 'bool',
    'confirmed_at': 'str',
    'confirmed_by': 'Word',
    'end': 'str',
    'facilitation': 'Facilitation',
    'facilitators': 'list[Guard] | None',
    'form': 'Form',
    'method': 'Words',
    'minutes': 'int',
    'people': 'list[Present] | None',
    'present': 'int',
    'rules_version': 'int',
})

Log = TypedDict('Log', {
    'anew': 'bool',
    'events': 'list[dict[str, Any]]',
    'now': 'str',
    'session': 'str',
    'version': 'int',
})

LongWords = TypedDict('LongWords', {
    'de': 'NotRequired[str | None]',
    'en': 'NotRequired[str]',
    'nl': 'NotRequired[str]',
})

Look = TypedDict('Look', {
    'token': 'str',
})

MadeCalendar = TypedDict('MadeCalendar', {
    'calendar': 'str',
    'group': 'str | None',
    'url': 'str',
})

MadeInvitation = TypedDict('MadeInvitation', {
    'address': 'str | None',
    'expires_at': 'str',
    'invitation': 'str',
    'role': 'Role',
    'token': 'str',
    'url': 'str',
})

Mark: TypeAlias = Literal['warm', 'maybe', 'not_now']

MarkView = TypedDict('MarkView', {
    'mark': 'Mark',
    'on': 'str',
})

Match: TypeAlias = Literal['first', 'also', 'other']

Me = TypedDict('Me', {
    'address': 'str | None',
    'groups': 'list[MyGroup]',
    'guest': 'bool',
    'language': "Literal['nl', 'en', 'de']",
    'name': 'str',
    'passkeys': 'int',
    'person': 'str',
    'question_help': 'bool',
    'time_zone': 'str',
})

Meeting = TypedDict('Meeting', {
    'advice_mode': 'NotRequired[AdviceMode | None]',
    'case_id': 'NotRequired[str | None]',
    'choice': 'NotRequired[Choice | None]',
    'closed_at': 'NotRequired[str | None]',
    'contributor': 'NotRequired[str | None]',
    'declined': 'NotRequired[list[str]]',
    'ends_at': 'NotRequired[str | None]',
    'erased': 'NotRequired[list[str]]',
    'facilitation': 'NotRequired[Facilitation | None]',
    'facilitators': 'NotRequired[list[str]]',
    'forgotten': 'NotRequired[list[str]]',
    'group_id': 'NotRequired[str | None]',
    'lengths': 'NotRequired[dict[str, int]]',
    'members': 'NotRequired[list[str]]',
    'method': 'NotRequired[str | None]',
    'observers': 'NotRequired[list[str]]',
    'offered': 'NotRequired[str | None]',
    'open_actions': 'NotRequired[list[OpenAction]]',
    'opened_at': 'NotRequired[str | None]',
    'opened_steps': 'NotRequired[list[int]]',
    'pairs': 'NotRequired[dict[str, list[list[str]]]]',
    'paused_at': 'NotRequired[str | None]',
    'planned_advice_mode': 'NotRequired[AdviceMode | None]',
    'present': 'NotRequired[list[str]]',
    'revealed': 'NotRequired[list[int]]',
    'roles': 'NotRequired[dict[str, list[str]]]',
    'session_id': 'str',
    'shared': 'NotRequired[list[str]]',
    'skipped': 'NotRequired[list[str]]',
    'started_at': 'NotRequired[str | None]',
    'step': 'NotRequired[int | None]',
    'tenant_id': 'str',
    'version': 'NotRequired[int]',
    'wishes_advice': 'NotRequired[bool | None]',
})

MeetingList = TypedDict('MeetingList', {
    'file': 'NotRequired[str | None]',
    'form': 'NotRequired[Form]',
    'text': 'NotRequired[str | None]',
})

MeetingOfYear = TypedDict('MeetingOfYear', {
    'afterwards': 'bool',
    'begin': 'str',
    'confirmed': 'bool',
    'end': 'str',
    'method': 'Words',
    'people': 'list[WasThere] | None',
    'present': 'int',
    'session': 'str',
})

MeetingState: TypeAlias = Literal['planned', 'open', 'closed', 'cancelled']

MeetingView = TypedDict('MeetingView', {
    'advice_given': 'int',
    'cases': 'list[CaseView]',
    'closed_at': 'str',
    'facilitated_by': 'list[str]',
    'insights': 'list[SaidView]',
    'method': 'str',
    'method_names': 'Words',
    'opened_at': 'str',
    'present': 'int',
    'questions_asked': 'int',
    'readable': 'bool',
    'session': 'str',
})

MemberList = TypedDict('MemberList', {
    'file': 'NotRequired[str | None]',
    'language': "NotRequired[Literal['nl', 'en', 'de', None]]",
    'text': 'NotRequired[str | None]',
})

MemberView = TypedDict('MemberView', {
    'accepted_rules': 'bool',
    'expectation_stated': 'bool',
    'name': 'str',
    'person': 'str',
    'role': 'Role',
})

MembersReport = TypedDict('MembersReport', {
    'dry_run': 'bool',
    'encoding': 'str',
    'ignored_columns': 'list[str]',
    'new': 'int',
    'problem_count': 'int',
    'problems': 'list[RowProblem]',
    'rows': 'int',
    'skipped': 'list[RowProblem]',
})

Method = TypedDict('Method', {
    'advice_mode': 'AdviceMode',
    'avoid': 'Words',
    'confidence': 'NotRequired[str]',
    'days': 'NotRequired[list[Any] | None]',
    'experience_level': 'NotRequired[int]',
    'key': 'str',
    'names': 'Words',
    'needs_trained_facilitator': 'NotRequired[bool]',
    'online_ok': 'NotRequired[bool]',
    'safety_level': 'NotRequired[int]',
    'size_max': 'int',
    'size_min': 'int',
    'source': 'NotRequired[str]',
    'steps': 'list[Step]',
    'version': 'int',
    'when': 'Words',
})

MethodLine = TypedDict('MethodLine', {
    'advice_mode': 'AdviceMode',
    'key': 'str',
    'minutes': 'int',
    'names': 'Words',
    'size_max': 'int',
    'size_min': 'int',
    'when': 'Words',
})

MethodProblem = TypedDict('MethodProblem', {
    'rule': 'str',
    'step': 'int | None',
    'words': 'Words',
})

MethodProblems = TypedDict('MethodProblems', {
    'problems': 'list[MethodProblem]',
})

Methods = TypedDict('Methods', {
    'methods': 'list[MethodLine]',
})

Mine = TypedDict('Mine', {
    'maker': 'bool',
    'may_arrange': 'bool',
    'may_invite_facilitators': 'bool',
    'may_move': 'bool',
    'observer': 'bool',
    'person': 'str',
    'role': 'Role',
})

Mistake: TypeAlias = Literal['told_late', 'forgot_to_leave', 'device_went_away', 'was_not_there', 'noted_wrong']

Moment: TypeAlias = Literal['early', 'middle', 'late']

MyActions = TypedDict('MyActions', {
    'actions': 'list[ActionView]',
})

MyCalendars = TypedDict('MyCalendars', {
    'calendars': 'list[CalendarView]',
})

MyDetails = TypedDict('MyDetails', {
    'language': "NotRequired[Literal['nl', 'en', 'de', None]]",
    'name': 'NotRequired[str | None]',
    'question_help': 'NotRequired[bool | None]',
    'time_zone': 'NotRequired[str | None]',
})

MyGroup = TypedDict('MyGroup', {
    'accepted_rules': 'bool',
    'expectation_stated': 'bool',
    'group': 'str',
    'name': 'str',
    'role': 'Role',
})

MyMeeting = TypedDict('MyMeeting', {
    'afterwards': 'bool',
    'begin': 'str',
    'confirmed': 'bool',
    'end': 'str',
    'group': 'str',
    'group_name': 'str | None',
    'method': 'Words',
    'minutes': 'int',
    'session': 'str',
})

MyOrganisation = TypedDict('MyOrganisation', {
    'administrator': 'bool',
    'enrolled': 'bool',
    'name': 'str',
    'organisation': 'str',
})

MyOrganisations = TypedDict('MyOrganisations', {
    'organisations': 'list[MyOrganisation]',
})

MyProof = TypedDict('MyProof', {
    'certificates': 'list[CertificateView]',
    'meetings': 'list[MyMeeting]',
})

MyProposals = TypedDict('MyProposals', {
    'proposals': 'list[PreparedCase]',
})

MyReflections = TypedDict('MyReflections', {
    'reflections': 'list[Reflection]',
})

MyRegister = TypedDict('MyRegister', {
    'chosen': 'ChosenRegister | None',
    'profiles': 'list[Profile]',
    'progress': 'Progress | None',
})

MyRelations = TypedDict('MyRelations', {
    'relations': 'list[RelationView]',
})

MyReports = TypedDict('MyReports', {
    'reports': 'list[PreparedReport]',
})

NamedPart = TypedDict('NamedPart', {
    'id': 'str',
    'name': 'str',
})

NewAction = TypedDict('NewAction', {
    'case': 'NotRequired[str | None]',
    'due': 'NotRequired[str | None]',
    'first_step': 'NotRequired[str | None]',
    'step': 'NotRequired[int]',
    'text': 'str',
})

NewAddress = TypedDict('NewAddress', {
    'address': 'str',
})

NewAdvice = TypedDict('NewAdvice', {
    'case': 'NotRequired[str | None]',
    'kind': 'NotRequired[AdviceKind]',
    'step': 'NotRequired[int]',
    'text': 'str',
})

NewAnswer = TypedDict('NewAnswer', {
    'case': 'NotRequired[str | None]',
    'question': 'str',
    'step': 'NotRequired[int]',
    'text': 'NotRequired[str | None]',
})

NewAppointment = TypedDict('NewAppointment', {
    'advice_mode': 'NotRequired[AdviceMode | None]',
    'facilitator': 'NotRequired[str | None]',
    'method': 'NotRequired[str | None]',
    'minutes': 'NotRequired[int]',
    'starts_at': 'str',
})

NewArrangement = TypedDict('NewArrangement', {
    'advice_mode': 'AdviceMode',
    'facilitation': 'Facilitation',
    'method': 'str',
    'rhythm': 'NewRhythm | None',
    'size': 'NewSize',
})

NewAudience = TypedDict('NewAudience', {
    'level': 'NotRequired[int | None]',
    'role_family': 'NotRequired[str | None]',
})

NewCalendar = TypedDict('NewCalendar', {
    'group': 'NotRequired[str | None]',
})

NewCarryingOn = TypedDict('NewCarryingOn', {
    'action': 'str',
    'due': 'NotRequired[str | None]',
    'first_step': 'NotRequired[str | None]',
    'step': 'NotRequired[int]',
})

NewCase = TypedDict('NewCase', {
    'influence': 'NotRequired[int | None]',
    'kind': 'CaseKind',
    'question': 'str',
    'step': 'NotRequired[int]',
    'title': 'str',
})

NewCertificate = TypedDict('NewCertificate', {
    'sessions': 'list[str]',
})

NewCode = TypedDict('NewCode', {
    'address': 'str',
    'language': "NotRequired[Literal['nl', 'en', 'de']]",
})

NewConfirmation = TypedDict('NewConfirmation', {
    'form': 'Form',
})

NewCorrection = TypedDict('NewCorrection', {
    'begin': 'NotRequired[str | None]',
    'end': 'NotRequired[str | None]',
    'person': 'str',
    'why': 'Mistake',
})

NewDescription = TypedDict('NewDescription', {
    'case': 'NotRequired[str | None]',
    'context': 'str',
    'effect': 'NotRequired[str | None]',
    'own_behaviour': 'NotRequired[str | None]',
    'question': 'NotRequired[str | None]',
    'step': 'NotRequired[int]',
})

NewDuty = TypedDict('NewDuty', {
    'duty': 'Duty',
    'to': 'str | None',
})

NewExpectation = TypedDict('NewExpectation', {
    'text': 'str',
})

NewFeedback = TypedDict('NewFeedback', {
    'follow_up': 'str',
    'step': 'NotRequired[int]',
    'text': 'str',
})

NewGroup = TypedDict('NewGroup', {
    'advice_mode': 'NotRequired[AdviceMode]',
    'facilitation': 'NotRequired[Facilitation]',
    'for_whom': 'NotRequired[NewAudience | None]',
    'language': "NotRequired[Literal['nl', 'en', 'de']]",
    'method': 'NotRequired[str]',
    'my_name': 'NotRequired[str | None]',
    'my_role': 'NotRequired[Role]',
    'name': 'str',
    'organisation': 'NotRequired[str | None]',
    'programme': 'NotRequired[str | None]',
    'purpose': 'NotRequired[str]',
    'rhythm': 'NotRequired[NewRhythm | None]',
    'size': 'NotRequired[NewSize]',
})

NewGroupReminders = TypedDict('NewGroupReminders', {
    'calendar_name': 'NotRequired[str | None]',
    'occasions': 'list[Occasion]',
})

NewIdea = TypedDict('NewIdea', {
    'case': 'NotRequired[str | None]',
    'kind': 'ThoughtKind',
    'step': 'NotRequired[int]',
    'text': 'str',
})

NewInvitation = TypedDict('NewInvitation', {
    'address': 'NotRequired[str | None]',
    'language': "NotRequired[Literal['nl', 'en', 'de', None]]",
    'lasts': 'NotRequired[Lasts]',
    'role': 'NotRequired[Role]',
})

NewKeys = TypedDict('NewKeys', {
    'auth': 'str',
    'p256dh': 'str',
})

NewMaker = TypedDict('NewMaker', {
    'person': 'str',
})

NewMark = TypedDict('NewMark', {
    'case': 'NotRequired[str | None]',
    'mark': 'Mark',
    'on': 'str',
    'step': 'NotRequired[int]',
})

NewMethodVersion = TypedDict('NewMethodVersion', {
    'after': 'NotRequired[int]',
    'method': 'WrittenMethod',
})

NewMoment = TypedDict('NewMoment', {
    'starts_at': 'str',
})

NewNames = TypedDict('NewNames', {
    'name': 'NotRequired[str | None]',
    'purpose': 'NotRequired[str | None]',
})

NewNote = TypedDict('NewNote', {
    'case': 'NotRequired[str | None]',
    'kind': 'NoteKind',
    'question': 'NotRequired[str | None]',
    'said_by': 'str',
    'step': 'NotRequired[int]',
    'text': 'str',
})

NewOrganisation = TypedDict('NewOrganisation', {
    'name': 'str',
})

NewPasskey = TypedDict('NewPasskey', {
    'credential': 'dict[str, Any]',
    'label': 'str',
})

NewPerson = TypedDict('NewPerson', {
    'address': 'str',
    'level': 'NotRequired[int | None]',
    'manager': 'NotRequired[str | None]',
    'name': 'str',
    'role_family': 'NotRequired[str | None]',
    'unit': 'NotRequired[str | None]',
})

NewPlace = TypedDict('NewPlace', {
    'level': 'NotRequired[int | None]',
    'manager': 'NotRequired[str | None]',
    'name': 'str',
    'role_family': 'NotRequired[str | None]',
    'unit': 'NotRequired[str | None]',
})

NewPlan = TypedDict('NewPlan', {
    'how': 'Replanning',
})

NewProgramme = TypedDict('NewProgramme', {
    'hours_per_year': 'NotRequired[int | None]',
    'name': 'str',
})

NewProvider = TypedDict('NewProvider', {
    'client_id': 'str',
    'client_secret': 'NotRequired[str | None]',
    'issuer': 'str',
})

NewPushDevice = TypedDict('NewPushDevice', {
    'endpoint': 'str',
    'keys': 'NewKeys',
})

NewQuestionHelp = TypedDict('NewQuestionHelp', {
    'counted': 'bool',
    'offered': 'bool',
})

NewRelation = TypedDict('NewRelation', {
    'kind': 'Declared',
})

NewReminders = TypedDict('NewReminders', {
    'channels': 'list[Channel]',
    'hour': 'NotRequired[str]',
    'occasions': 'list[Occasion]',
    'paused_until': 'NotRequired[str | None]',
    'quiet': 'NotRequired[Quiet | None]',
})

NewReport = TypedDict('NewReport', {
    'action': 'str',
    'did': 'str',
    'effect': 'NotRequired[str | None]',
    'learned': 'NotRequired[str | None]',
    'status': 'ActionStatus',
    'step': 'NotRequired[int]',
})

NewRetention = TypedDict('NewRetention', {
    'days_after_follow_up': 'int',
    'days_after_session': 'int',
})

NewRhythm = TypedDict('NewRhythm', {
    'minutes': 'int',
    'weeks': 'int',
})

NewRoleFamily = TypedDict('NewRoleFamily', {
    'name': 'str',
})

NewRule = TypedDict('NewRule', {
    'key': 'NotRequired[str | None]',
    'text': 'NotRequired[str | None]',
})

NewRules = TypedDict('NewRules', {
    'rules': 'list[NewRule]',
})

NewSize = TypedDict('NewSize', {
    'largest': 'NotRequired[int]',
    'smallest': 'NotRequired[int]',
})

NewTakeaway = TypedDict('NewTakeaway', {
    'case': 'NotRequired[str | None]',
    'helpful': 'NotRequired[list[str]]',
    'step': 'NotRequired[int]',
    'text': 'str',
})

NewText = TypedDict('NewText', {
    'step': 'NotRequired[int]',
    'text': 'str',
})

NewThought = TypedDict('NewThought', {
    'case': 'NotRequired[str | None]',
    'step': 'NotRequired[int]',
    'text': 'str',
})

NewThreshold = TypedDict('NewThreshold', {
    'persons': 'int',
})

NewToken = TypedDict('NewToken', {
    'expires_at': 'str',
    'label': 'str',
    'scopes': 'list[Scope]',
})

NewUnit = TypedDict('NewUnit', {
    'name': 'str',
    'parent': 'NotRequired[str | None]',
})

NewWebhook = TypedDict('NewWebhook', {
    'label': 'str',
    'topics': 'list[Topic]',
    'url': 'str',
})

NewWord = TypedDict('NewWord', {
    'step': 'NotRequired[int]',
    'text': 'NotRequired[str | None]',
})

NewWordings = TypedDict('NewWordings', {
    'contribution': 'str',
    'texts': 'dict[str, str]',
})

NextMeeting = TypedDict('NextMeeting', {
    'session': 'str',
    'starts_at': 'str',
    'state': 'MeetingState',
})

NoteKind: TypeAlias = Literal['question', 'answer', 'hypothesis', 'observation', 'reflection', 'advice']

Objection = TypedDict('Objection', {
    'label': 'Label',
    'language': "Literal['nl', 'en', 'de']",
})

Occasion: TypeAlias = Literal['first_step', 'action_date', 'week_before', 'day_before', 'meeting_opens', 'plan_meeting']

OfficeMine = TypedDict('OfficeMine', {
    'administrator': 'bool',
    'enrolled': 'bool',
    'person': 'str | None',
})

OnItsWay = TypedDict('OnItsWay', {
    'message': 'str',
})

OneCase = TypedDict('OneCase', {
    'case': 'str',
})

OpenAction = TypedDict('OpenAction', {
    'action': 'str',
    'case': 'str',
    'contributor': 'str',
    'session': 'str',
})

OpenPulse = TypedDict('OpenPulse', {
    'questions': 'list[PulseQuestion]',
})

Order = TypedDict('Order', {
    'order': 'list[str]',
})

OrganisationName = TypedDict('OrganisationName', {
    'name': 'str',
    'organisation': 'str',
})

OrganisationView = TypedDict('OrganisationView', {
    'counts': 'Counts',
    'me': 'OfficeMine',
    'name': 'str',
    'organisation': 'str',
    'programmes': 'list[ProgrammeView]',
    'role_families': 'list[RoleFamilyView]',
    'units': 'list[UnitView]',
})

OwnGroup = TypedDict('OwnGroup', {
    'expectations': 'list[str]',
    'group': 'str',
    'member': 'bool',
    'name': 'str',
})

OwnMethodLine = TypedDict('OwnMethodLine', {
    'advice_mode': 'AdviceMode',
    'id': 'str',
    'key': 'str',
    'minutes': 'int',
    'names': 'Words',
    'of': "Literal['group', 'organisation']",
    'retired': 'bool',
    'size_max': 'int',
    'size_min': 'int',
    'version': 'int',
    'when': 'Words',
})

OwnMethodView = TypedDict('OwnMethodView', {
    'id': 'str',
    'method': 'Method',
    'of': "Literal['group', 'organisation']",
    'retired': 'bool',
})

OwnMethods = TypedDict('OwnMethods', {
    'may_change': 'bool',
    'methods': 'list[OwnMethodLine]',
})

OwnQuestions = TypedDict('OwnQuestions', {
    'meetings': 'list[question_craft_OwnMeeting]',
})

OwnWords = TypedDict('OwnWords', {
    'at': 'str',
    'due': 'str | None',
    'id': 'str',
    'kind': 'str',
    'late': 'bool',
    'own_case': 'bool | None',
    'status': 'str | None',
    'texts': 'dict[str, str | None]',
})

PartView = TypedDict('PartView', {
    'holds': 'list[NamedPart]',
    'id': 'str | None',
    'key': 'str',
    'name': 'str',
    'rest': 'bool',
})

PartyView = TypedDict('PartyView', {
    'accepted_at': 'str | None',
    'name': 'str',
    'person': 'str',
    'role': 'Role',
})

PasskeyLabel = TypedDict('PasskeyLabel', {
    'label': 'str',
})

PasskeyView = TypedDict('PasskeyView', {
    'created_at': 'str',
    'label': 'str',
    'last_used_on': 'str | None',
    'passkey': 'str',
})

Passkeys = TypedDict('Passkeys', {
    'passkeys': 'list[PasskeyView]',
})

People = TypedDict('People', {
    'people': 'NotRequired[list[str]]',
})

PeoplePage = TypedDict('PeoplePage', {
    'next': 'str | None',
    'people': 'list[PersonView]',
})

PeriodView = TypedDict('PeriodView', {
    'computed_at': 'str',
    'floor': 'int',
    'held_back': 'int',
    'period': 'str',
    'rules': 'int',
    'shown': 'int',
})

PersonView = TypedDict('PersonView', {
    'address': 'str',
    'administrator': 'bool',
    'level': 'int | None',
    'manager': 'str | None',
    'name': 'str',
    'person': 'str',
    'role_family': 'str | None',
    'unit': 'str | None',
})

Phrase = TypedDict('Phrase', {
    'de': 'str',
    'en': 'str',
    'nl': 'str',
})

PlanView = TypedDict('PlanView', {
    'ends_at': 'str',
    'free_until': 'str',
    'lengths': 'list[int]',
    'reserved': 'list[bool]',
})

Preparation = TypedDict('Preparation', {
    'action': 'str',
    'contributor': 'str',
    'prepared': 'bool',
})

Preparations = TypedDict('Preparations', {
    'actions': 'list[Preparation]',
})

PreparedCase = TypedDict('PreparedCase', {
    'case': 'str',
    'changed_at': 'str',
    'group': 'NotRequired[str | None]',
    'influence': 'NotRequired[int | None]',
    'kind': 'NotRequired[CaseKind]',
    'question': 'NotRequired[str]',
    'title': 'NotRequired[str]',
})

PreparedReport = TypedDict('PreparedReport', {
    'action': 'str',
    'changed_at': 'str',
    'did': 'NotRequired[str]',
    'effect': 'NotRequired[str]',
    'in_writing': 'NotRequired[bool]',
    'learned': 'NotRequired[str]',
    'status': 'NotRequired[ActionStatus | None]',
})

Presence = TypedDict('Presence', {
    'begin': 'str',
    'end': 'str',
})

Present = TypedDict('Present', {
    'minutes': 'int',
    'name': 'str | None',
})

ProblemDetails = TypedDict('ProblemDetails', {
    'current': 'NotRequired[int]',
    'detail': 'str',
    'errors': 'NotRequired[list[FieldError]]',
    'status': 'int',
    'title': 'str',
    'type': 'str',
})

Profile = TypedDict('Profile', {
    'checked_on': 'str',
    'country': "Literal['nl', 'be', 'de']",
    'key': 'str',
    'names': 'Words',
    'rules': 'Rules',
    'source': 'str',
    'unseen': 'list[str]',
})

ProgrammeView = TypedDict('ProgrammeView', {
    'hours_per_year': 'int | None',
    'name': 'str',
    'programme': 'str',
})

Progress = TypedDict('Progress', {
    'begin': 'str',
    'end': 'str',
    'meetings': 'int',
    'minutes': 'int',
    'weighed': 'list[Weighed]',
})

ProvenMeeting = TypedDict('ProvenMeeting', {
    'begin': 'str',
    'confidential': 'bool',
    'confirmed_at': 'str',
    'confirmed_by': 'Word',
    'end': 'str',
    'facilitation': 'Facilitation',
    'form': 'Form',
    'method': 'Words',
    'minutes': 'int',
    'present': 'int',
    'rules_version': 'int',
})

ProviderView = TypedDict('ProviderView', {
    'changed_at': 'str | None',
    'client_id': 'str | None',
    'has_secret': 'bool',
    'issuer': 'str | None',
    'link': 'str',
    'redirect_uri': 'str',
})

PulseAnswer = TypedDict('PulseAnswer', {
    'answer': 'int',
})

PulseQuestion: TypeAlias = Literal['value', 'safety']

Purpose = TypedDict('Purpose', {
    'cards': 'list[Card]',
    'key': 'str',
    'kinds': 'list[Kind]',
    'moments': 'list[Moment]',
    'names': 'Phrase',
})

PushDeviceList = TypedDict('PushDeviceList', {
    'devices': 'list[PushDeviceView]',
})

PushDeviceView = TypedDict('PushDeviceView', {
    'current': 'bool',
    'device': 'str',
    'made_at': 'str',
    'renew': 'bool',
    'seen_at': 'str',
})

PushKey = TypedDict('PushKey', {
    'key': 'str',
})

PushTest = TypedDict('PushTest', {
    'delivery': 'Delivery',
})

QuestionCards = TypedDict('QuestionCards', {
    'purposes': 'list[Purpose]',
})

QuestionHelpView = TypedDict('QuestionHelpView', {
    'counted': 'bool',
    'may_choose': 'bool',
    'offered': 'bool',
})

QuestionHint = TypedDict('QuestionHint', {
    'abstained': 'bool',
    'keep_as_advice': 'bool',
    'label': 'Label',
    'language': "Literal['nl', 'en', 'de']",
    'reason': 'str',
    'rephrasings': 'list[str]',
    'show': 'bool',
})

QuestionKinds = TypedDict('QuestionKinds', {
    'counted': 'bool',
    'offered': 'bool',
    'steps': 'list[StepKinds]',
})

QuestionView = TypedDict('QuestionView', {
    'answers': 'list[SaidView]',
    'by': 'str',
    'id': 'str',
    'text': 'str | None',
})

Quiet = TypedDict('Quiet', {
    'begin': 'str',
    'end': 'str',
})

ReadyFor = TypedDict('ReadyFor', {
    'step': 'int',
})

Reason: TypeAlias = Literal['only-watched', 'not-confirmed', 'too-few', 'too-many', 'too-short', 'not-facilitated', 'day-is-full']

Receipt = TypedDict('Receipt', {
    'position': 'int',
    'version': 'int',
})

Redeem = TypedDict('Redeem', {
    'instead': 'NotRequired[bool]',
    'language': "NotRequired[Literal['nl', 'en', 'de']]",
    'name': 'NotRequired[str | None]',
    'token': 'str',
})

RedeemCode = TypedDict('RedeemCode', {
    'address': 'NotRequired[str | None]',
    'code': 'str',
    'instead': 'NotRequired[bool]',
    'language': "NotRequired[Literal['nl', 'en', 'de']]",
    'name': 'NotRequired[str | None]',
})

Reflection = TypedDict('Reflection', {
    'changed_at': 'str',
    'normative': 'NotRequired[str]',
    'personal': 'NotRequired[str]',
    'session': 'str',
    'technical': 'NotRequired[str]',
})

ReflectionWords = TypedDict('ReflectionWords', {
    'normative': 'NotRequired[str]',
    'personal': 'NotRequired[str]',
    'technical': 'NotRequired[str]',
})

RegisterChoice = TypedDict('RegisterChoice', {
    'profile': 'str',
    'rules': 'NotRequired[Rules | None]',
})

RelationView = TypedDict('RelationView', {
    'kind': 'Declared',
    'person': 'str',
})

Reminders = TypedDict('Reminders', {
    'address': 'bool',
    'asked': 'bool',
    'channels': 'list[Channel]',
    'hour': 'str',
    'language': "Literal['nl', 'en', 'de']",
    'occasions': 'list[Occasion]',
    'paused_until': 'str | None',
    'quiet': 'Quiet | None',
    'time_zone': 'str',
    'unreachable': 'list[Channel]',
})

RemindersHealth = TypedDict('RemindersHealth', {
    'lag': 'float',
    'last_ran_at': 'str | None',
    'status': "Literal['running', 'stopped', 'unknown']",
})

Replanning: TypeAlias = Literal['shrink', 'give_up', 'as_written']

ReportView = TypedDict('ReportView', {
    'carried_on': 'CarriedOnView | None',
    'did': 'str | None',
    'effect': 'str | None',
    'feedback': 'list[SaidView]',
    'id': 'str',
    'learned': 'str | None',
    'session': 'str',
    'status': 'ActionStatus',
})

ReportWords = TypedDict('ReportWords', {
    'did': 'NotRequired[str]',
    'effect': 'NotRequired[str]',
    'in_writing': 'NotRequired[bool]',
    'learned': 'NotRequired[str]',
    'status': 'NotRequired[ActionStatus | None]',
})

Retention = TypedDict('Retention', {
    'days_after_follow_up': 'NotRequired[int]',
    'days_after_session': 'NotRequired[int]',
})

Return = TypedDict('Return', {
    'code': 'str',
    'iss': 'NotRequired[str | None]',
    'language': "NotRequired[Literal['nl', 'en', 'de']]",
    'state': 'str',
})

Rhythm = TypedDict('Rhythm', {
    'minutes': 'int',
    'weeks': 'int',
})

Role: TypeAlias = Literal['member', 'facilitator', 'observer']

RoleFamilyView = TypedDict('RoleFamilyView', {
    'name': 'str',
    'role_family': 'str',
})

RowProblem = TypedDict('RowProblem', {
    'column': 'str | None',
    'reason': 'str',
    'row': 'int | None',
    'suggestion': 'str | None',
    'value': 'str | None',
})

RuleView = TypedDict('RuleView', {
    'key': 'str | None',
    'text': 'str | None',
    'words': 'Words | None',
})

Rules = TypedDict('Rules', {
    'facilitated': 'NotRequired[bool]',
    'largest': 'NotRequired[int | None]',
    'longest_per_day': 'NotRequired[int | None]',
    'meetings': 'NotRequired[int | None]',
    'minutes': 'NotRequired[int | None]',
    'months': 'int',
    'shortest': 'NotRequired[int | None]',
    'smallest': 'NotRequired[int | None]',
    'window': "NotRequired[Literal['calendar_year', 'rolling']]",
})

RulesVersionView = TypedDict('RulesVersionView', {
    'accepted': 'list[AcceptanceView]',
    'proposed_at': 'str',
    'proposed_by': 'str',
    'rules': 'list[RuleView]',
    'version': 'int',
})

RulesVersions = TypedDict('RulesVersions', {
    'versions': 'list[RulesVersionView]',
})

Said = TypedDict('Said', {
    'step': 'NotRequired[int]',
})

SaidView = TypedDict('SaidView', {
    'by': 'str',
    'id': 'str',
    'text': 'str | None',
})

Scope: TypeAlias = Literal['organisation:read', 'people:read', 'uptake:read', 'audit:read', 'scim']

Seen = TypedDict('Seen', {
    'expires_at': 'str',
    'group': 'str',
    'group_name': 'str',
    'invited_by': 'str',
    'person_name': 'str | None',
    'role': 'Role',
})

Share = TypedDict('Share', {
    'advised': 'int',
    'answered': 'int',
    'asked': 'int',
    'attended': 'int',
    'contributed': 'int',
    'facilitated': 'int',
    'person': 'str',
})

Sharing = TypedDict('Sharing', {
    'shared': 'bool',
})

ShortWords = TypedDict('ShortWords', {
    'de': 'NotRequired[str | None]',
    'en': 'NotRequired[str]',
    'nl': 'NotRequired[str]',
})

Sight = TypedDict('Sight', {
    'sees': 'str',
    'who': 'str',
})

SignedCertificate = TypedDict('SignedCertificate', {
    'content': 'SignedContent',
    'key': 'str',
    'signature': 'str',
})

SignedContent = TypedDict('SignedContent', {
    'certificate': 'str',
    'check_url': 'str',
    'code': 'str',
    'holder': 'str',
    'issued_at': 'str',
    'kind': 'str',
    'meetings': 'list[SignedMeeting]',
    'minutes': 'int',
    'version': 'int',
})

SignedInAs = TypedDict('SignedInAs', {
    'new': 'bool',
    'person': 'str',
})

SignedInThrough = TypedDict('SignedInThrough', {
    'new': 'bool',
    'organisation': 'str',
    'person': 'str',
})

SignedList = TypedDict('SignedList', {
    'content': 'ListContent',
    'key': 'str',
    'signature': 'str',
})

SignedMeeting = TypedDict('SignedMeeting', {
    'begin': 'str',
    'confidential': 'bool',
    'confirmed_at': 'str',
    'confirmed_by': 'Word',
    'end': 'str',
    'facilitated': 'bool',
    'facilitation': 'Facilitation',
    'facilitators': 'list[Guard]',
    'form': 'Form',
    'method': 'Words',
    'minutes': 'int',
    'present': 'int',
    'rules_version': 'int',
})

Situation = TypedDict('Situation', {
    'helps': 'list[Help]',
    'key': 'str',
    'names': 'Phrase',
    'ways': 'list[Phrase]',
})

SituationView = TypedDict('SituationView', {
    'key': 'str',
    'words': 'Words',
})

SituationViews = TypedDict('SituationViews', {
    'situations': 'list[SituationView]',
})

Situations = TypedDict('Situations', {
    'situations': 'list[Situation]',
})

SizePolicy = TypedDict('SizePolicy', {
    'largest': 'NotRequired[int]',
    'smallest': 'NotRequired[int]',
})

Slice = TypedDict('Slice', {
    'key': 'str',
    'value': 'float',
})

Somebody = TypedDict('Somebody', {
    'name': 'str',
    'person': 'str',
})

Speaker: TypeAlias = Literal['contributor', 'members', 'facilitator', 'everyone', 'previous_contributor', 'consultant', 'coach', 'observers']

Stance: TypeAlias = Literal['takes_part', 'speaks', 'answers', 'listens', 'reacts', 'decides', 'away']

StateOfHouse = TypedDict('StateOfHouse', {
    'helper_not_right': 'dict[str, int]',
    'lag': 'dict[str, int]',
    'listening': 'int',
    'mail': "Literal['file', 'smtp']",
    'mail_folder': 'str | None',
    'reminders': 'StateOfReminders',
})

StateOfReminders = TypedDict('StateOfReminders', {
    'given_up': 'int',
    'lag': 'float',
    'last_ran_at': 'str | None',
    'mail_lost': 'int',
    'status': "Literal['running', 'stopped']",
    'waiting': 'int',
})

Step = TypedDict('Step', {
    'days': 'NotRequired[int | None]',
    'key': 'str',
    'kinds': 'list[Kind]',
    'minutes': 'int',
    'purpose': 'Words',
    'required': 'NotRequired[bool]',
    'speakers': 'list[Speaker]',
    'stance': 'Stance',
    'tip': 'Words',
    'title': 'Words',
    'turns': 'list[Turn]',
    'visibility': 'NotRequired[Visibility]',
})

StepKinds = TypedDict('StepKinds', {
    'asked': 'int',
    'kinds': 'dict[str, int]',
    'step': 'int',
})

SuggestionView = TypedDict('SuggestionView', {
    'advice_mode': 'AdviceMode',
    'fits': 'bool',
    'key': 'str',
    'match': 'Match',
    'minutes': 'int',
    'names': 'Words',
    'size_max': 'int',
    'size_min': 'int',
    'watch': 'Words',
    'why': 'Words',
})

SuggestionViews = TypedDict('SuggestionViews', {
    'notice': 'Words | None',
    'suggestions': 'list[SuggestionView]',
})

TakeawayView = TypedDict('TakeawayView', {
    'by': 'str',
    'helpful': 'list[str]',
    'id': 'str',
    'text': 'str | None',
})

Tally = TypedDict('Tally', {
    'case': 'str',
    'votes': 'int',
})

Term = TypedDict('Term', {
    'case': 'str',
    'chosen': 'bool',
    'due_on': 'str',
    'group': 'str',
    'keep_takeaways': 'bool',
    'session': 'str',
    'soon': 'bool',
    'title': 'str | None',
})

Terms = TypedDict('Terms', {
    'cases': 'list[Term]',
})

ThoughtKind: TypeAlias = Literal['association', 'reformulation', 'position', 'argument', 'feedback', 'evaluation']

ThoughtView = TypedDict('ThoughtView', {
    'by': 'str',
    'id': 'str',
    'kind': 'Kind',
    'text': 'str | None',
})

ToAnswer = TypedDict('ToAnswer', {
    'options': 'dict[str, Any]',
})

TokenList = TypedDict('TokenList', {
    'tokens': 'list[TokenView]',
})

TokenView = TypedDict('TokenView', {
    'expires_at': 'str',
    'label': 'str',
    'last_used_on': 'str | None',
    'made_at': 'str',
    'made_by': 'str',
    'revoked': 'bool',
    'scopes': 'list[Scope]',
    'token': 'str',
})

Topic: TypeAlias = Literal['group.formed', 'session.held', 'period.published']

Turn: TypeAlias = Literal['round', 'free', 'silent', 'reveal', 'pairs']

UnitView = TypedDict('UnitView', {
    'name': 'str',
    'parent': 'str | None',
    'unit': 'str',
})

UptakeDefinitions = TypedDict('UptakeDefinitions', {
    'definitions': 'list[DefinitionView]',
})

UptakeFigures = TypedDict('UptakeFigures', {
    'by': 'Dimension | None',
    'figures': 'list[FigureView]',
    'period': 'PeriodView',
})

UptakePeriods = TypedDict('UptakePeriods', {
    'next_at': 'str',
    'next_period': 'str',
    'periods': 'list[PeriodView]',
})

UptakePoint = TypedDict('UptakePoint', {
    'figures': 'list[FigureView]',
    'period': 'PeriodView',
})

UptakeQuestion = TypedDict('UptakeQuestion', {
    'day': 'str',
    'label': 'str',
    'times': 'int',
    'token': 'str',
    'what': 'str',
})

UptakeQuestions = TypedDict('UptakeQuestions', {
    'questions': 'list[UptakeQuestion]',
})

UptakeSeries = TypedDict('UptakeSeries', {
    'by': 'Dimension | None',
    'definition': 'DefinitionView',
    'points': 'list[UptakePoint]',
})

UptakeVisibility = TypedDict('UptakeVisibility', {
    'can': 'list[str]',
    'cannot': 'list[str]',
    'definitions': 'list[DefinitionView]',
    'floor': 'int',
    'groups': 'int',
    'rules': 'list[str]',
    'who': 'list[Sight]',
    'why': 'dict[str, str]',
})

Visibility: TypeAlias = Literal['live', 'after_reveal', 'hidden_from_contributor_until_end', 'private']

Waits: TypeAlias = Literal['report', 'meeting', 'plan_meeting']

WasThere = TypedDict('WasThere', {
    'minutes': 'int',
    'name': 'str | None',
    'person': 'str',
})

Way = TypedDict('Way', {
    'location': 'str',
})

WebhookChange = TypedDict('WebhookChange', {
    'label': 'str',
    'paused': 'NotRequired[bool]',
    'topics': 'list[Topic]',
    'url': 'str',
})

WebhookList = TypedDict('WebhookList', {
    'webhooks': 'list[WebhookView]',
})

WebhookView = TypedDict('WebhookView', {
    'label': 'str',
    'made_at': 'str',
    'paused': 'bool',
    'topics': 'list[Topic]',
    'url': 'str',
    'webhook': 'str',
})

Weighed = TypedDict('Weighed', {
    'afterwards': 'bool',
    'begin': 'str',
    'minutes': 'int',
    'reasons': 'list[Reason]',
    'session': 'str',
})

WelcomeAdvice = TypedDict('WelcomeAdvice', {
    'advice_mode': 'AdviceMode',
})

WhatWaits = TypedDict('WhatWaits', {
    'count': 'int',
    'waiting': 'list[reminders_Waiting]',
})

Wish = TypedDict('Wish', {
    'wanted': 'bool',
})

Word: TypeAlias = Literal['facilitator', 'members', 'afterwards']

Words = TypedDict('Words', {
    'de': 'NotRequired[str | None]',
    'en': 'str',
    'nl': 'str',
})

WrittenMethod = TypedDict('WrittenMethod', {
    'advice_mode': 'AdviceMode',
    'avoid': 'LongWords',
    'confidence': 'NotRequired[str]',
    'days': 'NotRequired[list[Any] | None]',
    'experience_level': 'NotRequired[int]',
    'key': 'NotRequired[str]',
    'names': 'ShortWords',
    'needs_trained_facilitator': 'NotRequired[bool]',
    'online_ok': 'NotRequired[bool]',
    'safety_level': 'NotRequired[int]',
    'size_max': 'int',
    'size_min': 'int',
    'source': 'NotRequired[str]',
    'steps': 'list[WrittenStep | Any]',
    'version': 'NotRequired[int]',
    'when': 'LongWords',
})

WrittenReports = TypedDict('WrittenReports', {
    'actions': 'list[str]',
})

WrittenStep = TypedDict('WrittenStep', {
    'days': 'NotRequired[int | None]',
    'key': 'str',
    'kinds': 'list[Kind | Any]',
    'minutes': 'int',
    'purpose': 'LongWords',
    'required': 'NotRequired[bool]',
    'speakers': 'list[Speaker | Any]',
    'stance': 'Stance',
    'tip': 'LongWords',
    'title': 'ShortWords',
    'turns': 'list[Turn | Any]',
    'visibility': 'NotRequired[Visibility]',
})

YearLists = TypedDict('YearLists', {
    'lists': 'list[ListView]',
})

belongings_OwnMeeting = TypedDict('belongings_OwnMeeting', {
    'group': 'str',
    'group_name': 'str',
    'opened_at': 'str',
    'said': 'list[OwnWords]',
    'session': 'str',
})

board_EntryView = TypedDict('board_EntryView', {
    'about': 'dict[str, Any]',
    'by': 'str',
    'corrected': 'bool',
    'id': 'str',
    'kind': 'str',
    'late': 'bool',
    'step': 'int',
    'texts': 'dict[str, str | None]',
    'version': 'int',
})

group_lists_NewList = TypedDict('group_lists_NewList', {
    'year': 'int',
})

health_Readiness = TypedDict('health_Readiness', {
    'database': 'bool',
    'lag': 'dict[str, int]',
    'reminders': 'RemindersHealth',
    'status': 'str',
})

history_Waiting = TypedDict('history_Waiting', {
    'actions': 'list[ActionView]',
})

organisations_audit_EntryView = TypedDict('organisations_audit_EntryView', {
    'about': 'dict[str, Any]',
    'at': 'str',
    'by': 'Somebody | None',
    'position': 'int',
    'what': 'str',
    'whom': 'Somebody | None',
})

organisations_import_NewList = TypedDict('organisations_import_NewList', {
    'complete': 'NotRequired[bool]',
    'csv': 'NotRequired[str | None]',
    'file': 'NotRequired[str | None]',
})

question_craft_OwnMeeting = TypedDict('question_craft_OwnMeeting', {
    'asked': 'int',
    'group': 'str',
    'group_name': 'str',
    'kinds': 'dict[str, int]',
    'opened_at': 'str',
    'session': 'str',
})

readiness_Readiness = TypedDict('readiness_Readiness', {
    'count': 'int',
    'i_am': 'bool',
    'ready': 'list[str]',
    'step': 'int | None',
})

reminders_Waiting = TypedDict('reminders_Waiting', {
    'action': 'str | None',
    'at': 'str | None',
    'group': 'str',
    'session': 'str | None',
    'what': 'Waits',
})


class Kring:
    """The operations of the API, each a method with the name that the description gives it.

    ``token`` is for programs; ``http`` is a client of one's own, for instance with a cookie.
    """

    def __init__(self, address: str, *, token: str | None = None, http: httpx.Client | None = None) -> None:
        self._address = address.rstrip("/")
        self._http = http or httpx.Client(timeout=30)
        self._headers = {} if token is None else {"Authorization": f"Bearer {token}"}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def _call(
        self, method: str, path: str, *, query: dict[str, Any], headers: dict[str, Any], body: Any = None
    ) -> Any:
        answer = self._http.request(
            method,
            self._address + path,
            params={name: _plain(value) for name, value in query.items() if value is not None},
            headers=self._headers | {name: str(value) for name, value in headers.items() if value},
            json=body,
        )
        kind = answer.headers.get("content-type", "")
        if answer.is_error:
            told = answer.json() if "json" in kind else {}
            wait = answer.headers.get("retry-after")
            raise Problem(answer.status_code, told, float(wait) if wait and wait.isdecimal() else None)
        if not answer.content:
            return None
        return answer.json() if "json" in kind else answer.content

    def read_calendar(self, file: str) -> bytes:
        """Fetch a calendar, as programs do; its secret is its address."""
        return cast('bytes', self._call("GET", f"/api/v1/calendars/{quote(str(file), safe='')}", query={}, headers={}))

    def check_certificate(self, code: str) -> CheckView:
        """Check a certificate by the code on it, without signing in."""
        return cast('CheckView', self._call("GET", f"/api/v1/certificates/{quote(str(code), safe='')}", query={}, headers={}))

    def get_group(self, group_id: UUID | str, *, after: int | None = None) -> GroupView:
        """See a group: its people, what it agreed, and what one may do in it."""
        return cast('GroupView', self._call("GET", f"/api/v1/groups/{quote(str(group_id), safe='')}", query={'after': after}, headers={}))

    def change_group(self, group_id: UUID | str, body: NewNames, *, after: int | None = None) -> GroupNames | Receipt:
        """Change what the group is called, or what it is for."""
        return cast('GroupNames | Receipt', self._call("PATCH", f"/api/v1/groups/{quote(str(group_id), safe='')}", query={'after': after}, headers={}, body=body))

    def form_group(self, group_id: UUID | str, body: NewGroup, *, idempotency_key: UUID | str | None = None) -> Receipt:
        """Form a group; its maker joins at once, and is signed in when they were not."""
        return cast('Receipt', self._call("PUT", f"/api/v1/groups/{quote(str(group_id), safe='')}", query={}, headers={'Idempotency-Key': idempotency_key}, body=body))

    def get_agreement(self, group_id: UUID | str, *, after: int | None = None) -> AgreementView:
        """See what the group agreed on, in one piece, to read or to print."""
        return cast('AgreementView', self._call("GET", f"/api/v1/groups/{quote(str(group_id), safe='')}/agreement", query={'after': after}, headers={}))

    def set_arrangement(self, group_id: UUID | str, body: NewArrangement, *, after: int | None = None) -> Receipt:
        """Arrange how the group meets from now on; meetings that are planned stay as they are."""
        return cast('Receipt', self._call("PUT", f"/api/v1/groups/{quote(str(group_id), safe='')}/arrangement", query={'after': after}, headers={}, body=body))

    def list_group_attendance(self, group_id: UUID | str, *, after: int | None = None, year: int | None = None, format: Literal['json', 'csv'] | None = None) -> GroupYear:
        """See of a year when the group met and who was there, for registers that ask it of a group."""
        return cast('GroupYear', self._call("GET", f"/api/v1/groups/{quote(str(group_id), safe='')}/attendance", query={'after': after, 'year': year, 'format': format}, headers={}))

    def get_group_audit(self, group_id: UUID | str, *, after: int | None = None, cursor: int | None = None, limit: int | None = None) -> AuditPage:
        """See who decided what in the group: who came and went, which rules, how long texts are kept."""
        return cast('AuditPage', self._call("GET", f"/api/v1/groups/{quote(str(group_id), safe='')}/audit", query={'after': after, 'cursor': cursor, 'limit': limit}, headers={}))

    def get_balance(self, group_id: UUID | str, *, after: int | None = None) -> Balance:
        """See the give and take in the group."""
        return cast('Balance', self._call("GET", f"/api/v1/groups/{quote(str(group_id), safe='')}/balance", query={'after': after}, headers={}))

    def list_group_certificates(self, group_id: UUID | str, *, after: int | None = None) -> YearLists:
        """See which certificates were made of the group's years."""
        return cast('YearLists', self._call("GET", f"/api/v1/groups/{quote(str(group_id), safe='')}/certificates", query={'after': after}, headers={}))

    def revoke_group_certificate(self, group_id: UUID | str, certificate_id: UUID | str, *, after: int | None = None) -> Receipt:
        """Let a certificate of a year count no longer; who checks it is told so."""
        return cast('Receipt', self._call("DELETE", f"/api/v1/groups/{quote(str(group_id), safe='')}/certificates/{quote(str(certificate_id), safe='')}", query={'after': after}, headers={}))

    def get_group_certificate(self, group_id: UUID | str, certificate_id: UUID | str, *, after: int | None = None, format: Literal['pdf', 'json'] | None = None, language: Literal['nl', 'en', 'de', None] | None = None) -> SignedList:
        """Download a certificate of a year: a PDF to print, or signed JSON."""
        return cast('SignedList', self._call("GET", f"/api/v1/groups/{quote(str(group_id), safe='')}/certificates/{quote(str(certificate_id), safe='')}", query={'after': after, 'format': format, 'language': language}, headers={}))

    def issue_group_certificate(self, group_id: UUID | str, certificate_id: UUID | str, body: group_lists_NewList, *, after: int | None = None) -> Receipt:
        """Make a certificate of a year: every meeting whose list of who was there was confirmed, or entered."""
        return cast('Receipt', self._call("PUT", f"/api/v1/groups/{quote(str(group_id), safe='')}/certificates/{quote(str(certificate_id), safe='')}", query={'after': after}, headers={}, body=body))

    def close_group(self, group_id: UUID | str, *, after: int | None = None) -> Receipt:
        """End the group: it can be read, and nothing is added to it."""
        return cast('Receipt', self._call("POST", f"/api/v1/groups/{quote(str(group_id), safe='')}/closing", query={'after': after}, headers={}))

    def get_composition(self, group_id: UUID | str, *, after: int | None = None) -> Composition:
        """See what may be worth a conversation about who is in the group, as who keeps or guards it."""
        return cast('Composition', self._call("GET", f"/api/v1/groups/{quote(str(group_id), safe='')}/composition", query={'after': after}, headers={}))

    def import_meetings(self, group_id: UUID | str, body: MeetingList, *, after: int | None = None, dry_run: bool | None = None) -> EarlierReport:
        """Enter meetings from before the group had Kring, or try the list first: each row's problem."""
        return cast('EarlierReport', self._call("POST", f"/api/v1/groups/{quote(str(group_id), safe='')}/earlier-meetings/import", query={'after': after, 'dry_run': dry_run}, headers={}, body=body))

    def drop_earlier_meeting(self, group_id: UUID | str, meeting_id: UUID | str, *, after: int | None = None) -> Receipt:
        """Take back a meeting that was entered by mistake; certificates made of it stay as they are."""
        return cast('Receipt', self._call("DELETE", f"/api/v1/groups/{quote(str(group_id), safe='')}/earlier-meetings/{quote(str(meeting_id), safe='')}", query={'after': after}, headers={}))

    def list_expectations(self, group_id: UUID | str, *, after: int | None = None) -> Expectations:
        """See what everybody expects of the group now."""
        return cast('Expectations', self._call("GET", f"/api/v1/groups/{quote(str(group_id), safe='')}/expectations", query={'after': after}, headers={}))

    def state_expectation(self, group_id: UUID | str, expectation_id: UUID | str, body: NewExpectation, *, after: int | None = None) -> Receipt:
        """Say what one expects of the group; a later expectation replaces it."""
        return cast('Receipt', self._call("PUT", f"/api/v1/groups/{quote(str(group_id), safe='')}/expectations/{quote(str(expectation_id), safe='')}", query={'after': after}, headers={}, body=body))

    def propose_ground_rules(self, group_id: UUID | str, body: NewRules, *, after: int | None = None, idempotency_key: UUID | str | None = None) -> Receipt:
        """Give the group a new version of its ground rules; everybody accepts it anew."""
        return cast('Receipt', self._call("POST", f"/api/v1/groups/{quote(str(group_id), safe='')}/ground-rules", query={'after': after}, headers={'Idempotency-Key': idempotency_key}, body=body))

    def list_ground_rules_versions(self, group_id: UUID | str, *, after: int | None = None) -> RulesVersions:
        """See every version of the ground rules, and who accepted which one when."""
        return cast('RulesVersions', self._call("GET", f"/api/v1/groups/{quote(str(group_id), safe='')}/ground-rules/versions", query={'after': after}, headers={}))

    def accept_ground_rules(self, group_id: UUID | str, version: int, *, after: int | None = None) -> Receipt:
        """Accept the present ground rules; before it no case is visible."""
        return cast('Receipt', self._call("PUT", f"/api/v1/groups/{quote(str(group_id), safe='')}/ground-rules/{quote(str(version), safe='')}/acceptance", query={'after': after}, headers={}))

    def get_history(self, group_id: UUID | str, *, after: int | None = None) -> History:
        """See what the group has learned, meeting by meeting."""
        return cast('History', self._call("GET", f"/api/v1/groups/{quote(str(group_id), safe='')}/history", query={'after': after}, headers={}))

    def list_invitations(self, group_id: UUID | str, *, after: int | None = None) -> Invitations:
        """See the invitations of the group, also those that no longer work."""
        return cast('Invitations', self._call("GET", f"/api/v1/groups/{quote(str(group_id), safe='')}/invitations", query={'after': after}, headers={}))

    def invite(self, group_id: UUID | str, body: NewInvitation, *, after: int | None = None) -> MadeInvitation:
        """Make a link with which people join."""
        return cast('MadeInvitation', self._call("POST", f"/api/v1/groups/{quote(str(group_id), safe='')}/invitations", query={'after': after}, headers={}, body=body))

    def import_members(self, group_id: UUID | str, body: MemberList, *, after: int | None = None, dry_run: bool | None = None) -> MembersReport:
        """Invite the people of a list, each by a mail of their own, or try the list first: each row's problem."""
        return cast('MembersReport', self._call("POST", f"/api/v1/groups/{quote(str(group_id), safe='')}/invitations/import", query={'after': after, 'dry_run': dry_run}, headers={}, body=body))

    def invite_my_other_device(self, group_id: UUID | str, *, after: int | None = None) -> MadeInvitation:
        """Make a link that signs the caller in on another device: for a day, and once."""
        return cast('MadeInvitation', self._call("POST", f"/api/v1/groups/{quote(str(group_id), safe='')}/invitations/mine", query={'after': after}, headers={}))

    def revoke_invitation(self, group_id: UUID | str, invitation_id: UUID | str, *, after: int | None = None) -> None:
        """Make a link useless. Who has joined stays."""
        self._call("DELETE", f"/api/v1/groups/{quote(str(group_id), safe='')}/invitations/{quote(str(invitation_id), safe='')}", query={'after': after}, headers={})

    def hand_over_group(self, group_id: UUID | str, body: NewMaker, *, after: int | None = None) -> Receipt:
        """Let another member keep the group."""
        return cast('Receipt', self._call("PUT", f"/api/v1/groups/{quote(str(group_id), safe='')}/maker", query={'after': after}, headers={}, body=body))

    def leave_group(self, group_id: UUID | str, *, after: int | None = None) -> Receipt:
        """Leave the group at any moment, also during a meeting; what one said stays with the group."""
        return cast('Receipt', self._call("DELETE", f"/api/v1/groups/{quote(str(group_id), safe='')}/members/me", query={'after': after}, headers={}))

    def remove_member(self, group_id: UUID | str, person_id: UUID | str, *, after: int | None = None) -> Receipt:
        """Let somebody go, as who keeps the group; what they said stays with the group."""
        return cast('Receipt', self._call("DELETE", f"/api/v1/groups/{quote(str(group_id), safe='')}/members/{quote(str(person_id), safe='')}", query={'after': after}, headers={}))

    def list_group_methods(self, group_id: UUID | str, *, after: int | None = None) -> OwnMethods:
        """See the methods of the group's own, and those of the organisation that hosts it."""
        return cast('OwnMethods', self._call("GET", f"/api/v1/groups/{quote(str(group_id), safe='')}/methods", query={'after': after}, headers={}))

    def suggest_group_methods(self, group_id: UUID | str, *, situation: str | None = None, present: int | None = None, minutes: int | None = None, experience: int | None = None, safety: int | None = None, facilitator: bool | None = None, advice: bool | None = None, online: bool | None = None, after: int | None = None) -> SuggestionViews:
        """Find the methods that suit best, those that the group or its host wrote among them."""
        return cast('SuggestionViews', self._call("GET", f"/api/v1/groups/{quote(str(group_id), safe='')}/methods/suggestions", query={'situation': situation, 'present': present, 'minutes': minutes, 'experience': experience, 'safety': safety, 'facilitator': facilitator, 'advice': advice, 'online': online, 'after': after}, headers={}))

    def retire_group_method(self, group_id: UUID | str, method_id: UUID | str, *, after: int | None = None) -> Receipt:
        """Plan a method of the group's own no more; meetings that were planned keep it."""
        return cast('Receipt', self._call("DELETE", f"/api/v1/groups/{quote(str(group_id), safe='')}/methods/{quote(str(method_id), safe='')}", query={'after': after}, headers={}))

    def get_group_method(self, group_id: UUID | str, method_id: UUID | str, *, after: int | None = None, version: int | None = None) -> OwnMethodView:
        """See a method of the group's or its host's own, step by step, as it is or as it was."""
        return cast('OwnMethodView', self._call("GET", f"/api/v1/groups/{quote(str(group_id), safe='')}/methods/{quote(str(method_id), safe='')}", query={'after': after, 'version': version}, headers={}))

    def publish_group_method(self, group_id: UUID | str, method_id: UUID | str, body: NewMethodVersion, *, after: int | None = None) -> Receipt:
        """Let the group have a method of its own, or a next version of it; retiring it ends with that."""
        return cast('Receipt', self._call("PUT", f"/api/v1/groups/{quote(str(group_id), safe='')}/methods/{quote(str(method_id), safe='')}", query={'after': after}, headers={}, body=body))

    def list_open_actions(self, group_id: UUID | str, *, after: int | None = None) -> history_Waiting:
        """See which actions of the group wait for their report."""
        return cast('history_Waiting', self._call("GET", f"/api/v1/groups/{quote(str(group_id), safe='')}/open-actions", query={'after': after}, headers={}))

    def list_prepared_reports(self, group_id: UUID | str, *, after: int | None = None) -> Preparations:
        """See, as who guards the meetings, of which open actions the report is prepared; nothing of it."""
        return cast('Preparations', self._call("GET", f"/api/v1/groups/{quote(str(group_id), safe='')}/prepared-reports", query={'after': after}, headers={}))

    def get_question_help(self, group_id: UUID | str, *, after: int | None = None) -> QuestionHelpView:
        """See whether the group wants help with questions, and whether it counts their kinds."""
        return cast('QuestionHelpView', self._call("GET", f"/api/v1/groups/{quote(str(group_id), safe='')}/question-help", query={'after': after}, headers={}))

    def choose_question_help(self, group_id: UUID | str, body: NewQuestionHelp, *, after: int | None = None) -> Receipt:
        """Choose whether phones help with questions, and whether kinds are counted; anybody may end counting."""
        return cast('Receipt', self._call("PUT", f"/api/v1/groups/{quote(str(group_id), safe='')}/question-help", query={'after': after}, headers={}, body=body))

    def list_my_relations(self, group_id: UUID | str, *, after: int | None = None) -> MyRelations:
        """See what one declared in this group oneself."""
        return cast('MyRelations', self._call("GET", f"/api/v1/groups/{quote(str(group_id), safe='')}/relations/mine", query={'after': after}, headers={}))

    def declare_relation(self, group_id: UUID | str, person_id: UUID | str, body: NewRelation, *, after: int | None = None) -> RelationView:
        """Declare in private how one stands to another in the group; nobody else is ever shown it."""
        return cast('RelationView', self._call("PUT", f"/api/v1/groups/{quote(str(group_id), safe='')}/relations/{quote(str(person_id), safe='')}", query={'after': after}, headers={}, body=body))

    def get_group_reminders(self, group_id: UUID | str, *, after: int | None = None) -> GroupReminders:
        """See of what the group reminds its people."""
        return cast('GroupReminders', self._call("GET", f"/api/v1/groups/{quote(str(group_id), safe='')}/reminders", query={'after': after}, headers={}))

    def choose_group_reminders(self, group_id: UUID | str, body: NewGroupReminders, *, after: int | None = None) -> Receipt:
        """Choose of what the group reminds its people; each of them may want less."""
        return cast('Receipt', self._call("PUT", f"/api/v1/groups/{quote(str(group_id), safe='')}/reminders", query={'after': after}, headers={}, body=body))

    def reopen_group(self, group_id: UUID | str, *, after: int | None = None) -> Receipt:
        """Take back the end of the group, within a week."""
        return cast('Receipt', self._call("POST", f"/api/v1/groups/{quote(str(group_id), safe='')}/reopening", query={'after': after}, headers={}))

    def choose_retention(self, group_id: UUID | str, body: NewRetention, *, after: int | None = None) -> Receipt:
        """Keep the texts of cases for a shorter time; a longer one would break what was promised."""
        return cast('Receipt', self._call("PUT", f"/api/v1/groups/{quote(str(group_id), safe='')}/retention", query={'after': after}, headers={}, body=body))

    def list_sessions(self, group_id: UUID | str, *, after: int | None = None) -> Agenda:
        """See the meetings of the group: planned, open, closed and called off."""
        return cast('Agenda', self._call("GET", f"/api/v1/groups/{quote(str(group_id), safe='')}/sessions", query={'after': after}, headers={}))

    def cancel_session(self, group_id: UUID | str, session_id: UUID | str, *, after: int | None = None) -> Receipt:
        """Call a planned meeting off."""
        return cast('Receipt', self._call("DELETE", f"/api/v1/groups/{quote(str(group_id), safe='')}/sessions/{quote(str(session_id), safe='')}", query={'after': after}, headers={}))

    def reschedule_session(self, group_id: UUID | str, session_id: UUID | str, body: NewMoment, *, after: int | None = None) -> Receipt:
        """Move a planned meeting."""
        return cast('Receipt', self._call("PATCH", f"/api/v1/groups/{quote(str(group_id), safe='')}/sessions/{quote(str(session_id), safe='')}", query={'after': after}, headers={}, body=body))

    def schedule_session(self, group_id: UUID | str, session_id: UUID | str, body: NewAppointment, *, after: int | None = None) -> Receipt:
        """Plan a meeting."""
        return cast('Receipt', self._call("PUT", f"/api/v1/groups/{quote(str(group_id), safe='')}/sessions/{quote(str(session_id), safe='')}", query={'after': after}, headers={}, body=body))

    def open_session(self, group_id: UUID | str, session_id: UUID | str, *, after: int | None = None) -> Receipt:
        """Open a planned meeting, with the actions that still wait for their report."""
        return cast('Receipt', self._call("POST", f"/api/v1/groups/{quote(str(group_id), safe='')}/sessions/{quote(str(session_id), safe='')}/opening", query={'after': after}, headers={}))

    def look_at_invitation(self, body: Look) -> Seen:
        """See what an invitation is for, without using it."""
        return cast('Seen', self._call("POST", f"/api/v1/invitations/look", query={}, headers={}, body=body))

    def redeem_invitation(self, body: Redeem, *, idempotency_key: UUID | str | None = None) -> Joined:
        """Join a group. A name is enough; who is signed in joins as themselves."""
        return cast('Joined', self._call("POST", f"/api/v1/invitations/redeem", query={}, headers={'Idempotency-Key': idempotency_key}, body=body))

    def delete_me(self, body: Goodbye) -> None:
        """Delete one's account, for good: what one said never opens again, and one's cases are erased."""
        self._call("DELETE", f"/api/v1/me", query={}, headers={}, body=body)

    def get_me(self, *, after: int | None = None) -> Me:
        """See who one is here, and in which groups; the device stays signed in from now on."""
        return cast('Me', self._call("GET", f"/api/v1/me", query={'after': after}, headers={}))

    def change_me(self, body: MyDetails) -> Me:
        """Change one's name, language, time zone, or whether one's phone helps with questions."""
        return cast('Me', self._call("PATCH", f"/api/v1/me", query={}, headers={}, body=body))

    def list_my_actions(self, *, after: int | None = None) -> MyActions:
        """See which of one's own actions wait for their report, in all groups."""
        return cast('MyActions', self._call("GET", f"/api/v1/me/actions", query={'after': after}, headers={}))

    def ask_for_address(self, body: NewAddress) -> CodeSent:
        """Ask for a code at the address that is to be one's own."""
        return cast('CodeSent', self._call("POST", f"/api/v1/me/address", query={}, headers={}, body=body))

    def confirm_address(self, body: Confirmation) -> ConfirmedAddress:
        """Confirm a new address with the code that came to it; the old one, if any, is told."""
        return cast('ConfirmedAddress', self._call("POST", f"/api/v1/me/address/confirm", query={}, headers={}, body=body))

    def list_my_calendars(self) -> MyCalendars:
        """See which calendars one made, and whether they are used."""
        return cast('MyCalendars', self._call("GET", f"/api/v1/me/calendars", query={}, headers={}))

    def make_calendar(self, body: NewCalendar, *, idempotency_key: UUID | str | None = None) -> MadeCalendar:
        """Make an address from which a calendar program fetches meetings, and follows when they move."""
        return cast('MadeCalendar', self._call("POST", f"/api/v1/me/calendars", query={}, headers={'Idempotency-Key': idempotency_key}, body=body))

    def revoke_calendar(self, calendar_id: UUID | str) -> None:
        """Make the address of a calendar useless at once."""
        self._call("DELETE", f"/api/v1/me/calendars/{quote(str(calendar_id), safe='')}", query={}, headers={})

    def list_my_certificates(self, *, after: int | None = None) -> MyProof:
        """See which meetings one was at, for how long, and which certificates one made."""
        return cast('MyProof', self._call("GET", f"/api/v1/me/certificates", query={'after': after}, headers={}))

    def revoke_certificate(self, certificate_id: UUID | str) -> None:
        """Let a certificate count no longer; who checks it is told so. Repeating it changes nothing."""
        self._call("DELETE", f"/api/v1/me/certificates/{quote(str(certificate_id), safe='')}", query={}, headers={})

    def get_my_certificate(self, certificate_id: UUID | str, *, format: Literal['pdf', 'json'] | None = None, language: Literal['nl', 'en', 'de', None] | None = None) -> SignedCertificate:
        """Download a certificate: a PDF to print, or signed JSON."""
        return cast('SignedCertificate', self._call("GET", f"/api/v1/me/certificates/{quote(str(certificate_id), safe='')}", query={'format': format, 'language': language}, headers={}))

    def issue_certificate(self, certificate_id: UUID | str, body: NewCertificate) -> Receipt:
        """Make a certificate of meetings that one was at. It stays as it is, whatever becomes of the group."""
        return cast('Receipt', self._call("PUT", f"/api/v1/me/certificates/{quote(str(certificate_id), safe='')}", query={}, headers={}, body=body))

    def sign_out_other_devices(self) -> None:
        """Sign every other device out; links that sign one in on another device end too."""
        self._call("DELETE", f"/api/v1/me/devices", query={}, headers={})

    def list_my_devices(self) -> Devices:
        """See on which devices one is signed in."""
        return cast('Devices', self._call("GET", f"/api/v1/me/devices", query={}, headers={}))

    def sign_out_device(self, device_id: UUID | str) -> None:
        """Sign a device out at once, also from a meeting it follows."""
        self._call("DELETE", f"/api/v1/me/devices/{quote(str(device_id), safe='')}", query={}, headers={})

    def export_mine(self, *, format: Literal['json', 'markdown', 'html'] | None = None) -> Belongings:
        """Take along everything that is one's own, and nothing that others wrote."""
        return cast('Belongings', self._call("GET", f"/api/v1/me/export", query={'format': format}, headers={}))

    def list_my_organisations(self, *, after: int | None = None) -> MyOrganisations:
        """See in which organisations one works, and which one administers."""
        return cast('MyOrganisations', self._call("GET", f"/api/v1/me/organisations", query={'after': after}, headers={}))

    def list_my_passkeys(self) -> Passkeys:
        """See one's passkeys."""
        return cast('Passkeys', self._call("GET", f"/api/v1/me/passkeys", query={}, headers={}))

    def add_passkey(self, body: NewPasskey) -> PasskeyView:
        """Keep a passkey that was made; a guest is no guest any more."""
        return cast('PasskeyView', self._call("POST", f"/api/v1/me/passkeys", query={}, headers={}, body=body))

    def begin_passkey(self) -> ToAnswer:
        """Begin to make a passkey for oneself."""
        return cast('ToAnswer', self._call("POST", f"/api/v1/me/passkeys/options", query={}, headers={}))

    def remove_passkey(self, passkey_id: UUID | str) -> None:
        """Remove a passkey, unless one could not come in any more without it."""
        self._call("DELETE", f"/api/v1/me/passkeys/{quote(str(passkey_id), safe='')}", query={}, headers={})

    def rename_passkey(self, passkey_id: UUID | str, body: PasskeyLabel) -> None:
        """Call a passkey something else."""
        self._call("PATCH", f"/api/v1/me/passkeys/{quote(str(passkey_id), safe='')}", query={}, headers={}, body=body)

    def list_my_proposals(self) -> MyProposals:
        """See the cases that one has prepared."""
        return cast('MyProposals', self._call("GET", f"/api/v1/me/proposals", query={}, headers={}))

    def drop_proposal(self, case_id: UUID | str) -> None:
        """Delete a prepared case: because it was shared, or is not wanted any more."""
        self._call("DELETE", f"/api/v1/me/proposals/{quote(str(case_id), safe='')}", query={}, headers={})

    def prepare_proposal(self, case_id: UUID | str, body: CaseWords) -> None:
        """Keep a case for oneself, in the place of what was prepared under this id before."""
        self._call("PUT", f"/api/v1/me/proposals/{quote(str(case_id), safe='')}", query={}, headers={}, body=body)

    def list_my_push_devices(self) -> PushDeviceList:
        """See which of one's devices show notifications."""
        return cast('PushDeviceList', self._call("GET", f"/api/v1/me/push-subscriptions", query={}, headers={}))

    def unsubscribe_from_push(self) -> None:
        """Let this device show no more notifications."""
        self._call("DELETE", f"/api/v1/me/push-subscriptions/this-device", query={}, headers={})

    def subscribe_to_push(self, body: NewPushDevice) -> None:
        """Let this device show notifications; each time it is said shows that the device lives."""
        self._call("PUT", f"/api/v1/me/push-subscriptions/this-device", query={}, headers={}, body=body)

    def test_push(self) -> PushTest:
        """Send a test to this device; tell what its push service said."""
        return cast('PushTest', self._call("POST", f"/api/v1/me/push-subscriptions/this-device/test", query={}, headers={}))

    def get_my_questions(self) -> OwnQuestions:
        """See how one's own questions developed, meeting by meeting; nobody else can."""
        return cast('OwnQuestions', self._call("GET", f"/api/v1/me/questions", query={}, headers={}))

    def list_my_reflections(self) -> MyReflections:
        """See what one wrote about one's own learning."""
        return cast('MyReflections', self._call("GET", f"/api/v1/me/reflections", query={}, headers={}))

    def drop_my_reflection(self, session_id: UUID | str) -> None:
        """Delete a reflection."""
        self._call("DELETE", f"/api/v1/me/reflections/{quote(str(session_id), safe='')}", query={}, headers={})

    def keep_my_reflection(self, session_id: UUID | str, body: ReflectionWords) -> None:
        """Keep a reflection on a meeting one was at, in the place of what one wrote before."""
        self._call("PUT", f"/api/v1/me/reflections/{quote(str(session_id), safe='')}", query={}, headers={}, body=body)

    def drop_my_register(self) -> None:
        """Work towards no register any more."""
        self._call("DELETE", f"/api/v1/me/register", query={}, headers={})

    def get_my_register(self, *, after: int | None = None) -> MyRegister:
        """See the registers, which one is one's own, and how far one's meetings bring one by its rules."""
        return cast('MyRegister', self._call("GET", f"/api/v1/me/register", query={'after': after}, headers={}))

    def choose_my_register(self, body: RegisterChoice) -> None:
        """Choose the register one works towards, with its rules as they are or as one knows them."""
        self._call("PUT", f"/api/v1/me/register", query={}, headers={}, body=body)

    def get_my_reminders(self) -> Reminders:
        """See how one is reminded, and whether one said so oneself."""
        return cast('Reminders', self._call("GET", f"/api/v1/me/reminders", query={}, headers={}))

    def set_my_reminders(self, body: NewReminders) -> Receipt:
        """Say how one wants to be reminded: by what, of what, and when not."""
        return cast('Receipt', self._call("PUT", f"/api/v1/me/reminders", query={}, headers={}, body=body))

    def list_my_reports(self) -> MyReports:
        """See the reports that one has prepared."""
        return cast('MyReports', self._call("GET", f"/api/v1/me/reports", query={}, headers={}))

    def drop_report(self, action_id: UUID | str) -> None:
        """Delete a prepared report: because it was given, or is not wanted any more."""
        self._call("DELETE", f"/api/v1/me/reports/{quote(str(action_id), safe='')}", query={}, headers={})

    def prepare_report(self, action_id: UUID | str, body: ReportWords) -> None:
        """Keep a report on one's action for oneself, in the place of what was prepared before."""
        self._call("PUT", f"/api/v1/me/reports/{quote(str(action_id), safe='')}", query={}, headers={}, body=body)

    def list_my_terms(self, *, after: int | None = None) -> Terms:
        """See when the texts of one's own cases go by themselves, and whether one's takeaways stay."""
        return cast('Terms', self._call("GET", f"/api/v1/me/retention", query={'after': after}, headers={}))

    def keep_my_takeaways(self, case_id: UUID | str, body: Keeping) -> Receipt:
        """Say whether one's own takeaways and actions outlive the case, for oneself alone."""
        return cast('Receipt', self._call("PUT", f"/api/v1/me/retention/{quote(str(case_id), safe='')}", query={}, headers={}, body=body))

    def sign_out(self) -> None:
        """Sign this device out."""
        self._call("DELETE", f"/api/v1/me/sign-in", query={}, headers={})

    def list_waiting(self, *, after: int | None = None) -> WhatWaits:
        """See what waits for one in all groups, and how much that is."""
        return cast('WhatWaits', self._call("GET", f"/api/v1/me/waiting", query={'after': after}, headers={}))

    def list_methods(self) -> Methods:
        """See which methods there are."""
        return cast('Methods', self._call("GET", f"/api/v1/methods", query={}, headers={}))

    def check_method(self, body: WrittenMethod) -> MethodProblems:
        """See what keeps a method from being played, without publishing it."""
        return cast('MethodProblems', self._call("POST", f"/api/v1/methods/checks", query={}, headers={}, body=body))

    def list_method_situations(self) -> SituationViews:
        """See for which situations a method can be suggested."""
        return cast('SituationViews', self._call("GET", f"/api/v1/methods/situations", query={}, headers={}))

    def suggest_methods(self, *, situation: str | None = None, present: int | None = None, minutes: int | None = None, experience: int | None = None, safety: int | None = None, facilitator: bool | None = None, advice: bool | None = None, online: bool | None = None) -> SuggestionViews:
        """Find the methods that suit best, each explained in two sentences."""
        return cast('SuggestionViews', self._call("GET", f"/api/v1/methods/suggestions", query={'situation': situation, 'present': present, 'minutes': minutes, 'experience': experience, 'safety': safety, 'facilitator': facilitator, 'advice': advice, 'online': online}, headers={}))

    def get_method(self, key: str) -> Method:
        """See a method, step by step."""
        return cast('Method', self._call("GET", f"/api/v1/methods/{quote(str(key), safe='')}", query={}, headers={}))

    def get_organisation(self, organisation_id: UUID | str, *, after: int | None = None) -> OrganisationView:
        """See an organisation: its units, role families and programmes, and what one is in it."""
        return cast('OrganisationView', self._call("GET", f"/api/v1/organisations/{quote(str(organisation_id), safe='')}", query={'after': after}, headers={}))

    def register_organisation(self, organisation_id: UUID | str, body: NewOrganisation) -> Receipt:
        """Register an organisation and administer it, or name it anew."""
        return cast('Receipt', self._call("PUT", f"/api/v1/organisations/{quote(str(organisation_id), safe='')}", query={}, headers={}, body=body))

    def list_administrators(self, organisation_id: UUID | str, *, after: int | None = None) -> Administrators:
        """See who administers the organisation."""
        return cast('Administrators', self._call("GET", f"/api/v1/organisations/{quote(str(organisation_id), safe='')}/administrators", query={'after': after}, headers={}))

    def dismiss_administrator(self, organisation_id: UUID | str, person_id: UUID | str, *, after: int | None = None) -> Receipt:
        """End somebody's administration, at once; the last administrator stays."""
        return cast('Receipt', self._call("DELETE", f"/api/v1/organisations/{quote(str(organisation_id), safe='')}/administrators/{quote(str(person_id), safe='')}", query={'after': after}, headers={}))

    def appoint_administrator(self, organisation_id: UUID | str, person_id: UUID | str, *, after: int | None = None) -> Receipt:
        """Let one of the organisation's people administer it."""
        return cast('Receipt', self._call("PUT", f"/api/v1/organisations/{quote(str(organisation_id), safe='')}/administrators/{quote(str(person_id), safe='')}", query={'after': after}, headers={}))

    def get_organisation_audit(self, organisation_id: UUID | str, *, after: int | None = None, cursor: int | None = None, limit: int | None = None) -> AuditPage:
        """See who decided what about units, people, administrators and tokens."""
        return cast('AuditPage', self._call("GET", f"/api/v1/organisations/{quote(str(organisation_id), safe='')}/audit", query={'after': after, 'cursor': cursor, 'limit': limit}, headers={}))

    def count_groups(self, organisation_id: UUID | str, *, after: int | None = None) -> GroupCount:
        """See how many groups met, as it is published: a count that goes along would show each new group."""
        return cast('GroupCount', self._call("GET", f"/api/v1/organisations/{quote(str(organisation_id), safe='')}/groups", query={'after': after}, headers={}))

    def list_organisation_methods(self, organisation_id: UUID | str, *, after: int | None = None) -> OwnMethods:
        """See the methods of the organisation's own."""
        return cast('OwnMethods', self._call("GET", f"/api/v1/organisations/{quote(str(organisation_id), safe='')}/methods", query={'after': after}, headers={}))

    def retire_organisation_method(self, organisation_id: UUID | str, method_id: UUID | str, *, after: int | None = None) -> Receipt:
        """Plan a method of the organisation's own no more; meetings that were planned keep it."""
        return cast('Receipt', self._call("DELETE", f"/api/v1/organisations/{quote(str(organisation_id), safe='')}/methods/{quote(str(method_id), safe='')}", query={'after': after}, headers={}))

    def get_organisation_method(self, organisation_id: UUID | str, method_id: UUID | str, *, after: int | None = None, version: int | None = None) -> OwnMethodView:
        """See a method of the organisation's own, step by step, as it is or as it was."""
        return cast('OwnMethodView', self._call("GET", f"/api/v1/organisations/{quote(str(organisation_id), safe='')}/methods/{quote(str(method_id), safe='')}", query={'after': after, 'version': version}, headers={}))

    def publish_organisation_method(self, organisation_id: UUID | str, method_id: UUID | str, body: NewMethodVersion, *, after: int | None = None) -> Receipt:
        """Let the organisation have a method of its own, or a next version; retiring it ends with that."""
        return cast('Receipt', self._call("PUT", f"/api/v1/organisations/{quote(str(organisation_id), safe='')}/methods/{quote(str(method_id), safe='')}", query={'after': after}, headers={}, body=body))

    def list_people(self, organisation_id: UUID | str, *, after: int | None = None, search: str | None = None, cursor: UUID | str | None = None, limit: int | None = None) -> PeoplePage:
        """See the organisation's people by name, some at a time."""
        return cast('PeoplePage', self._call("GET", f"/api/v1/organisations/{quote(str(organisation_id), safe='')}/people", query={'after': after, 'search': search, 'cursor': cursor, 'limit': limit}, headers={}))

    def enrol_person(self, organisation_id: UUID | str, body: NewPerson, *, after: int | None = None) -> Enrolment:
        """Enrol a person by address, under an id of the organisation's own."""
        return cast('Enrolment', self._call("POST", f"/api/v1/organisations/{quote(str(organisation_id), safe='')}/people", query={'after': after}, headers={}, body=body))

    def import_people(self, organisation_id: UUID | str, body: organisations_import_NewList, *, after: int | None = None, dry_run: bool | None = None) -> ImportView:
        """Take in a list of staff, or try it first: each row's problem, and what would change."""
        return cast('ImportView', self._call("POST", f"/api/v1/organisations/{quote(str(organisation_id), safe='')}/people/import", query={'after': after, 'dry_run': dry_run}, headers={}, body=body))

    def let_person_go(self, organisation_id: UUID | str, person_id: UUID | str, *, after: int | None = None) -> Receipt:
        """Let a person leave the organisation; their groups stay whole. One may also leave by oneself."""
        return cast('Receipt', self._call("DELETE", f"/api/v1/organisations/{quote(str(organisation_id), safe='')}/people/{quote(str(person_id), safe='')}", query={'after': after}, headers={}))

    def place_person(self, organisation_id: UUID | str, person_id: UUID | str, body: NewPlace, *, after: int | None = None) -> Receipt:
        """Say what the organisation calls one of its people, and where they work."""
        return cast('Receipt', self._call("PUT", f"/api/v1/organisations/{quote(str(organisation_id), safe='')}/people/{quote(str(person_id), safe='')}", query={'after': after}, headers={}, body=body))

    def end_programme(self, organisation_id: UUID | str, programme_id: UUID | str, *, after: int | None = None) -> Receipt:
        """End a programme; groups that were formed for it remain."""
        return cast('Receipt', self._call("DELETE", f"/api/v1/organisations/{quote(str(organisation_id), safe='')}/programmes/{quote(str(programme_id), safe='')}", query={'after': after}, headers={}))

    def run_programme(self, organisation_id: UUID | str, programme_id: UUID | str, body: NewProgramme, *, after: int | None = None) -> Receipt:
        """Start a programme, name it anew, or change its hours."""
        return cast('Receipt', self._call("PUT", f"/api/v1/organisations/{quote(str(organisation_id), safe='')}/programmes/{quote(str(programme_id), safe='')}", query={'after': after}, headers={}, body=body))

    def retire_role_family(self, organisation_id: UUID | str, role_family_id: UUID | str, *, after: int | None = None) -> Receipt:
        """Retire a family of functions that nobody has."""
        return cast('Receipt', self._call("DELETE", f"/api/v1/organisations/{quote(str(organisation_id), safe='')}/role-families/{quote(str(role_family_id), safe='')}", query={'after': after}, headers={}))

    def add_role_family(self, organisation_id: UUID | str, role_family_id: UUID | str, body: NewRoleFamily, *, after: int | None = None) -> Receipt:
        """Tell a family of functions apart, or name it anew."""
        return cast('Receipt', self._call("PUT", f"/api/v1/organisations/{quote(str(organisation_id), safe='')}/role-families/{quote(str(role_family_id), safe='')}", query={'after': after}, headers={}, body=body))

    def remove_single_sign_on(self, organisation_id: UUID | str, *, after: int | None = None) -> Receipt:
        """Let people sign in through the organisation no longer; who is signed in stays so."""
        return cast('Receipt', self._call("DELETE", f"/api/v1/organisations/{quote(str(organisation_id), safe='')}/single-sign-on", query={'after': after}, headers={}))

    def get_single_sign_on(self, organisation_id: UUID | str, *, after: int | None = None) -> ProviderView:
        """See where the organisation's people sign in."""
        return cast('ProviderView', self._call("GET", f"/api/v1/organisations/{quote(str(organisation_id), safe='')}/single-sign-on", query={'after': after}, headers={}))

    def set_single_sign_on(self, organisation_id: UUID | str, body: NewProvider, *, after: int | None = None) -> Receipt:
        """Say where the organisation's people sign in; the provider is asked at once whether it is one."""
        return cast('Receipt', self._call("PUT", f"/api/v1/organisations/{quote(str(organisation_id), safe='')}/single-sign-on", query={'after': after}, headers={}, body=body))

    def list_tokens(self, organisation_id: UUID | str, *, after: int | None = None) -> TokenList:
        """See the organisation's tokens, without their secrets."""
        return cast('TokenList', self._call("GET", f"/api/v1/organisations/{quote(str(organisation_id), safe='')}/tokens", query={'after': after}, headers={}))

    def issue_token(self, organisation_id: UUID | str, body: NewToken, *, after: int | None = None, idempotency_key: UUID | str | None = None) -> IssuedToken:
        """Issue a token; asked again under the same key, it gets another secret in place of the first."""
        return cast('IssuedToken', self._call("POST", f"/api/v1/organisations/{quote(str(organisation_id), safe='')}/tokens", query={'after': after}, headers={'Idempotency-Key': idempotency_key}, body=body))

    def revoke_token(self, organisation_id: UUID | str, token_id: UUID | str, *, after: int | None = None) -> Receipt:
        """Revoke a token, at once and for good."""
        return cast('Receipt', self._call("DELETE", f"/api/v1/organisations/{quote(str(organisation_id), safe='')}/tokens/{quote(str(token_id), safe='')}", query={'after': after}, headers={}))

    def retire_unit(self, organisation_id: UUID | str, unit_id: UUID | str, *, after: int | None = None) -> Receipt:
        """Retire a unit in which nobody and no other unit is left."""
        return cast('Receipt', self._call("DELETE", f"/api/v1/organisations/{quote(str(organisation_id), safe='')}/units/{quote(str(unit_id), safe='')}", query={'after': after}, headers={}))

    def place_unit(self, organisation_id: UUID | str, unit_id: UUID | str, body: NewUnit, *, after: int | None = None) -> Receipt:
        """Add a unit, name it anew, or move it with all that is in it."""
        return cast('Receipt', self._call("PUT", f"/api/v1/organisations/{quote(str(organisation_id), safe='')}/units/{quote(str(unit_id), safe='')}", query={'after': after}, headers={}, body=body))

    def list_uptake_definitions(self, organisation_id: UUID | str, *, after: int | None = None) -> UptakeDefinitions:
        """See what each figure means: its formula in words, its unit, and its floors."""
        return cast('UptakeDefinitions', self._call("GET", f"/api/v1/organisations/{quote(str(organisation_id), safe='')}/uptake/definitions", query={'after': after}, headers={}))

    def download_uptake(self, organisation_id: UUID | str, *, after: int | None = None, format: Literal['csv', 'csv-nl', 'parquet'] | None = None, period: str | None = None, by: Dimension | None = None) -> bytes:
        """Download figures as a file: CSV, CSV as Dutch Excel opens it, or Parquet."""
        return cast('bytes', self._call("GET", f"/api/v1/organisations/{quote(str(organisation_id), safe='')}/uptake/file", query={'after': after, 'format': format, 'period': period, 'by': by}, headers={}))

    def get_uptake_series(self, organisation_id: UUID | str, metric: str, *, after: int | None = None, by: Dimension | None = None) -> UptakeSeries:
        """See one measure over all periods, as a whole or by one dimension."""
        return cast('UptakeSeries', self._call("GET", f"/api/v1/organisations/{quote(str(organisation_id), safe='')}/uptake/measures/{quote(str(metric), safe='')}", query={'after': after, 'by': by}, headers={}))

    def list_uptake_periods(self, organisation_id: UUID | str, *, after: int | None = None) -> UptakePeriods:
        """See of which quarters and years there are figures."""
        return cast('UptakePeriods', self._call("GET", f"/api/v1/organisations/{quote(str(organisation_id), safe='')}/uptake/periods", query={'after': after}, headers={}))

    def get_uptake(self, organisation_id: UUID | str, period: str, *, after: int | None = None, by: Dimension | None = None) -> UptakeFigures:
        """See the figures of a quarter (2026-Q3) or a year (2026), as a whole or by one dimension."""
        return cast('UptakeFigures', self._call("GET", f"/api/v1/organisations/{quote(str(organisation_id), safe='')}/uptake/periods/{quote(str(period), safe='')}", query={'after': after, 'by': by}, headers={}))

    def list_uptake_questions(self, organisation_id: UUID | str, *, after: int | None = None) -> UptakeQuestions:
        """See which programs asked for figures, and how often on which day."""
        return cast('UptakeQuestions', self._call("GET", f"/api/v1/organisations/{quote(str(organisation_id), safe='')}/uptake/questions", query={'after': after}, headers={}))

    def raise_threshold(self, organisation_id: UUID | str, body: NewThreshold, *, after: int | None = None) -> Receipt:
        """Let figures be about more people than five at the least; it cannot be taken back."""
        return cast('Receipt', self._call("PUT", f"/api/v1/organisations/{quote(str(organisation_id), safe='')}/uptake/threshold", query={'after': after}, headers={}, body=body))

    def get_uptake_visibility(self, organisation_id: UUID | str, *, after: int | None = None) -> UptakeVisibility:
        """See what the organisation can and cannot learn: for its people and their works council."""
        return cast('UptakeVisibility', self._call("GET", f"/api/v1/organisations/{quote(str(organisation_id), safe='')}/uptake/visibility", query={'after': after}, headers={}))

    def list_webhooks(self, organisation_id: UUID | str, *, after: int | None = None) -> WebhookList:
        """See the organisation's webhooks, without their secrets."""
        return cast('WebhookList', self._call("GET", f"/api/v1/organisations/{quote(str(organisation_id), safe='')}/webhooks", query={'after': after}, headers={}))

    def add_webhook(self, organisation_id: UUID | str, body: NewWebhook, *, after: int | None = None, idempotency_key: UUID | str | None = None) -> IssuedWebhook:
        """Let a program be told, signed with a secret; asked again under the same key, with another secret."""
        return cast('IssuedWebhook', self._call("POST", f"/api/v1/organisations/{quote(str(organisation_id), safe='')}/webhooks", query={'after': after}, headers={'Idempotency-Key': idempotency_key}, body=body))

    def remove_webhook(self, organisation_id: UUID | str, webhook_id: UUID | str, *, after: int | None = None) -> Receipt:
        """Remove a webhook, with its secret and with what was on its way to it."""
        return cast('Receipt', self._call("DELETE", f"/api/v1/organisations/{quote(str(organisation_id), safe='')}/webhooks/{quote(str(webhook_id), safe='')}", query={'after': after}, headers={}))

    def change_webhook(self, organisation_id: UUID | str, webhook_id: UUID | str, body: WebhookChange, *, after: int | None = None) -> Receipt:
        """Say anew where a webhook is, of what it tells, and whether it does."""
        return cast('Receipt', self._call("PUT", f"/api/v1/organisations/{quote(str(organisation_id), safe='')}/webhooks/{quote(str(webhook_id), safe='')}", query={'after': after}, headers={}, body=body))

    def list_deliveries(self, organisation_id: UUID | str, webhook_id: UUID | str, *, after: int | None = None, cursor: UUID | str | None = None, limit: int | None = None) -> DeliveryPage:
        """See what went to a webhook in the last thirty days, the latest first."""
        return cast('DeliveryPage', self._call("GET", f"/api/v1/organisations/{quote(str(organisation_id), safe='')}/webhooks/{quote(str(webhook_id), safe='')}/deliveries", query={'after': after, 'cursor': cursor, 'limit': limit}, headers={}))

    def replay_delivery(self, organisation_id: UUID | str, webhook_id: UUID | str, message_id: UUID | str, *, after: int | None = None) -> OnItsWay:
        """Send a message once more, whatever became of it; its id is the same, so that a program knows it."""
        return cast('OnItsWay', self._call("POST", f"/api/v1/organisations/{quote(str(organisation_id), safe='')}/webhooks/{quote(str(webhook_id), safe='')}/deliveries/{quote(str(message_id), safe='')}/replay", query={'after': after}, headers={}))

    def change_webhook_secret(self, organisation_id: UUID | str, webhook_id: UUID | str, *, after: int | None = None) -> IssuedWebhook:
        """Give a webhook another secret; for a day both sign, so that its program can change over."""
        return cast('IssuedWebhook', self._call("POST", f"/api/v1/organisations/{quote(str(organisation_id), safe='')}/webhooks/{quote(str(webhook_id), safe='')}/secret", query={'after': after}, headers={}))

    def test_webhook(self, organisation_id: UUID | str, webhook_id: UUID | str, *, after: int | None = None) -> OnItsWay:
        """Send a webhook a message that tells of nothing, to try whether it arrives."""
        return cast('OnItsWay', self._call("POST", f"/api/v1/organisations/{quote(str(organisation_id), safe='')}/webhooks/{quote(str(webhook_id), safe='')}/test", query={'after': after}, headers={}))

    def get_push_key(self) -> PushKey:
        """See the key with which a browser subscribes."""
        return cast('PushKey', self._call("GET", f"/api/v1/push/key", query={}, headers={}))

    def list_question_cards(self, *, if_none_match: str | None = None) -> QuestionCards | None:
        """See the question cards, by what they are for and the steps that they fit."""
        return cast('QuestionCards | None', self._call("GET", f"/api/v1/question-cards", query={}, headers={'If-None-Match': if_none_match}))

    def check_question(self, body: Draft) -> QuestionHint:
        """See how a question that one is writing comes across; nothing of it is kept."""
        return cast('QuestionHint', self._call("POST", f"/api/v1/question-craft/check", query={}, headers={}, body=body))

    def say_not_right(self, body: Objection) -> None:
        """Say that the helper was wrong. What counts is the kind and the language, not who and not the text."""
        self._call("POST", f"/api/v1/question-craft/not-right", query={}, headers={}, body=body)

    def stop_mail(self, token: str) -> None:
        """Stop reminders by mail, with the link of such a mail and nothing else (RFC 8058)."""
        self._call("POST", f"/api/v1/reminders/stop/{quote(str(token), safe='')}", query={}, headers={})

    def get_state_of_house(self) -> StateOfHouse:
        """See how the house does, as who runs it; to everybody else there is nothing here."""
        return cast('StateOfHouse', self._call("GET", f"/api/v1/service/state", query={}, headers={}))

    def get_session(self, session_id: UUID | str, *, after: int | None = None) -> BoardView:
        """See a meeting as it stands. ``after``: wait for a position, at most two seconds."""
        return cast('BoardView', self._call("GET", f"/api/v1/sessions/{quote(str(session_id), safe='')}", query={'after': after}, headers={}))

    def commit_action(self, session_id: UUID | str, action_id: UUID | str, body: NewAction) -> Receipt:
        """Commit to an action; the next meeting opens with what came of it."""
        return cast('Receipt', self._call("PUT", f"/api/v1/sessions/{quote(str(session_id), safe='')}/actions/{quote(str(action_id), safe='')}", query={}, headers={}, body=body))

    def lower_advice_mode(self, session_id: UUID | str, body: WelcomeAdvice) -> Receipt:
        """Want less advice on one's own case; nobody can raise it."""
        return cast('Receipt', self._call("POST", f"/api/v1/sessions/{quote(str(session_id), safe='')}/advice-mode", query={}, headers={}, body=body))

    def state_advice_wish(self, session_id: UUID | str, body: Wish) -> Receipt:
        """Say whether advice on one's own case is wanted, where it is given on request."""
        return cast('Receipt', self._call("POST", f"/api/v1/sessions/{quote(str(session_id), safe='')}/advice-wish", query={}, headers={}, body=body))

    def give_advice(self, session_id: UUID | str, advice_id: UUID | str, body: NewAdvice) -> Receipt:
        """Give the contributor advice, once the gate is open and where it is welcome."""
        return cast('Receipt', self._call("PUT", f"/api/v1/sessions/{quote(str(session_id), safe='')}/advice/{quote(str(advice_id), safe='')}", query={}, headers={}, body=body))

    def answer_question(self, session_id: UUID | str, answer_id: UUID | str, body: NewAnswer) -> Receipt:
        """Answer a question, as the contributor."""
        return cast('Receipt', self._call("PUT", f"/api/v1/sessions/{quote(str(session_id), safe='')}/answers/{quote(str(answer_id), safe='')}", query={}, headers={}, body=body))

    def depart(self, session_id: UUID | str) -> Receipt:
        """Say that one leaves."""
        return cast('Receipt', self._call("DELETE", f"/api/v1/sessions/{quote(str(session_id), safe='')}/attendance", query={}, headers={}))

    def get_attendance(self, session_id: UUID | str) -> AttendanceView:
        """See who was at a meeting, from when until when, and how many minutes that makes."""
        return cast('AttendanceView', self._call("GET", f"/api/v1/sessions/{quote(str(session_id), safe='')}/attendance", query={}, headers={}))

    def arrive(self, session_id: UUID | str) -> Receipt:
        """Say that one is present. Saying it twice changes nothing."""
        return cast('Receipt', self._call("PUT", f"/api/v1/sessions/{quote(str(session_id), safe='')}/attendance", query={}, headers={}))

    def confirm_attendance(self, session_id: UUID | str, body: NewConfirmation) -> Receipt:
        """Say that the list of who was there is right. A later correction asks for it again."""
        return cast('Receipt', self._call("PUT", f"/api/v1/sessions/{quote(str(session_id), safe='')}/attendance-confirmation", query={}, headers={}, body=body))

    def correct_attendance(self, session_id: UUID | str, correction_id: UUID | str, body: NewCorrection) -> Receipt:
        """Put somebody's times right, as the facilitator; what they were before stays readable."""
        return cast('Receipt', self._call("PUT", f"/api/v1/sessions/{quote(str(session_id), safe='')}/attendance-corrections/{quote(str(correction_id), safe='')}", query={}, headers={}, body=body))

    def note_departure(self, session_id: UUID | str, person_id: UUID | str) -> Receipt:
        """Note that somebody left, as the facilitator."""
        return cast('Receipt', self._call("DELETE", f"/api/v1/sessions/{quote(str(session_id), safe='')}/attendance/{quote(str(person_id), safe='')}", query={}, headers={}))

    def note_arrival(self, session_id: UUID | str, person_id: UUID | str) -> Receipt:
        """Note that somebody is present, as the facilitator."""
        return cast('Receipt', self._call("PUT", f"/api/v1/sessions/{quote(str(session_id), safe='')}/attendance/{quote(str(person_id), safe='')}", query={}, headers={}))

    def carry_action_on(self, session_id: UUID | str, carried_on_id: UUID | str, body: NewCarryingOn) -> Receipt:
        """Go on with an action after its report; it is open again until a next meeting."""
        return cast('Receipt', self._call("PUT", f"/api/v1/sessions/{quote(str(session_id), safe='')}/carried-on/{quote(str(carried_on_id), safe='')}", query={}, headers={}, body=body))

    def erase_case(self, session_id: UUID | str, case_id: UUID | str, *, keep_takeaways: bool | None = None) -> Receipt:
        """Erase one's own case, at any time: what was said about it never opens again."""
        return cast('Receipt', self._call("DELETE", f"/api/v1/sessions/{quote(str(session_id), safe='')}/cases/{quote(str(case_id), safe='')}", query={'keep_takeaways': keep_takeaways}, headers={}))

    def propose_case(self, session_id: UUID | str, case_id: UUID | str, body: NewCase) -> Receipt:
        """Say which case one could bring in; unchosen it returns to its owner only."""
        return cast('Receipt', self._call("PUT", f"/api/v1/sessions/{quote(str(session_id), safe='')}/cases/{quote(str(case_id), safe='')}", query={}, headers={}, body=body))

    def share_case(self, session_id: UUID | str, case_id: UUID | str, body: Sharing) -> Receipt:
        """Let the whole group read one's own case, also who was not there, or take that back."""
        return cast('Receipt', self._call("PUT", f"/api/v1/sessions/{quote(str(session_id), safe='')}/cases/{quote(str(case_id), safe='')}/sharing", query={}, headers={}, body=body))

    def check_in(self, session_id: UUID | str, check_in_id: UUID | str, body: NewWord) -> Receipt:
        """Say a first word, or that it was said aloud."""
        return cast('Receipt', self._call("PUT", f"/api/v1/sessions/{quote(str(session_id), safe='')}/check-ins/{quote(str(check_in_id), safe='')}", query={}, headers={}, body=body))

    def check_out(self, session_id: UUID | str, check_out_id: UUID | str, body: NewWord) -> Receipt:
        """Say a last word, or that it was said aloud."""
        return cast('Receipt', self._call("PUT", f"/api/v1/sessions/{quote(str(session_id), safe='')}/check-outs/{quote(str(check_out_id), safe='')}", query={}, headers={}, body=body))

    def get_choice(self, session_id: UUID | str) -> ChoiceProgress:
        """See between which cases the group chooses, and who took part."""
        return cast('ChoiceProgress', self._call("GET", f"/api/v1/sessions/{quote(str(session_id), safe='')}/choice", query={}, headers={}))

    def cancel_choice(self, session_id: UUID | str, *, idempotency_key: UUID | str | None = None, if_match: str | None = None) -> Receipt:
        """Take back that the group chooses; what was cast is forgotten, uncounted."""
        return cast('Receipt', self._call("POST", f"/api/v1/sessions/{quote(str(session_id), safe='')}/choice/cancelling", query={}, headers={'Idempotency-Key': idempotency_key, 'If-Match': if_match}))

    def close_choice(self, session_id: UUID | str, *, idempotency_key: UUID | str | None = None, if_match: str | None = None) -> Receipt:
        """Close the choice; a clear winner is offered to its owner at once."""
        return cast('Receipt', self._call("POST", f"/api/v1/sessions/{quote(str(session_id), safe='')}/choice/closing", query={}, headers={'Idempotency-Key': idempotency_key, 'If-Match': if_match}))

    def consent_to_case(self, session_id: UUID | str, body: WelcomeAdvice) -> Receipt:
        """Contribute the case that was offered, and say how much advice is welcome."""
        return cast('Receipt', self._call("POST", f"/api/v1/sessions/{quote(str(session_id), safe='')}/choice/consent", query={}, headers={}, body=body))

    def decline_case(self, session_id: UUID | str) -> Receipt:
        """Rather not contribute the case; no reason is asked."""
        return cast('Receipt', self._call("POST", f"/api/v1/sessions/{quote(str(session_id), safe='')}/choice/decline", query={}, headers={}))

    def offer_case(self, session_id: UUID | str, body: OneCase, *, idempotency_key: UUID | str | None = None, if_match: str | None = None) -> Receipt:
        """Ask the owner of a case for consent: after a tie, or when it was agreed beforehand."""
        return cast('Receipt', self._call("POST", f"/api/v1/sessions/{quote(str(session_id), safe='')}/choice/offer", query={}, headers={'Idempotency-Key': idempotency_key, 'If-Match': if_match}, body=body))

    def take_back_offer(self, session_id: UUID | str, *, idempotency_key: UUID | str | None = None, if_match: str | None = None) -> Receipt:
        """Ask the owner no longer whether the case may be used."""
        return cast('Receipt', self._call("POST", f"/api/v1/sessions/{quote(str(session_id), safe='')}/choice/offer/undo", query={}, headers={'Idempotency-Key': idempotency_key, 'If-Match': if_match}))

    def open_choice(self, session_id: UUID | str, body: Candidates, *, idempotency_key: UUID | str | None = None, if_match: str | None = None) -> Receipt:
        """Let the group choose, without anybody seeing who chose what."""
        return cast('Receipt', self._call("POST", f"/api/v1/sessions/{quote(str(session_id), safe='')}/choice/opening", query={}, headers={'Idempotency-Key': idempotency_key, 'If-Match': if_match}, body=body))

    def undo_choice(self, session_id: UUID | str, *, idempotency_key: UUID | str | None = None, if_match: str | None = None) -> Receipt:
        """Put the chosen case back, as long as nothing was said about it."""
        return cast('Receipt', self._call("POST", f"/api/v1/sessions/{quote(str(session_id), safe='')}/choice/undo", query={}, headers={'Idempotency-Key': idempotency_key, 'If-Match': if_match}))

    def cast_ballot(self, session_id: UUID | str, choice_id: UUID | str, body: OneCase) -> Counted:
        """Choose a case, once. No name, time or order is kept beside it."""
        return cast('Counted', self._call("PUT", f"/api/v1/sessions/{quote(str(session_id), safe='')}/choice/{quote(str(choice_id), safe='')}/ballot", query={}, headers={}, body=body))

    def close_session(self, session_id: UUID | str, *, idempotency_key: UUID | str | None = None, if_match: str | None = None) -> Receipt:
        """End the meeting; what is still on its way arrives for seven days."""
        return cast('Receipt', self._call("POST", f"/api/v1/sessions/{quote(str(session_id), safe='')}/closing", query={}, headers={'Idempotency-Key': idempotency_key, 'If-Match': if_match}))

    def withdraw_contribution(self, session_id: UUID | str, contribution_id: UUID | str) -> Receipt:
        """Take back what one has said, a proposal too."""
        return cast('Receipt', self._call("DELETE", f"/api/v1/sessions/{quote(str(session_id), safe='')}/contributions/{quote(str(contribution_id), safe='')}", query={}, headers={}))

    def correct_contribution(self, session_id: UUID | str, correction_id: UUID | str, body: NewWordings) -> Receipt:
        """Put in other words what one has said, until seven days after the meeting."""
        return cast('Receipt', self._call("PUT", f"/api/v1/sessions/{quote(str(session_id), safe='')}/corrections/{quote(str(correction_id), safe='')}", query={}, headers={}, body=body))

    def describe_case(self, session_id: UUID | str, description_id: UUID | str, body: NewDescription) -> Receipt:
        """Describe the chosen case, as its contributor."""
        return cast('Receipt', self._call("PUT", f"/api/v1/sessions/{quote(str(session_id), safe='')}/descriptions/{quote(str(description_id), safe='')}", query={}, headers={}, body=body))

    def give_duty(self, session_id: UUID | str, body: NewDuty, *, idempotency_key: UUID | str | None = None, if_match: str | None = None) -> Receipt:
        """Give a duty to somebody who is there, hand it on, or end it."""
        return cast('Receipt', self._call("POST", f"/api/v1/sessions/{quote(str(session_id), safe='')}/duties", query={}, headers={'Idempotency-Key': idempotency_key, 'If-Match': if_match}, body=body))

    def list_events(self, session_id: UUID | str, *, after: int | None = None) -> Log:
        """Read the log of a meeting after a version."""
        return cast('Log', self._call("GET", f"/api/v1/sessions/{quote(str(session_id), safe='')}/events", query={'after': after}, headers={}))

    def give_feedback(self, session_id: UUID | str, feedback_id: UUID | str, body: NewFeedback) -> Receipt:
        """Give extra feedback on a report."""
        return cast('Receipt', self._call("PUT", f"/api/v1/sessions/{quote(str(session_id), safe='')}/feedback/{quote(str(feedback_id), safe='')}", query={}, headers={}, body=body))

    def await_follow_up(self, session_id: UUID | str, action_id: UUID | str) -> Receipt:
        """Take back that a report was skipped: it is awaited again."""
        return cast('Receipt', self._call("DELETE", f"/api/v1/sessions/{quote(str(session_id), safe='')}/follow-up-skips/{quote(str(action_id), safe='')}", query={}, headers={}))

    def skip_follow_up(self, session_id: UUID | str, action_id: UUID | str) -> Receipt:
        """Go on without the report on an action, explicitly; the action stays open."""
        return cast('Receipt', self._call("PUT", f"/api/v1/sessions/{quote(str(session_id), safe='')}/follow-up-skips/{quote(str(action_id), safe='')}", query={}, headers={}))

    def report_follow_up(self, session_id: UUID | str, follow_up_id: UUID | str, body: NewReport) -> Receipt:
        """Report what came of one's own action of an earlier case."""
        return cast('Receipt', self._call("PUT", f"/api/v1/sessions/{quote(str(session_id), safe='')}/follow-ups/{quote(str(follow_up_id), safe='')}", query={}, headers={}, body=body))

    def offer_hypothesis(self, session_id: UUID | str, hypothesis_id: UUID | str, body: NewThought) -> Receipt:
        """Say what may be going on."""
        return cast('Receipt', self._call("PUT", f"/api/v1/sessions/{quote(str(session_id), safe='')}/hypotheses/{quote(str(hypothesis_id), safe='')}", query={}, headers={}, body=body))

    def note_insight(self, session_id: UUID | str, insight_id: UUID | str, body: NewText) -> Receipt:
        """Say what one takes back to one's own practice."""
        return cast('Receipt', self._call("PUT", f"/api/v1/sessions/{quote(str(session_id), safe='')}/insights/{quote(str(insight_id), safe='')}", query={}, headers={}, body=body))

    def rate_contribution(self, session_id: UUID | str, mark_id: UUID | str, body: NewMark) -> Receipt:
        """Say what a question or an idea does to oneself, as the contributor; the last mark counts."""
        return cast('Receipt', self._call("PUT", f"/api/v1/sessions/{quote(str(session_id), safe='')}/marks/{quote(str(mark_id), safe='')}", query={}, headers={}, body=body))

    def note_for_another(self, session_id: UUID | str, contribution_id: UUID | str, body: NewNote) -> Receipt:
        """Write down what somebody said, as the scribe: it is theirs, under their key, marked as noted."""
        return cast('Receipt', self._call("PUT", f"/api/v1/sessions/{quote(str(session_id), safe='')}/notes/{quote(str(contribution_id), safe='')}", query={}, headers={}, body=body))

    def propose_nothing(self, session_id: UUID | str, answer_id: UUID | str, body: Said) -> Receipt:
        """Say that one has nothing to bring in today, which is a fine answer."""
        return cast('Receipt', self._call("PUT", f"/api/v1/sessions/{quote(str(session_id), safe='')}/nothing-today/{quote(str(answer_id), safe='')}", query={}, headers={}, body=body))

    def share_observation(self, session_id: UUID | str, observation_id: UUID | str, body: NewThought) -> Receipt:
        """Say what one saw or heard."""
        return cast('Receipt', self._call("PUT", f"/api/v1/sessions/{quote(str(session_id), safe='')}/observations/{quote(str(observation_id), safe='')}", query={}, headers={}, body=body))

    def write_note(self, session_id: UUID | str, note_id: UUID | str, body: NewText) -> Receipt:
        """Write something down for oneself; nobody else ever reads it."""
        return cast('Receipt', self._call("PUT", f"/api/v1/sessions/{quote(str(session_id), safe='')}/own-notes/{quote(str(note_id), safe='')}", query={}, headers={}, body=body))

    def pass_turn(self, session_id: UUID | str, pass_id: UUID | str, body: Said) -> Receipt:
        """Let the turn pass; always possible, and never counted against anyone."""
        return cast('Receipt', self._call("PUT", f"/api/v1/sessions/{quote(str(session_id), safe='')}/passes/{quote(str(pass_id), safe='')}", query={}, headers={}, body=body))

    def pause_session(self, session_id: UUID | str, *, idempotency_key: UUID | str | None = None, if_match: str | None = None) -> Receipt:
        """Stop the clock."""
        return cast('Receipt', self._call("POST", f"/api/v1/sessions/{quote(str(session_id), safe='')}/pause", query={}, headers={'Idempotency-Key': idempotency_key, 'If-Match': if_match}))

    def get_pulse(self, session_id: UUID | str) -> OpenPulse:
        """See which questions about the meeting one may still answer; none before it is over."""
        return cast('OpenPulse', self._call("GET", f"/api/v1/sessions/{quote(str(session_id), safe='')}/pulse", query={}, headers={}))

    def answer_pulse(self, session_id: UUID | str, question: PulseQuestion, body: PulseAnswer) -> Counted:
        """Say how the meeting was, once; only counts of many groups together are ever published."""
        return cast('Counted', self._call("PUT", f"/api/v1/sessions/{quote(str(session_id), safe='')}/pulse/{quote(str(question), safe='')}", query={}, headers={}, body=body))

    def get_question_kinds(self, session_id: UUID | str) -> QuestionKinds:
        """See how many questions of each kind the group asked, step by step, where it agreed to count."""
        return cast('QuestionKinds', self._call("GET", f"/api/v1/sessions/{quote(str(session_id), safe='')}/question-kinds", query={}, headers={}))

    def ask_question(self, session_id: UUID | str, question_id: UUID | str, body: NewThought) -> Receipt:
        """Ask the contributor a question. Repeating the call changes nothing."""
        return cast('Receipt', self._call("PUT", f"/api/v1/sessions/{quote(str(session_id), safe='')}/questions/{quote(str(question_id), safe='')}", query={}, headers={}, body=body))

    def say_not_ready(self, session_id: UUID | str) -> readiness_Readiness:
        """Say that one needs a little longer after all."""
        return cast('readiness_Readiness', self._call("DELETE", f"/api/v1/sessions/{quote(str(session_id), safe='')}/readiness", query={}, headers={}))

    def get_readiness(self, session_id: UUID | str) -> readiness_Readiness:
        """See how many are ready with this step."""
        return cast('readiness_Readiness', self._call("GET", f"/api/v1/sessions/{quote(str(session_id), safe='')}/readiness", query={}, headers={}))

    def say_ready(self, session_id: UUID | str, body: ReadyFor) -> readiness_Readiness:
        """Say that one is ready with a step; with one that no longer runs it says nothing."""
        return cast('readiness_Readiness', self._call("PUT", f"/api/v1/sessions/{quote(str(session_id), safe='')}/readiness", query={}, headers={}, body=body))

    def share_reflection(self, session_id: UUID | str, reflection_id: UUID | str, body: NewThought) -> Receipt:
        """Say what the case evokes, while the contributor listens."""
        return cast('Receipt', self._call("PUT", f"/api/v1/sessions/{quote(str(session_id), safe='')}/reflections/{quote(str(reflection_id), safe='')}", query={}, headers={}, body=body))

    def reopen_session(self, session_id: UUID | str, *, idempotency_key: UUID | str | None = None, if_match: str | None = None) -> Receipt:
        """Take back the end of the meeting, within a day."""
        return cast('Receipt', self._call("POST", f"/api/v1/sessions/{quote(str(session_id), safe='')}/reopening", query={}, headers={'Idempotency-Key': idempotency_key, 'If-Match': if_match}))

    def resume_session(self, session_id: UUID | str, *, idempotency_key: UUID | str | None = None, if_match: str | None = None) -> Receipt:
        """Let the clock run again."""
        return cast('Receipt', self._call("POST", f"/api/v1/sessions/{quote(str(session_id), safe='')}/resume", query={}, headers={'Idempotency-Key': idempotency_key, 'If-Match': if_match}))

    def assign_role(self, session_id: UUID | str, role: str, body: People, *, idempotency_key: UUID | str | None = None, if_match: str | None = None) -> Receipt:
        """Give some people a named part in the conversation, and nobody else; nobody takes it back."""
        return cast('Receipt', self._call("POST", f"/api/v1/sessions/{quote(str(session_id), safe='')}/roles/{quote(str(role), safe='')}", query={}, headers={'Idempotency-Key': idempotency_key, 'If-Match': if_match}, body=body))

    def extend_step(self, session_id: UUID | str, body: Extension, *, idempotency_key: UUID | str | None = None, if_match: str | None = None) -> Receipt:
        """Give the running step more or less time."""
        return cast('Receipt', self._call("POST", f"/api/v1/sessions/{quote(str(session_id), safe='')}/steps/extend", query={}, headers={'Idempotency-Key': idempotency_key, 'If-Match': if_match}, body=body))

    def draw_pairs(self, session_id: UUID | str, *, idempotency_key: UUID | str | None = None, if_match: str | None = None) -> Receipt:
        """Divide who is there into other pairs; a step in pairs begins with some."""
        return cast('Receipt', self._call("POST", f"/api/v1/sessions/{quote(str(session_id), safe='')}/steps/pairs", query={}, headers={'Idempotency-Key': idempotency_key, 'If-Match': if_match}))

    def replan_steps(self, session_id: UUID | str, body: NewPlan, *, idempotency_key: UUID | str | None = None, if_match: str | None = None) -> Receipt:
        """Make the steps to come fit into the time that is left."""
        return cast('Receipt', self._call("POST", f"/api/v1/sessions/{quote(str(session_id), safe='')}/steps/replan", query={}, headers={'Idempotency-Key': idempotency_key, 'If-Match': if_match}, body=body))

    def undo_step(self, session_id: UUID | str, *, idempotency_key: UUID | str | None = None, if_match: str | None = None) -> Receipt:
        """Take back the last start of a step; what was said meanwhile stays."""
        return cast('Receipt', self._call("POST", f"/api/v1/sessions/{quote(str(session_id), safe='')}/steps/undo", query={}, headers={'Idempotency-Key': idempotency_key, 'If-Match': if_match}))

    def reveal_step(self, session_id: UUID | str, index: int, *, idempotency_key: UUID | str | None = None, if_match: str | None = None) -> Receipt:
        """Show everybody what each wrote for themselves in a step. Repeating it changes nothing."""
        return cast('Receipt', self._call("POST", f"/api/v1/sessions/{quote(str(session_id), safe='')}/steps/{quote(str(index), safe='')}/reveal", query={}, headers={'Idempotency-Key': idempotency_key, 'If-Match': if_match}))

    def start_step(self, session_id: UUID | str, index: int, *, idempotency_key: UUID | str | None = None, if_match: str | None = None) -> Receipt:
        """Start a step, which ends the one before; starting a later one skips."""
        return cast('Receipt', self._call("POST", f"/api/v1/sessions/{quote(str(session_id), safe='')}/steps/{quote(str(index), safe='')}/start", query={}, headers={'Idempotency-Key': idempotency_key, 'If-Match': if_match}))

    def follow_session(self, session_id: UUID | str, *, after: int | None = None, last_event_id: str | None = None) -> bytes:
        """Follow a meeting live, as server-sent events that resume where they stopped."""
        return cast('bytes', self._call("GET", f"/api/v1/sessions/{quote(str(session_id), safe='')}/stream", query={'after': after}, headers={'Last-Event-ID': last_event_id}))

    def state_takeaway(self, session_id: UUID | str, takeaway_id: UUID | str, body: NewTakeaway) -> Receipt:
        """Say what helped, as the contributor."""
        return cast('Receipt', self._call("PUT", f"/api/v1/sessions/{quote(str(session_id), safe='')}/takeaways/{quote(str(takeaway_id), safe='')}", query={}, headers={}, body=body))

    def share_thought(self, session_id: UUID | str, thought_id: UUID | str, body: NewIdea) -> Receipt:
        """Say what a step asks for: an association, a position, an argument, feedback, the question anew."""
        return cast('Receipt', self._call("PUT", f"/api/v1/sessions/{quote(str(session_id), safe='')}/thoughts/{quote(str(thought_id), safe='')}", query={}, headers={}, body=body))

    def set_turn_order(self, session_id: UUID | str, body: Order, *, idempotency_key: UUID | str | None = None, if_match: str | None = None) -> Receipt:
        """Set the order in which the word goes round."""
        return cast('Receipt', self._call("POST", f"/api/v1/sessions/{quote(str(session_id), safe='')}/turn-order", query={}, headers={'Idempotency-Key': idempotency_key, 'If-Match': if_match}, body=body))

    def list_written_reports(self, session_id: UUID | str) -> WrittenReports:
        """See, as who moves the meeting, which reports were given in writing by who did not come to it."""
        return cast('WrittenReports', self._call("GET", f"/api/v1/sessions/{quote(str(session_id), safe='')}/written-reports", query={}, headers={}))

    def show_written_report(self, session_id: UUID | str, action_id: UUID | str) -> Receipt:
        """Show the group the report that somebody who did not come gave in writing, while they meet."""
        return cast('Receipt', self._call("PUT", f"/api/v1/sessions/{quote(str(session_id), safe='')}/written-reports/{quote(str(action_id), safe='')}", query={}, headers={}))

    def ask_for_code(self, body: NewCode) -> CodeSent:
        """Ask for a code by mail. The answer is the same whether anybody has the address or not."""
        return cast('CodeSent', self._call("POST", f"/api/v1/sign-in/codes", query={}, headers={}, body=body))

    def redeem_code(self, body: RedeemCode) -> SignedInAs:
        """Sign in with a code. A guest who is signed in keeps who they are, and has an address from now on."""
        return cast('SignedInAs', self._call("POST", f"/api/v1/sign-in/codes/redeem", query={}, headers={}, body=body))

    def sign_in_with_organisation(self, body: Return) -> SignedInThrough:
        """Sign in with what the organisation's provider sent back, once and in the browser that began."""
        return cast('SignedInThrough', self._call("POST", f"/api/v1/sign-in/organisations", query={}, headers={}, body=body))

    def look_at_organisation(self, organisation_id: UUID | str) -> OrganisationName:
        """See the name of an organisation through which one can sign in; others are not found."""
        return cast('OrganisationName', self._call("GET", f"/api/v1/sign-in/organisations/{quote(str(organisation_id), safe='')}", query={}, headers={}))

    def begin_organisation_sign_in(self, organisation_id: UUID | str, body: Departure) -> Way:
        """Begin to sign in with an organisation."""
        return cast('Way', self._call("POST", f"/api/v1/sign-in/organisations/{quote(str(organisation_id), safe='')}", query={}, headers={}, body=body))

    def sign_in_with_passkey(self, body: Answered) -> SignedInAs:
        """Sign in with a passkey, in the place of whoever was signed in on this device."""
        return cast('SignedInAs', self._call("POST", f"/api/v1/sign-in/passkeys", query={}, headers={}, body=body))

    def begin_passkey_sign_in(self, body: Knock) -> ToAnswer:
        """Begin to sign in with a passkey. A guest is told first that they would not come back."""
        return cast('ToAnswer', self._call("POST", f"/api/v1/sign-in/passkeys/options", query={}, headers={}, body=body))

    def list_situations(self, *, if_none_match: str | None = None) -> Situations | None:
        """See what can be difficult in a meeting, and what whoever guides it can do."""
        return cast('Situations | None', self._call("GET", f"/api/v1/situations", query={}, headers={'If-None-Match': if_none_match}))

    def get_visitor(self) -> Me | None:
        """See who one is here, or null: whoever comes for the first time did nothing wrong."""
        return cast('Me | None', self._call("GET", f"/api/v1/visitor", query={}, headers={}))

    def check_live(self) -> Alive:
        """Tell that the process answers."""
        return cast('Alive', self._call("GET", f"/health/live", query={}, headers={}))

    def check_ready(self) -> health_Readiness:
        """Tell whether the database answers and the views keep up."""
        return cast('health_Readiness', self._call("GET", f"/health/ready", query={}, headers={}))


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return [str(one) for one in value] if isinstance(value, list | tuple) else str(value)
