"""Every view of this house, by its name."""

from collections.abc import Mapping
from typing import Final

from projections.agenda import Agenda
from projections.audit import Audit
from projections.base import Projection
from projections.certificates import Certificates
from projections.earlier_meetings import EarlierMeetings
from projections.enrolment import Enrolment
from projections.give_and_take import GiveAndTake
from projections.membership import Membership
from projections.open_actions import OpenActions
from projections.remembering import LearningHistory
from projections.reminders_due import RemindersDue
from projections.retention import Retention
from projections.session_board import SessionBoard
from projections.uptake_facts import UptakeFacts

VIEWS: Final[Mapping[str, Projection]] = {
    view.name: view
    for view in (
        Membership(),
        Agenda(),
        SessionBoard(),
        LearningHistory(),
        OpenActions(),
        RemindersDue(),
        GiveAndTake(),
        Retention(),
        Enrolment(),
        Audit(),
        Certificates(),
        EarlierMeetings(),
        UptakeFacts(),
    )
}
"""What the runner keeps, ``kring rebuild`` names and ``kring verify`` checks."""
