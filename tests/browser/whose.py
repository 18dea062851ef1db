"""Of whom a step asks something, as its method says: not as the app or the house works it out."""

from dataclasses import dataclass, field
from typing import Any, Final

from tests.browser.screen import Screen

Json = dict[str, Any]

_OF_THE_CONTRIBUTOR: Final = {"description", "rating", "takeaway", "action"}
_OF_A_CASE: Final = {"description", "question", "hypothesis", "reflection", "advice", "takeaway", "action"}
_CHOOSES: Final = {"proposal", "vote"}


@dataclass(slots=True, kw_only=True)
class Seat:
    """Somebody at the table: their phone, their part in the conversation, and what they said in this step."""

    phone: Screen
    part: str = ""
    said: set[str] = field(default_factory=set)


def needs_a_case(step: Json) -> bool:
    """Tell whether a step is about a case that must have been chosen before."""
    told = "contributor" in step["speakers"] or not _OF_A_CASE.isdisjoint(step["kinds"])
    return told and _CHOOSES.isdisjoint(step["kinds"])


def asked(kind: str, step: Json, seats: list[Seat], brings_in: Seat | None) -> list[Seat]:
    """Return of whom a step asks something."""
    contributor = [brings_in] if brings_in else []
    others = [seat for seat in seats if seat is not brings_in]
    if kind in _OF_THE_CONTRIBUTOR and step["stance"] == "listens":
        return []
    if kind in _OF_THE_CONTRIBUTOR or (kind == "answer" and "everyone" not in step["speakers"]):
        return contributor
    by_speaker = {
        "everyone": seats,
        "contributor": [] if kind in {"question", "advice"} else contributor,
        "members": others,
        "consultant": [seat for seat in others if seat.part == "consultant"],
        "coach": [seat for seat in others if seat.part == "coach"],
        "observers": [seat for seat in others if not seat.part],
    }
    asked = [seat for speaker in step["speakers"] for seat in by_speaker.get(speaker, [])]
    return [seat for seat in seats if seat in asked]
