"""What the tests of the API stand on: one house for each file, and a group of four."""

import gzip
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from tests.api.circle import Circle, form
from tests.api.house import House, open_house
from tests.api.people import Person

PAGE = "<!doctype html><title>Kring</title>"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built app of one page and one script."""
    folder = tmp_path_factory.mktemp("built")
    (folder / "assets").mkdir()
    (folder / "index.html").write_text(PAGE)
    (folder / "sw.js").write_text("self")
    (folder / "assets" / "app-1a2b.js").write_text("1")
    (folder / "assets" / "app-1a2b.js.br").write_bytes(b"brotli")
    (folder / "assets" / "app-1a2b.js.gz").write_bytes(gzip.compress(b"1", mtime=0))
    return folder


@pytest.fixture(scope="module")
async def house(
    module_database_url: str, tmp_path_factory: pytest.TempPathFactory, built: Path
) -> AsyncIterator[House]:
    """The running house that the tests of one file share."""
    async with open_house(module_database_url, tmp_path_factory.mktemp("kring"), built) as opened:
        yield opened


@pytest.fixture
async def circle(house: House) -> AsyncIterator[Circle]:
    """A group of a facilitator and three members who accepted the ground rules."""
    formed = await form(house)
    yield formed
    await formed.close()


@pytest.fixture
async def person(house: House) -> AsyncIterator[Callable[[str], Person]]:
    """Makes somebody with a new device, who belongs to no group."""
    made: list[Person] = []

    def new(name: str) -> Person:
        made.append(Person(house, name))
        return made[-1]

    yield new
    for each in made:
        await each.http.aclose()


@pytest.fixture
async def meeting(circle: Circle) -> Any:  # noqa: ANN401
    """An open meeting of the group, before its first step."""
    return await circle.meeting()
