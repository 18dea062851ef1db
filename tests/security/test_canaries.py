"""Erased is gone and content does not leak: words planted everywhere, and everything scanned (rows 8, 9)."""

import base64
import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import uuid4

import psycopg
import pytest
from typing_extensions import override

from backend.house import opened
from backend.operating import sealed_texts
from backend.settings import Settings
from events.base import sealing_name
from events.catalogue import EVENTS
from projections.runner import prepare
from projections.shipped import VIEWS
from tests.api.circle import form
from tests.api.house import MASTER_KEY, House, open_house
from tests.api.people import Person
from tests.conftest import made
from tests.security.planting import Garden, Planted, Word
from tests.security.scanning import Dump, data_folder, dump, in_dump, in_files, restore


@dataclass(slots=True)
class Told:
    """What was planted, and what a backup of that moment holds."""

    house: House
    garden: Garden
    first: Planted
    second: Planted
    third: Planted
    backup: Dump
    log: list[str]
    problems: list[str]

    @property
    def anna(self) -> Person:
        """Whose case is erased."""
        return self.garden.circle.members[0]

    @property
    def bo(self) -> Person:
        """Whose case stays."""
        return self.garden.circle.members[1]

    @property
    def cas(self) -> Person:
        """Who deletes their account."""
        return self.garden.circle.members[2]

    def is_gone(self, word: Word) -> bool:
        """Tell whether nobody is to read a word any more, once the case and the person are gone."""
        let_go = word.by == self.anna.id and word.kind == "insights" and word.session == self.first.meeting.id
        return word.case == self.first.case or word.by == self.cas.id or let_go

    @property
    def gone(self) -> set[str]:
        """The words that are to be gone."""
        return {word.text for word in self.garden.words if self.is_gone(word)}

    @property
    def kept(self) -> set[str]:
        """The words that are to stay."""
        return {word.text for word in self.garden.words} - self.gone


class Listener(logging.Handler):
    """Everything that web and worker log, as it would be written."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self.setFormatter(logging.Formatter("%(name)s %(message)s"))

    @override
    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line, but for those of the client that the test itself is."""
        if not record.name.startswith(("httpx", "httpcore", "asyncio")):
            self.lines.append(self.format(record))


