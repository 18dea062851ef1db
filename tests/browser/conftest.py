"""What tests in browsers stand on: the built app, the house on a real database, and Chromium."""

import os
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright

from infra.house import app, machine
from infra.house.node import find_node
from infra.house.places import PWA
from tests.adapters.push_server import PushServer, push_server
from tests.browser import chromium, keyboard, kring, screen
from tests.browser.kring import Kring
from tests.browser.screen import Screen

_COMPLAINT = re.compile(r"\b(ERROR|CRITICAL|Traceback)\b")
OpenScreen = Callable[..., Awaitable[Screen]]
StartBrowser = Callable[[bool], Awaitable[Browser]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test below this folder."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session", autouse=True)
def _hands() -> Iterator[None]:
    """Use every screen by keys alone when ``KRING_HANDS=keyboard`` (a drill does so, file by file)."""
    with keyboard.hands() if os.environ.get("KRING_HANDS") == "keyboard" else nullcontext():
        yield


@pytest.fixture(scope="session")
def built_app() -> Path:
    """The page of the app, built from the sources of this checkout."""
    with machine.alone():
        app.build(find_node())
    return PWA / "dist" / "index.html"


@pytest.fixture(scope="module")
async def push() -> AsyncIterator[PushServer]:
    """A push service on loopback."""
    async with push_server() as running:
        yield running


@pytest.fixture(scope="module")
def told_to_house() -> dict[str, str] | None:
    """The settings of a house of its own for a file, which may be none; files that say nothing share one."""
    return None


@pytest.fixture(scope="session")
def shared_house(
    built_app: Path, shared_database_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Kring]:
    """The house that files share: each forms groups of its own in it."""
    assert built_app.is_file()
    with kring.opened(shared_database_url, tmp_path_factory.mktemp("house")) as running:
        yield running


@pytest.fixture(scope="module")
def own_house(
    built_app: Path,
    module_database_url: str,
    told_to_house: dict[str, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Kring]:
    """A house for the tests of one file alone, with its settings."""
    assert built_app.is_file()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in told_to_house.items():
            patch.setenv(name, value)
        with kring.opened(module_database_url, tmp_path_factory.mktemp("house")) as running:
            yield running


@pytest.fixture(scope="module")
def house(request: pytest.FixtureRequest, told_to_house: dict[str, str] | None) -> Iterator[Kring]:
    """The house of a file; it must have had nothing to complain of meanwhile."""
    running: Kring = request.getfixturevalue("shared_house" if told_to_house is None else "own_house")
    before = len(running.told("web", "worker"))
    yield running
    assert [line for line in running.told("web", "worker")[before:] if _COMPLAINT.search(line)] == []


@pytest.fixture(scope="session")
async def started() -> AsyncIterator[StartBrowser]:
    """Starts a Chromium once, the whole one or the lean one, and gives it again to whoever asks later."""
    async with async_playwright() as playwright:
        running: dict[bool, Browser] = {}

        async def start(whole: bool) -> Browser:  # noqa: FBT001 -- the answer of a fixture, passed on
            if whole not in running:
                lean = None if whole else chromium.lean()
                program = lean or chromium.find() or chromium.install()
                running[whole] = await playwright.chromium.launch(
                    executable_path=program, args=chromium.flags()
                )
            return running[whole]

        yield start
        for each in running.values():
            await each.close()


@pytest.fixture(scope="module")
def notifies() -> bool:
    """Whether phones show notifications, which only a whole Chromium does; a file may say so."""
    return False


@pytest.fixture(scope="module")
async def browser(started: StartBrowser, *, notifies: bool) -> Browser:
    """A Chromium; each screen in it is a device of its own."""
    return await started(notifies)


@pytest.fixture(scope="module")
async def open_screen(request: pytest.FixtureRequest, browser: Browser) -> AsyncIterator[OpenScreen]:
    """Opens devices for the tests of one file; nothing may have gone wrong on any of them."""
    screens: list[Screen] = []
    failed = request.session.testsfailed

    async def open_one(name: str, size: tuple[int, int] = screen.PHONE, language: str = "nl") -> Screen:
        screens.append(await screen.opened(browser, name, size, language=language))
        return screens[-1]

    yield open_one
    for each in screens:
        await each.picture(f"last-{each.name.lower()}", always=request.session.testsfailed > failed)
        await each.page.context.close()
    faults = "\n".join(f"{each.name}: {fault}" for each in screens for fault in each.faults)
    assert faults == ""
