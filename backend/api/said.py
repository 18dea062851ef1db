"""The shapes of what people say in a meeting, as clients send them."""

from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from backend.api.meeting_lines import in_reach
from backend.api.texts import LONGEST_TITLE, OptionalText, Text, Title
from backend.domain.session.commands import UNPLACED
from events.contribution import ActionStatus, AdviceKind, CaseKind, Mark, ThoughtKind

Influence = Annotated[int, Meta(ge=1, le=5)]


class Said(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A contribution; ``step`` is the step in which it was written, when the client knows."""

    step: Annotated[int, Meta(ge=UNPLACED, le=100)] = UNPLACED


class AboutTheCase(Said, frozen=True, kw_only=True):
    """Something about a case; ``case`` is the one it was written for, the present one when left out."""

    case: UUID | None = None


class NewWord(Said, frozen=True, kw_only=True):
    """A first or last word; without text it was said aloud."""

    text: OptionalText | None = None


class NewText(Said, frozen=True, kw_only=True):
    """One text."""

    text: Text


class NewThought(AboutTheCase, frozen=True, kw_only=True):
    """One text about the case."""

    text: Text


class NewReport(Said, frozen=True, kw_only=True):
    """What came of an action of an earlier case."""

    action: UUID
    status: ActionStatus
    did: Text
    effect: OptionalText | None = None
    learned: OptionalText | None = None


class NewCarryingOn(Said, frozen=True, kw_only=True):
    """How somebody goes on with an action after the report: what next, by when."""

    action: UUID
    first_step: OptionalText | None = None
    due: date | None = None

    def __post_init__(self) -> None:
        """Refuse a day that nobody alive has in a diary."""
        _check_in_reach(self.due)


class NewFeedback(Said, frozen=True, kw_only=True):
    """Extra feedback on a report."""

    follow_up: UUID
    text: Text


class NewCase(Said, frozen=True, kw_only=True):
    """A case that somebody could bring in."""

    kind: CaseKind
    title: Title
    question: Text
    influence: Influence | None = None


class NewDescription(AboutTheCase, frozen=True, kw_only=True):
    """What happened, what the contributor did, and with what effect."""

    context: Text
    question: OptionalText | None = None
    own_behaviour: OptionalText | None = None
    effect: OptionalText | None = None


class NewAnswer(AboutTheCase, frozen=True, kw_only=True):
    """An answer; without text it was given aloud."""

    question: UUID
    text: OptionalText | None = None


class NewAdvice(AboutTheCase, frozen=True, kw_only=True):
    """A piece of advice."""

    text: Text
    kind: AdviceKind = AdviceKind.ADVICE


class NewIdea(AboutTheCase, frozen=True, kw_only=True):
    """A thought, and what it is to the conversation."""

    kind: ThoughtKind
    text: Text


class NewMark(AboutTheCase, frozen=True, kw_only=True):
    """What something that was said does to the contributor."""

    on: UUID
    mark: Mark


class NewTakeaway(AboutTheCase, frozen=True, kw_only=True):
    """What helped, and which questions and advice did."""

    text: Text
    helpful: Annotated[list[UUID], Meta(max_length=200)] = []


class NewWordings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one said in other words: texts by the name of their field, empty to leave one out.

    A text that is not named stays as it is.
    """

    contribution: UUID
    texts: Annotated[
        dict[Annotated[str, Meta(max_length=40)], OptionalText], Meta(min_length=1, max_length=8)
    ]

    def __post_init__(self) -> None:
        """Refuse a title that would not fit where titles are shown."""
        title = self.texts.get("title", "")
        if len(title) > LONGEST_TITLE or len(title.splitlines()) > 1:
            raise ValueError("a title is one line")


class NewAction(AboutTheCase, frozen=True, kw_only=True):
    """What the contributor will do, with what first step, by when."""

    text: Text
    first_step: OptionalText | None = None
    due: date | None = None

    def __post_init__(self) -> None:
        """Refuse a day that nobody alive has in a diary."""
        _check_in_reach(self.due)


def _check_in_reach(day: date | None) -> None:
    if day is not None and in_reach(day) is None:
        raise ValueError("from 2000 to 2199")
