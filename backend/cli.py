"""The command line: ``kring run`` for everything at once, and its parts for those who operate it."""

import asyncio
import logging
import os
import signal
import sys
from collections.abc import Callable, Coroutine
from contextlib import suppress
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

import click
import msgspec
import psycopg
from psycopg_pool import PoolTimeout

from backend import operating
from backend.adapters import push_keys
from backend.adapters.clock import SystemClock
from backend.adapters.embedded_postgres import launch
from backend.adapters.ending import ended
from backend.adapters.erasures import UnusableErasures
from backend.adapters.key_files import write_once
from backend.adapters.master_key import UnusableMasterKey
from backend.adapters.migration import UnfitDatabase, migrate
from backend.adapters.postgres_binaries import PostgresMissing
from backend.adapters.postgres_process import ServerFailed
from backend.adapters.push_keys import UnusablePushKey
from backend.adapters.registers_file import Registers, UnusableRegisters
from backend.adapters.vault import OtherMasterKey
from backend.app import application, described
from backend.domain.registers import PROFILES
from backend.operating import NotForgotten
from backend.running import CannotRun, Scale, make_up, run_house
from backend.serving import serve_until_stopped
from backend.settings import Settings, WrongSetting
from backend.training.command import craft
from backend.worker import work
from projections import rebuilding, verifying
from projections.runner import prepare
from projections.shipped import VIEWS

P = ParamSpec("P")
R = TypeVar("R")
_EXPECTED = (
    CannotRun,
    NotForgotten,
    OtherMasterKey,
    PostgresMissing,
    ServerFailed,
    UnfitDatabase,
    UnusableErasures,
    UnusableMasterKey,
    UnusablePushKey,
    UnusableRegisters,
    WrongSetting,
)


OPENAPI_FILE = Path(__file__).parent / "api" / "openapi.json"
"""The committed description of the API, from which clients make their types."""


