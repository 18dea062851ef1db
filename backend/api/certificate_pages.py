"""What is read on a certificate, in the holder's language: the lines that the typesetter sets."""

from collections.abc import Mapping
from datetime import date, datetime
from importlib.resources import files
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from backend.api.languages import Language
from backend.domain.attendance_term import names_are_kept
from backend.domain.zones import zone_of
from events.forms import Form, Word
from events.group import Facilitation, Met, YearListIssued
from events.person import Attended, CertificateIssued


class _Words(Struct, frozen=True, forbid_unknown_fields=True):
    title: str
    summary_one: str
    summary_many: str
    when: str
    net: str
    minutes: str
    present: str
    method: str
    form: str
    facilitator: str
    rules: str
    confirmed: str
    confidential: str
    rules_only: str
    rules_unknown: str
    forms: dict[Form, str]
    list_title: str
    list_one: str
    list_many: str
    list_check_text: str
    people: str
    one_of_people: str
    names_left: str
    capacities: dict[Facilitation, str]
    words: dict[Word, str]
    deleted: str
    nobody: str
    check_title: str
    check_text: str
    small_print: str
    qr_alt: str
    page: str
    months: list[str]
    to: str
    day: str

    def on(self, day: date) -> str:
        """Return a day as people write it."""
        return self.day.format(day=day.day, month=self.months[day.month - 1], year=day.year)


WORDS: Final = msgspec.json.decode(
    files("backend.api").joinpath("certificate_words.json").read_bytes(), type=dict[Language, _Words]
)
_GROUP: Final = 4


class Reading(Struct, frozen=True, kw_only=True):
    """For whom a certificate is written, and how."""

    holder: str
    names: Mapping[UUID, str]
    """Of the facilitators who still have an account."""
    language: Language
    time_zone: str


def shown(code: str) -> str:
    """Return a code in groups of four, as it is easiest to type over."""
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def page(issued: CertificateIssued, check_url: str, reading: Reading) -> bytes:
    """Return everything that stands on a certificate, as the JSON that is typeset."""
    words = WORDS[reading.language]
    minutes = sum(one.minutes for one in issued.meetings)
    summary = words.summary_one if len(issued.meetings) == 1 else words.summary_many
    content = _frame(issued, check_url, reading) | {
        "title": words.title,
        "summary": summary.format(minutes=minutes, count=len(issued.meetings)),
        "meetings": [_meeting(one, words, reading) for one in issued.meetings],
        "check_text": words.check_text,
    }
    return msgspec.json.encode(content)


def list_page(issued: YearListIssued, check_url: str, reading: Reading, now: datetime) -> bytes:
    """Return everything that stands on a group's list of a year, with the names that may still be in it."""
    words = WORDS[reading.language]
    summary = words.list_one if len(issued.meetings) == 1 else words.list_many
    content = _frame(issued, check_url, reading) | {
        "title": words.list_title.format(year=issued.year),
        "summary": summary.format(year=issued.year, count=len(issued.meetings)),
        "meetings": [_listed(one, words, reading, now) for one in issued.meetings],
        "check_text": words.list_check_text,
    }
    return msgspec.json.encode(content)


def _frame(issued: CertificateIssued | YearListIssued, check_url: str, reading: Reading) -> dict[str, object]:
    """Return what stands around the meetings, on whatever certificate."""
    words, zone = WORDS[reading.language], zone_of(reading.time_zone)
    made = issued.at.astimezone(zone).date()
    return {
        "language": reading.language,
        "made": (made.year, made.month, made.day),
        "holder": reading.holder,
        "check_title": words.check_title,
        "check_url": check_url,
        "code_shown": shown(issued.code),
        "small_print": words.small_print.format(day=words.on(made), zone=reading.time_zone),
        "qr_alt": words.qr_alt,
        "page": words.page,
    }


def _listed(one: Met, words: _Words, reading: Reading, now: datetime) -> dict[str, object]:
    """Return what a list says of a meeting: a person's certificate of it, and who was there."""
    if not names_are_kept(one.begin, now):
        nameless = msgspec.structs.replace(one, facilitators=())
        return _meeting(nameless, words, reading, (words.people, words.names_left))
    people = "; ".join(
        words.one_of_people.format(name=reading.names.get(each.person, words.deleted), minutes=each.minutes)
        for each in one.people
    )
    return _meeting(one, words, reading, (words.people, people or words.nobody))


def _meeting(
    one: Attended | Met, words: _Words, reading: Reading, *more: tuple[str, str]
) -> dict[str, object]:
    zone = zone_of(reading.time_zone)
    begin, end = one.begin.astimezone(zone), one.end.astimezone(zone)
    rules = words.confidential if one.confidential else words.rules_only
    if one.confirmed_by is Word.AFTERWARDS:
        rules = words.rules_unknown
    confirmed = words.words[one.confirmed_by].format(day=words.on(one.confirmed_at.astimezone(zone).date()))
    until = f"{end:%H:%M}" if end.date() == begin.date() else f"{words.on(end.date())}, {end:%H:%M}"
    return {
        "heading": words.on(begin.date()),
        "lines": [
            (words.when, f"{begin:%H:%M}{words.to}{until}"),
            (words.net, words.minutes.format(minutes=one.minutes)),
            (words.present, str(one.present)),
            *more,
            (words.method, _method(one, reading.language)),
            (words.form, words.forms[one.form]),
            (words.facilitator, _guards(one, words, reading)),
            (words.rules, rules.format(version=one.rules_version)),
            (words.confirmed, confirmed),
        ],
    }


def _method(one: Attended | Met, language: Language) -> str:
    match language:
        case "nl":
            return one.method.nl
        case "en":
            return one.method.en
        case "de":
            return one.method.de or one.method.en


def _guards(one: Attended | Met, words: _Words, reading: Reading) -> str:
    capacity = words.capacities[one.facilitation]
    names = [reading.names.get(person, words.deleted) for person in one.facilitators]
    return f"{', '.join(names)} ({capacity})" if names else capacity
