"""When and how somebody is reminded: words that events of persons and of groups share."""

from datetime import time
from enum import StrEnum

from msgspec import Struct


class Channel(StrEnum):
    """How a reminder reaches somebody."""

    PUSH = "push"
    MAIL = "mail"
    CALENDAR = "calendar"


class Occasion(StrEnum):
    """What somebody is reminded of, in the order in which it comes."""

    FIRST_STEP = "first_step"
    """Some days after the meeting: the first step of what one committed to."""
    ACTION_DATE = "action_date"
    """The day that one set oneself."""
    WEEK_BEFORE = "week_before"
    """A week before the next meeting: one is going to report back (R-87)."""
    DAY_BEFORE = "day_before"
    """The day before the next meeting: prepare the report."""
    MEETING_OPENS = "meeting_opens"
    """The meeting at which one reports has begun."""
    PLAN_MEETING = "plan_meeting"
    """The group's rhythm has passed and no meeting is planned; for who keeps the group."""


class QuietHours(Struct, frozen=True):
    """From when until when nothing arrives, by the person's own clock; it may pass midnight."""

    begin: time
    end: time