def _plainly(command: Callable[P, R]) -> Callable[P, R]:
    """Let what can go wrong end in one sentence, without a trace of calls."""

    @wraps(command)
    def told(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except _EXPECTED as error:
            raise click.ClickException(str(error)) from error
        except (psycopg.OperationalError, PoolTimeout) as error:
            raise click.ClickException(
                "The database does not answer. Check DATABASE_URL, and whether PostgreSQL runs there."
            ) from error

    return told


def _settings() -> Settings:
    settings = Settings.from_environment(os.environ)
    logging.basicConfig(
        level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s %(message)s", stream=sys.stderr
    )
    logging.getLogger("psycopg.pool").setLevel(logging.ERROR)
    return settings


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def kring() -> None:
    """Kring: intervisie (peer consultation) for groups of four to eight."""


@kring.command()
@_plainly
def run() -> None:
    """Start PostgreSQL, the web process and the worker, and load the demo."""
    asyncio.run(run_house(_settings()))


def _with_database(do: Callable[[Settings, str], None]) -> None:
    """Do something on a migrated database: the one of DATABASE_URL, or the embedded one."""
    settings = _settings()
    if settings.database_url is not None:
        migrate(settings.database_url)
        do(settings, settings.database_url)
        return
    server = launch(settings.folder / "postgres")
    try:
        migrate(server.url)
        do(settings, server.url)
    finally:
        server.stop()


@kring.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@_plainly
def web(host: str) -> None:
    """Serve the API and the app."""

    def serve(settings: Settings, url: str) -> None:
        asyncio.run(prepare(url, VIEWS.values()))
        app = application(settings, url)
        serve_until_stopped(app, host=host, port=settings.port, proxies=settings.trusted_proxies)

    _with_database(serve)


@kring.command()
@_plainly
def worker() -> None:
    """Keep the views up to date."""
    _with_database(lambda settings, url: _until_stopped(work(settings, url)))


async def _until_told(work_on: Coroutine[Any, Any, None]) -> None:
    """Work until it is told to end, and then end in order: who supervises processes sends SIGTERM."""
    working, told = asyncio.create_task(work_on), asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, told.set)
    telling = asyncio.create_task(told.wait())
    try:
        await asyncio.wait({working, telling}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        await ended(working, telling)


def _until_stopped(work_on: Coroutine[Any, Any, None]) -> None:
    with suppress(KeyboardInterrupt):
        asyncio.run(_until_told(work_on))
    logging.getLogger(__name__).info("Stopped.")


@kring.command(name="migrate")
@_plainly
def migrate_database() -> None:
    """Bring the database to the present shape."""

    def tell(_settings: Settings, url: str) -> None:
        asyncio.run(prepare(url, VIEWS.values()))
        click.echo("The database has the present shape.")

    _with_database(tell)


@kring.command()
@click.option("--organisations", default=1, show_default=True, help="How many.")
@click.option("--people", default=600, show_default=True, help="In each, at the end.")
@click.option("--groups", default=90, show_default=True, help="In each.")
@click.option("--years", default=2.5, show_default=True, help="How long it goes on until today.")
@click.option("--seed", default=1, show_default=True, help="The same seed tells the same story.")
@_plainly
def simulate(organisations: int, people: int, groups: int, years: float, seed: int) -> None:
    """Make up organisations with a history, through the real rules, and load them."""

    def load(settings: Settings, url: str) -> None:
        asyncio.run(prepare(url, VIEWS.values()))
        scale = Scale(people=people, groups=groups, years=years)
        for nth in range(organisations):
            organisation, events = asyncio.run(make_up(settings, url, scale, seed + nth))
            click.echo(f"{organisation}  {events} events" if events else f"{organisation}  was there already")

    _with_database(load)


@kring.command()
@click.argument("view", type=click.Choice(sorted(VIEWS)))
@_plainly
def rebuild(view: str) -> None:
    """Build a VIEW anew from the record, beside the one in use, and put it in its place."""

    def build(_settings: Settings, url: str) -> None:
        asyncio.run(prepare(url, VIEWS.values()))
        position = asyncio.run(rebuilding.rebuild(url, VIEWS[view]))
        click.echo(f"{view} was rebuilt up to position {position}.")

    _with_database(build)


@kring.command()
@_plainly
def verify() -> None:
    """Compare every view in use with one built anew, and try whether what was erased is gone."""
    wrong: list[str] = []
    broken: list[operating.Findings] = []

    def compare(_settings: Settings, url: str) -> None:
        asyncio.run(prepare(url, VIEWS.values()))
        for name, view in VIEWS.items():
            verdict = asyncio.run(verifying.verify(url, view))
            told = "live == rebuilt" if verdict.holds else "live != rebuilt"
            click.echo(f"{name:<18}{told}  {verdict.rows} rows at position {verdict.position}")
            for difference in verdict.differences:
                click.echo(
                    f"  {difference.table}: {difference.live} rows live, {difference.rebuilt} rebuilt, "
                    f"the first that differs is row {difference.first}"
                )
            if not verdict.holds:
                wrong.append(name)

    def examine(settings: Settings, url: str) -> None:
        found = asyncio.run(operating.examine(settings, url))
        click.echo(
            f"{'texts':<18}{found.readable} open, {found.gone} are gone; of {found.erased} erased cases "
            f"and people {found.keys_left} keys are left and {found.opened} texts open, {found.tampered} "
            "texts are not as they were sealed"
        )
        if not found.holds:
            broken.append(found)

    def both(settings: Settings, url: str) -> None:
        compare(settings, url)
        examine(settings, url)

    _with_database(both)
    if wrong:
        raise click.ClickException(f"Run kring rebuild for: {', '.join(wrong)}.")
    if broken:
        raise click.ClickException("What was erased is not gone. Let the worker run, then verify again.")


@kring.group(invoke_without_command=True)
@click.option(
    "--replay",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="An erasure list, as kept beside the key: what it names is destroyed again.",
)
@click.pass_context
@_plainly
def forget(context: click.Context, replay: Path | None) -> None:
    """Forget a person or a case for good, or replay an erasure list after a restore."""
    if replay is not None:
        file = replay

        def again(settings: Settings, url: str) -> None:
            count = asyncio.run(operating.replay_list(settings, url, file))
            click.echo(f"{count} keys had come back and are destroyed again.")

        _with_database(again)
    elif context.invoked_subcommand is None:
        click.echo(context.get_help())


@forget.command(name="person")
@click.argument("person", type=click.UUID)
@_plainly
def forget_person(person: UUID) -> None:
    """Forget the PERSON with this id, as if they had deleted their account."""
    _with_database(lambda settings, url: asyncio.run(operating.forget_person(settings, url, person)))
    click.echo("The person is forgotten. What they said never opens again; what others said stays.")


@forget.command(name="case")
@click.argument("case", type=click.UUID)
@_plainly
def forget_case(case: UUID) -> None:
    """Erase the CASE with this id."""
    _with_database(lambda settings, url: asyncio.run(operating.forget_case(settings, url, case)))
    click.echo("The case is erased. What was said about it never opens again.")


@kring.command(name="push-key")
@click.option("--rotate", "anew", is_flag=True, help="Make another one; devices then subscribe anew.")
@_plainly
def push_key(*, anew: bool) -> None:
    """Print the public key with which the house signs notifications, or make another one."""
    settings = _settings()
    if anew:
        old = push_keys.rotate(settings.push_key_file)
        click.echo(
            f"There is a new key; the old one lies in {old} until you remove it. Restart web and worker. "
            "Each device subscribes anew when its app is opened; until then it is reminded with the old key, "
            "and no more once you remove that."
        )
    click.echo(push_keys.PushKeys(settings.push_key_file, "").public)


@kring.command()
@click.option("--write", is_flag=True, help="Write the shipped ones to the file, to begin editing there.")
@_plainly
def registers(*, write: bool) -> None:
    """Show what registers ask as this house knows it, and check the file that an operator edits."""
    file = _settings().registers_file
    if write:
        write_once(file, msgspec.json.format(msgspec.json.encode(list(PROFILES.values())), indent=2))
    known = Registers(file, SystemClock()).known()
    for key, one in sorted(known.items()):
        whose = "shipped" if one == PROFILES.get(key) else "of this house"
        click.echo(f"{key}: {one.source}, checked on {one.checked_on.isoformat()}, {whose}")
    click.echo(f"The file: {file}" if file.exists() else f"No file yet at {file}. --write makes one.")


@kring.command()
@click.option("--write", is_flag=True, help="Write it to where it is committed.")
@click.option("--check", is_flag=True, help="Fail when the committed one is another.")
def openapi(*, write: bool, check: bool) -> None:
    """Print the OpenAPI document."""
    document = described().openapi_schema.to_schema()
    text = msgspec.json.format(msgspec.json.encode(document, order="sorted"), indent=2).decode() + "\n"
    if check and (not OPENAPI_FILE.exists() or OPENAPI_FILE.read_text(encoding="utf-8") != text):
        raise click.ClickException("The API has changed. Run kring openapi --write and commit the file.")
    if write:
        OPENAPI_FILE.write_text(text, encoding="utf-8")
    elif not check:
        click.echo(text, nl=False)


kring.add_command(craft)


if __name__ == "__main__":
    kring()
