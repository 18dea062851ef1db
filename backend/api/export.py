"""Taking one's own along: everything one owns as JSON, or to read as Markdown or a page."""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from typing import Annotated, Final, Literal

import msgspec
from litestar import Response, get
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import OpenAPIMediaType, OpenAPIResponse, OpenAPIType, Operation, Schema
from litestar.params import QueryParameter
from msgspec import Struct

from backend.api import documented
from backend.api.belongings import Belongings, OwnGroup, OwnMeeting, OwnWords, gather
from backend.api.caller import Caller
from backend.api.languages import Language
from backend.api.ports import Ports
from backend.domain.zones import zone_of

Format = Annotated[
    Literal["json", "markdown", "html"], QueryParameter(name="format", description="In which form.")
]


class _Words(Struct, frozen=True):
    title: str
    made_on: str
    me: str
    name: str
    address: str
    language_name: str
    time_zone: str
    expectation: str
    meeting: str
    nothing: str
    earlier: str
    earlier_line: str
    erased: str
    aloud: str
    colleague: str
    colleagues_case: str
    due: str
    status: str
    late: str
    prepared_case: str
    prepared_report: str
    reflection: str
    register: str
    kinds: dict[str, str]
    fields: dict[str, str]
    statuses: dict[str, str]


WORDS: Final = msgspec.json.decode(
    files("backend.api").joinpath("export_words.json").read_bytes(), type=dict[Language, _Words]
)
_MEDIA: Final = {"json": "application/json", "markdown": "text/markdown", "html": "text/html"}
_ENDING: Final = {"json": "json", "markdown": "md", "html": "html"}
_STYLE: Final = "body{font:1rem/1.5 sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem}"


class _Page:
    """Lines to read: a heading, a sentence, or a text somebody wrote, which may have several lines."""

    def __init__(self, belongings: Belongings) -> None:
        self._words = WORDS[belongings.me.language]
        self.language = belongings.me.language
        self.title = self._words.title
        self.lines: list[tuple[int, str]] = []
        """How deep a heading is, 0 for a sentence, -1 for what was written."""
        self._tell(belongings)

    def _tell(self, all_of_it: Belongings) -> None:
        words, me = self._words, all_of_it.me
        self.lines.append((1, words.title))
        self.lines.append((0, f"{words.made_on} {all_of_it.made_on.isoformat()}"))
        self.lines.append((2, words.me))
        known = {words.name: me.name, words.address: me.address, words.language_name: me.language}
        for name, value in (known | {words.time_zone: me.time_zone}).items():
            if value is not None:
                self.lines.append((0, f"{name}: {value}"))
        for group in all_of_it.groups:
            self._group(group, [m for m in all_of_it.meetings if m.group == group.group])

        self._earlier(all_of_it)
        for case in all_of_it.prepared_cases:
            self._prepared(words.prepared_case, title=case.title, question=case.question)
        for report in all_of_it.prepared_reports:
            texts = {"did": report.did, "effect": report.effect, "learned": report.learned}
            self._prepared(words.prepared_report, **texts)
        self._learned(all_of_it)

    def _earlier(self, all_of_it: Belongings) -> None:
        if all_of_it.earlier_meetings:
            self.lines.append((2, self._words.earlier))
        zone = zone_of(all_of_it.me.time_zone)
        for one in all_of_it.earlier_meetings:
            line = self._words.earlier_line.format(
                day=one.begin.astimezone(zone).date().isoformat(),
                group=one.group_name or "",
                minutes=one.minutes,
            )
            self.lines.append((0, line))

    def _learned(self, all_of_it: Belongings) -> None:
        days = {meeting.session: meeting.opened_at.date() for meeting in all_of_it.meetings}
        for one in all_of_it.reflections:
            texts = {"technical": one.technical, "normative": one.normative, "personal": one.personal}
            day = days.get(one.session, one.changed_at.date())
            self._prepared(f"{self._words.reflection} {day.isoformat()}", **texts)
        if all_of_it.register is not None:
            self.lines.append((0, f"{self._words.register}: {all_of_it.register.profile}"))

    def _prepared(self, heading: str, **texts: str) -> None:
        self.lines.append((2, heading))
        for field, text in texts.items():
            if text:
                self.lines += [(0, f"{self._words.fields[field]}:"), (-1, text)]

    def _group(self, group: OwnGroup, meetings: list[OwnMeeting]) -> None:
        self.lines.append((2, group.name))
        for text in group.expectations:
            self.lines += [(0, f"{self._words.expectation}:"), (-1, text)]
        for meeting in meetings:
            self.lines.append((3, f"{self._words.meeting} {meeting.opened_at.date().isoformat()}"))
            for said in meeting.said:
                self._said(said)
            if not meeting.said:
                self.lines.append((0, self._words.nothing))

    def _said(self, said: OwnWords) -> None:
        self.lines.append((4, self._heading(said)))
        if said.status is not None:
            self.lines.append((0, f"{self._words.status}: {self._words.statuses[said.status]}"))
        if said.due is not None:
            self.lines.append((0, f"{self._words.due}: {said.due.isoformat()}"))
        for field, text in said.texts.items():
            if self._words.fields[field]:
                self.lines.append((0, f"{self._words.fields[field]}:"))
            self.lines.append((0, self._words.erased) if text is None else (-1, text))
        if not said.texts:
            self.lines.append((0, self._words.aloud))

    def _heading(self, said: OwnWords) -> str:
        words, notes = self._words, []
        if said.kind == "question_answered":
            notes.append(words.colleague)
        elif said.own_case is False:
            notes.append(words.colleagues_case)
        if said.late:
            notes.append(words.late)
        return words.kinds[said.kind] + (f" ({', '.join(notes)})" if notes else "")