async def stumble(told: Planted, mark: str) -> list[str]:
    """Make mistakes with the mark in them; return what was answered."""
    owner, path = told.owner, f"{told.meeting.path}/questions/{uuid4()}"
    answers = [
        await owner.put(path, {"text": mark}),
        await owner.put(path, {"text": [mark]}),
        await owner.put(path, {mark: mark}),
        await owner.put(path, mark),
        await owner.post("/question-craft/check", {"text": mark, "language": mark}),
        await owner.post("/question-craft/check", {"text": [mark]}),
        await owner.get(f"/groups/{mark}"),
        await owner.get(f"/me?after={mark}"),
        await owner.post("/invitations/look", {"token": f"{mark} {mark}"}),
        await owner.post("/sign-in/codes", {"address": f"{mark} is no address", "language": "nl"}),
    ]
    assert {answer.status_code // 100 for answer in answers} == {4}
    return [answer.text for answer in answers]


@pytest.fixture(scope="module")
async def told(
    module_database_url: str, tmp_path_factory: pytest.TempPathFactory, built: Path
) -> AsyncIterator[Told]:
    """A house in which three cases were told, each with everything that can be written about it."""
    listener, root = Listener(), logging.getLogger()
    before = root.level
    root.addHandler(listener)
    root.setLevel(logging.DEBUG)
    folder = tmp_path_factory.mktemp("kring")
    async with open_house(module_database_url, folder, built, LOG_LEVEL="DEBUG") as house:
        circle = await form(house)
        garden = Garden(circle, f"kanarie{uuid4().hex[:12]}")
        await garden.agree()
        first = await garden.meet(circle.members[0], "heilsbronn")
        second = await garden.meet(circle.members[1], "basis6")
        third = await garden.meet(circle.members[1], "reflecting_team")
        problems = await stumble(second, garden.mark)
        await house.known()
        yield Told(house, garden, first, second, third, dump(house.database_url), listener.lines, problems)
        await circle.close()
    root.removeHandler(listener)
    root.setLevel(before)


async def read_by(told: Told, *people: Person) -> str:
    """Return everything that people can read of the group, in all the places where it is shown."""
    shown = []
    for person in people:
        path = told.garden.circle.path
        meetings = [one.meeting for one in (told.first, told.second, told.third)]
        places = [f"{path}/{what}" for what in ("history", "expectations", "open-actions", "balance")]
        places += [path, "/me/actions", "/me/retention", "/me/export", "/me/export?format=html"]
        places += [f"{meeting.path}{log}" for meeting in meetings for log in ("", "/events")]
        for place in places:
            answer = await person.get(place)
            assert answer.status_code == 200, place
            shown.append(answer.text)
    return "\n".join(shown)


def plain_in(told: Told, dumped: Dump) -> dict[str, object]:
    """Return where the mark of all words stands as it was written: nowhere, one hopes."""
    mark = told.garden.mark
    return {
        "tables": in_dump(dumped, mark),
        "the server's files": in_files(data_folder(told.house.database_url).parent, mark),
        "the house's files": in_files(told.house.folder, mark),
        "logs": [line for line in told.log if mark in line],
        "problems": [problem for problem in told.problems if mark in problem],
    }


NOWHERE: Final[dict[str, object]] = {
    "tables": set(),
    "the server's files": set(),
    "the house's files": set(),
    "logs": [],
    "problems": [],
}


async def texts_of(url: str, folder: Path, erasures: Path) -> set[str]:
    """Return every text of the record of a database that opens for a house with its master key."""
    settings = Settings.from_environment(
        {
            "KRING_FOLDER": str(folder),
            "KRING_MASTER_KEY": MASTER_KEY,
            "KRING_ERASURES_FILE": str(erasures),
        }
    )
    found: set[str] = set()
    async with opened(settings, url) as house:
        for recorded in await house.record.since(0, limit=10_000):
            name = sealing_name(type(recorded.event))
            for field, sealed in sealed_texts(recorded.event):
                opener = await house.vault.opener(recorded.tenant, [sealed])
                text = opener.open(name, field, sealed)
                if text is not None:
                    found.add(text.removeprefix("Over ").removesuffix(" gesproken"))
    return found


async def test_a_word_was_planted_in_every_text_that_there_is(told: Told) -> None:
    with psycopg.connect(told.house.database_url) as connection:
        topics = {topic for (topic,) in connection.execute("SELECT DISTINCT topic FROM record.events")}
    with_texts = {name for name, kind in EVENTS.items() if "Sealed" in str(kind.__annotations__)}
    shown = await read_by(told, told.anna, told.bo, told.cas, told.garden.circle.facilitator)

    assert with_texts - topics == set()
    assert len(told.garden.words) > 60
    assert [word for word in told.garden.words if word.text not in shown] == []
    assert len(told.gone) > 25
    assert len(told.kept) > 25


async def test_no_word_stands_anywhere_as_it_was_written(told: Told) -> None:
    assert any("is led from here" in line for line in told.log)
    assert sum(len(rows) for rows in told.backup.values()) > 50_000
    assert plain_in(told, told.backup) == NOWHERE


async def test_what_was_forgotten_opens_nowhere_and_the_rest_opens_everywhere(
    told: Told, server: str, template: str, tmp_path: Path
) -> None:
    anna, bo, cas, lead = told.anna, told.bo, told.cas, told.garden.circle.facilitator
    counted = await counts(told, bo)
    answer = await anna.delete(f"{told.first.meeting.path}/cases/{told.first.case}")
    assert answer.status_code == 201
    assert (await cas.http.request("DELETE", "/me", json={"confirm": True})).status_code == 204
    await told.house.known()

    shown = await read_by(told, anna, bo, lead)
    assert [word for word in told.gone if word in shown] == []
    assert [word for word in told.kept if word not in shown] == []
    assert await counts(told, bo) == counted
    after = dump(told.house.database_url)
    assert plain_in(told, after) == NOWHERE
    erasures = told.house.folder / "erasures.log"
    nothing = tmp_path / "no list"
    with made(server, template) as url:
        await prepare(url, VIEWS.values())
        restore(after, url)
        assert await texts_of(url, tmp_path, nothing) == told.kept
        restore(told.backup, url)
        assert await texts_of(url, tmp_path, tmp_path / "an empty list") == told.kept | told.gone
        assert await texts_of(url, tmp_path, erasures) == told.kept
        assert str(cas.id).encode() in told.backup["identity", "persons"]
        assert str(cas.id).encode() not in dump(url)["identity", "persons"]


async def counts(told: Told, person: Person) -> object:
    """Return the numbers of a group: they outlive texts."""
    path = told.garden.circle.path
    history = (await person.seen(f"{path}/history"))["meetings"]
    balance = (await person.seen(f"{path}/balance"))["members"]
    return [(m["questions_asked"], m["advice_given"], m["present"]) for m in history], balance


WORD = "kanariepiet"


@pytest.mark.parametrize(
    "how", [str.encode, lambda w: w.encode("utf-16-le"), lambda w: w.encode().hex().encode()]
)
def test_a_word_that_was_planted_in_a_file_is_found(tmp_path: Path, how: Callable[[str], bytes]) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "0001").write_bytes(b"\x00" * 5000 + how(WORD) + b"\xff")
    (tmp_path / "deep" / "0002").write_bytes(b"kanarie piet")

    assert in_files(tmp_path, WORD) == {"deep/0001"}


@pytest.mark.parametrize("before", ["", "a", "ab", "abc"])
def test_a_word_that_was_planted_in_base64_is_found(before: str) -> None:
    rows = base64.b64encode(f"{before}{WORD} en meer".encode())

    assert in_dump({("views", "planted"): rows}, WORD) == {"views.planted"}


def test_a_view_that_keeps_a_text_as_it_was_written_is_found(database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        connection.execute("CREATE TABLE views.planted (texts jsonb, raw bytea)")
        connection.execute("INSERT INTO views.planted VALUES (%s, NULL)", (f'{{"text": "Over {WORD}"}}',))
        connection.execute("CREATE TABLE record.planted (raw bytea)")
        connection.execute("INSERT INTO record.planted VALUES (%s)", (f"Over {WORD}".encode(),))

    assert in_dump(dump(database_url), WORD) == {"views.planted", "record.planted"}
    assert in_files(data_folder(database_url), WORD) != set()


def test_a_line_of_a_log_that_holds_a_text_is_found() -> None:
    listener, log = Listener(), logging.getLogger("kring.planted")
    log.addHandler(listener)
    log.warning("Cannot take in %s", f"Over {WORD} gesproken")
    log.removeHandler(listener)

    assert [line for line in listener.lines if WORD in line] == [
        f"kring.planted Cannot take in Over {WORD} gesproken"
    ]