def as_markdown(belongings: Belongings) -> str:
    """Return everything to read as Markdown; what somebody wrote is quoted, so it can format nothing."""
    shown = []
    for depth, line in _Page(belongings).lines:
        if depth > 0:
            shown.append(f"{'#' * depth} {_plain(line)}")
        elif depth == 0:
            shown.append(_plain(line))
        else:
            shown.append("\n".join(f"> {_plain(part)}".rstrip() for part in line.splitlines()))
    return "\n\n".join(shown) + "\n"


_MEANS_SOMETHING: Final = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_{}[]<>#|!&~"})


def _plain(line: str) -> str:
    return line.translate(_MEANS_SOMETHING)


def as_page(belongings: Belongings) -> str:
    """Return everything to read as a page that needs nothing else, with all texts as text."""
    page = _Page(belongings)
    shown = []
    for depth, line in page.lines:
        text = escape(line).replace("\n", "<br>")
        tag = f"h{depth}" if depth > 0 else "p" if depth == 0 else "blockquote"
        shown.append(f"<{tag}>{text}</{tag}>")
    return (
        f'<!doctype html><html lang="{page.language}"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width">'
        f"<title>{escape(page.title)}</title><style>{_STYLE}</style>{''.join(shown)}</html>"
    )


def as_json(belongings: Belongings) -> bytes:
    """Return everything as JSON, in the shape that the API describes."""
    return msgspec.json.format(msgspec.json.encode(belongings), indent=2)


_FORMS: Final[dict[str, Callable[[Belongings], bytes]]] = {
    "json": as_json,
    "markdown": lambda mine: as_markdown(mine).encode(),
    "html": lambda mine: as_page(mine).encode(),
}


@dataclass
class _AlsoToRead(Operation):
    """An operation whose answer is JSON, or a text to read."""

    def __post_init__(self) -> None:
        """Name the other forms beside JSON."""
        answer = (self.responses or {}).get("200")
        if isinstance(answer, OpenAPIResponse) and answer.content is not None:
            readable = OpenAPIMediaType(schema=Schema(type=OpenAPIType.STRING))
            answer.content |= {_MEDIA["markdown"]: readable, _MEDIA["html"]: readable}


@get(
    "/me/export",
    operation_id="export_mine",
    operation_class=_AlsoToRead,
    responses=documented.query()
    | {200: ResponseSpec(Belongings, description="As JSON, or to read", generate_examples=False)},
)
async def export_mine(
    caller: NamedDependency[Caller], ports: NamedDependency[Ports], form: Format = "json"
) -> Response[bytes]:
    """Take along everything that is one's own, and nothing that others wrote."""
    mine = await gather(caller.person, ports)
    content = _FORMS[form](mine)
    name = f"kring-{mine.made_on.isoformat()}.{_ENDING[form]}"
    return Response(
        content,
        media_type=_MEDIA[form],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


ROUTES = (export_mine,)
