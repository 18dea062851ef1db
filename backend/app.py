"""The web process: adapters made, handed to the API, and taken down again."""

import asyncio
import gc
import logging
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from email.utils import parseaddr
from math import ceil
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import psycopg
from litestar import Litestar, Request, Response, Router
from litestar.config.app import AppConfig
from litestar.datastructures import State
from litestar.di import Provide
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import License
from litestar.routes import HTTPRoute
from litestar.status_codes import HTTP_204_NO_CONTENT
from psycopg.errors import UniqueViolation
from psycopg_pool import PoolTimeout

from backend.adapters.appender import Appender
from backend.adapters.appending import ForeignStream, OutcomeUnknown, RecordBusy, StaleVersion
from backend.adapters.calendars import Calendars
from backend.adapters.certificate_seal import CertificateSeal
from backend.adapters.choices import Choices
from backend.adapters.clock import Clock, SystemClock
from backend.adapters.craft_counts import CraftCounts
from backend.adapters.database import Connection, Database
from backend.adapters.entering import Entrance
from backend.adapters.erasures import ErasureList
from backend.adapters.expiring import Expiring
from backend.adapters.identity import Identity
from backend.adapters.keys import Keys
from backend.adapters.limiting import Limits
from backend.adapters.mail import post
from backend.adapters.mailed_codes import MailedCodes
from backend.adapters.master_key import master_key
from backend.adapters.notes import Notes
from backend.adapters.oidc import Oidc
from backend.adapters.organisation_people import OrganisationPeople
from backend.adapters.organisations import Organisations
from backend.adapters.outward import Outward
from backend.adapters.passkeys import Passkeys
from backend.adapters.planned import Planned
from backend.adapters.postage import Postage
from backend.adapters.prepared import Prepared
from backend.adapters.provisioned import ProvisionedRows
from backend.adapters.published_uptake import PublishedUptake
from backend.adapters.pulses import Pulses
from backend.adapters.push import PushSender
from backend.adapters.push_devices import PushDevices
from backend.adapters.push_endpoints import AllowedHosts, PublicHosts
from backend.adapters.push_keys import PushKeys
from backend.adapters.readiness import Readiness
from backend.adapters.record import Record
from backend.adapters.refusing import SignInRefused
from backend.adapters.relations import Relations
from backend.adapters.reminding_mail import ReminderMail
from backend.adapters.replaying import replay
from backend.adapters.sign_ins import SignIns
from backend.adapters.single_sign_on import SingleSignOn
from backend.adapters.stopping import Stopping
from backend.adapters.streams import Streams
from backend.adapters.tail import Tail
from backend.adapters.tokens import Tokens
from backend.adapters.typesetting import Typesetter
from backend.adapters.uptake import UptakePress
from backend.adapters.uptake_files import UptakeFiles
from backend.adapters.vault import Erased, Erasure, Subject, Vault
from backend.adapters.webhook_post import WebhookPost
from backend.adapters.webhooks import Webhooks
from backend.api import (
    agreement,
    arranging,
    attendance,
    belonging,
    board,
    calendars,
    certificate_checks,
    certificates,
    choosing,
    composition,
    contributions,
    devices,
    duties,
    earlier_meetings,
    export,
    forgetting,
    forming,
    ground_rules,
    group_years,
    groups,
    guidance,
    health,
    history,
    invitations,
    joining,
    me,
    method_writing,
    methods,
    operating,
    organisation_sign_in,
    organisations,
    organisations_administrators,
    organisations_audit,
    organisations_deliveries,
    organisations_import,
    organisations_methods,
    organisations_parts,
    organisations_people,
    organisations_single_sign_on,
    organisations_tokens,
    organisations_uptake,
    organisations_webhooks,
    own_methods,
    pages,
    passkeys,
    prepared,
    procedure,
    pulse,
    push,
    question_craft,
    question_help,
    readiness,
    reflections,
    registers,
    reminders,
    scheduling,
    scim,
    sign_in,
    streams,
    suggesting,
    uptake_rules,
    written_reports,
)
from backend.api.admitting import admit, check_rows
from backend.api.caller import provide_caller, provide_device, provide_visitor
from backend.api.circles import provide_circle
from backend.api.deprecations import DEPRECATED, telling
from backend.api.guarding import binding
from backend.api.meetings import provide_meeting
from backend.api.moving import provide_moving
from backend.api.organisations_offices import provide_office
from backend.api.organisations_ports import OfficePorts
from backend.api.pages import BuiltApp
from backend.api.ports import Ports
from backend.api.problems import HANDLERS, Problem, answer
from backend.api.streams import Rooms
from backend.api.uptake_ports import UptakePorts
from backend.domain.group.commands import GroupCommand
from backend.domain.group.rules import decide as decide_group
from backend.domain.group.state import Group
from backend.domain.group.state import evolve as evolve_group
from backend.domain.organisation.commands import OrganisationCommand
from backend.domain.organisation.rules import decide as decide_organisation
from backend.domain.organisation.state import Organisation
from backend.domain.organisation.state import evolve as evolve_organisation
from backend.domain.person.commands import PersonCommand
from backend.domain.person.rules import decide as decide_person
from backend.domain.person.state import Person
from backend.domain.person.state import evolve as evolve_person
from backend.domain.session.commands import SessionCommand
from backend.domain.session.evolving import evolve as evolve_session
from backend.domain.session.rules import decide as decide_session
from backend.domain.session.state import Session
from backend.reactions.forgetting import Forgetting
from backend.reactions.reminders import Reminders
from backend.reactions.uptake import Uptake
from backend.reactions.webhooks import Webhooks as TellingPrograms
from backend.settings import Settings
from events.base import Event, Recorded
from events.forgetting import AuthorForgotten, CaseErased
from projections.progress import Progress

LARGEST_BODY: Final = 64 * 1024
"""Bytes of a request; a text of 4,000 characters fits several times."""
_WAIT_FOR_A_VIEW: Final = 2.0
SELDOM: Final = (20_000, 20, 20)
"""How seldom Python looks for cycles: calls leave hardly any, and looking took a fifth of their time."""
_DOCUMENT: Final = "/openapi.json"
_log = logging.getLogger("kring.web")
_HERE: Final = Path(__file__).parent
BUILT_APP: Final = next(
    (folder for folder in (_HERE / "built_app", _HERE.parent / "pwa" / "dist") if folder.is_dir()),
    _HERE / "built_app",
)
"""Where the built app lies: inside a distribution, or in the checkout."""


class Views:
    """The views of this database, read under row-level security."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._progress = Progress(database.reader)

    def of(self, tenant: UUID) -> AbstractAsyncContextManager[Connection]:
        """Return a connection that sees one tenant."""
        return self._database.reading(tenant)

    def of_person(self, person: UUID) -> AbstractAsyncContextManager[Connection]:
        """Return a connection that sees one person's memberships in all tenants."""
        return self._database.reading_as(person)

    def everywhere(self) -> AbstractAsyncContextManager[Connection]:
        """Return a connection that sees all tenants, for what the house does by itself."""
        return self._database.projecting()

    async def reached(self, position: int, view: str | None = None) -> bool:
        """Wait, at most two seconds, until a view (or all) took in a position; tell if so."""
        if position <= 0:
            return True
        names = [view] if view is not None else list(await self._progress.standings())
        waits = [self._progress.reached(name, position, _WAIT_FOR_A_VIEW) for name in names]
        return all(await asyncio.gather(*waits))

    async def lag(self) -> dict[str, int]:
        """Return how many events each view is behind."""
        return await self._progress.lag()


def _as_problem(error: Exception) -> Problem:
    """Return what the API says when an adapter cannot do what was asked."""
    match error:
        case RecordBusy(retry_after=seconds):
            return Problem("busy", retry_after=ceil(seconds))
        case OutcomeUnknown():
            return Problem("outcome-unknown", retry_after=1)
        case StaleVersion(current=current):
            return Problem("stale-version", current=current)
        case ForeignStream():
            return Problem("not-found")
        case Erased():
            return Problem("erased")
        case SignInRefused(reason=reason, retry_after=wait):
            return Problem(reason, retry_after=wait)
        case UniqueViolation():
            return Problem("id-reused")
        case _:
            return Problem("busy", retry_after=2)


def _worldly(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    return answer(request, _as_problem(error))


_WORLD: Final = (
    RecordBusy,
    OutcomeUnknown,
    StaleVersion,
    ForeignStream,
    Erased,
    SignInRefused,
    UniqueViolation,
    psycopg.OperationalError,
    PoolTimeout,
)
"""What can go wrong outside the rules: each has an answer, and none of them is a 500."""


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Everything that is open while the house is."""

    database: Database
    tail: Tail
    groups: Streams[Group, GroupCommand]
    sessions: Streams[Session, SessionCommand]
    organisations: Streams[Organisation, OrganisationCommand]
    ports: Ports
    forgetting: Forgetting
    record: Record
    choices: Choices
    vault: Vault
    erasures: ErasureList
    expiring: Expiring
    reminders: Reminders
    webhooks: TellingPrograms
    webhook_post: WebhookPost
    uptake: Uptake
    appender: Appender


@asynccontextmanager
async def opened(settings: Settings, url: str, clock: Clock | None = None) -> AsyncIterator[House]:
    """Open the house on a migrated database, and close it in order."""
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(await Database.open(url))
        tail = await stack.enter_async_context(Tail(database))
        appender = await stack.enter_async_context(Appender(database))
        record, clock = Record(database), clock or SystemClock()
        groups: Streams[Group, GroupCommand] = Streams(
            appender, record, blank=Group, evolve=evolve_group, decide=decide_group
        )
        sessions: Streams[Session, SessionCommand] = Streams(
            appender, record, blank=Session, evolve=evolve_session, decide=decide_session
        )
        organisations: Streams[Organisation, OrganisationCommand] = Streams(
            appender,
            record,
            blank=Organisation,
            evolve=evolve_organisation,
            decide=decide_organisation,
            keep=200,
        )
        master = master_key(settings.master_key, settings.master_key_file)
        vault = Vault(database.writer, master)
        await vault.check()
        codes = MailedCodes(database.writer, clock, master.key)
        persons: Streams[Person, PersonCommand] = Streams(
            appender, record, blank=Person, evolve=evolve_person, decide=decide_person
        )
        views, erasures = Views(database), ErasureList(settings.erasures_file)
        identity, choices = Identity(database.writer, clock), Choices(database.writer)
        erasures.check()
        await _replay(erasures, vault, identity, clock)
        people = OrganisationPeople(database.writer, clock)
        mail, devices = post(settings, clock), PushDevices(database.writer, clock)
        push_keys = PushKeys(settings.push_key_file, parseaddr(settings.mail_from)[1])
        push_sender = await stack.enter_async_context(
            PushSender(push_keys, AllowedHosts(settings.push_hosts), clock)
        )
        public = PublicHosts(settings.own_origins)
        outward = await stack.enter_async_context(Outward(public))
        webhook_post = WebhookPost(database, clock, outward, master.key)
        stopping, planned = Stopping(master.key), Planned(database, clock)
        reaction = Forgetting(
            persons=persons,
            groups=groups,
            sessions=sessions,
            organisations=organisations,
            identity=identity,
            people=people,
            keys=Keys(vault, erasures, clock),
            views=views,
            clock=clock,
        )
        ports = Ports(
            groups=groups,
            sessions=sessions,
            persons=persons,
            forgetting=reaction,
            organisations=organisations,
            offices=OfficePorts(
                names=Organisations(database.writer),
                people=people,
                tokens=Tokens(database.writer),
                webhooks=Webhooks(database.writer, clock, public, master.key),
                provisioned=ProvisionedRows(database.writer, clock),
            ),
            record=record,
            vault=vault,
            identity=identity,
            sign_ins=SignIns(database.writer, clock),
            codes=codes,
            entrance=Entrance(database.writer, clock, codes),
            single_sign_on=SingleSignOn(
                database.writer, clock, Oidc(outward, clock), master.key, settings.public_url
            ),
            passkeys=Passkeys(database.writer, clock, settings.public_url),
            mail=mail,
            postage=Postage(database.writer, clock),
            choices=choices,
            readiness=Readiness(database.writer),
            pulses=Pulses(database.writer, clock),
            relations=Relations(database.writer),
            prepared=Prepared(database.writer, clock),
            craft=CraftCounts(database.writer),
            views=views,
            clock=clock,
            secure=settings.secure,
            public_url=settings.public_url,
            limits=Limits(settings.allowances),
            operator_token=settings.operator_token,
            mail_by="file" if settings.smtp_url is None else "smtp",
            push=push_sender,
            push_devices=devices,
            stopping=stopping,
            certificates=CertificateSeal(settings.certificate_key_file),
            typesetter=Typesetter(),
            reminding=planned,
            calendars=Calendars(database.writer, clock, settings.public_url),
            uptake=UptakePorts(published=PublishedUptake(database), files=UptakeFiles()),
        )
        yield House(
            database=database,
            tail=tail,
            groups=groups,
            sessions=sessions,
            organisations=organisations,
            ports=ports,
            forgetting=reaction,
            record=record,
            choices=choices,
            vault=vault,
            erasures=erasures,
            expiring=Expiring(database.writer, clock),
            appender=appender,
            webhook_post=webhook_post,
            webhooks=TellingPrograms(webhook_post, clock),
            uptake=Uptake(UptakePress(database), organisations, clock, webhook_post),
            reminders=Reminders(
                planned=planned,
                notes=Notes(appender),
                mail=ReminderMail(mail, stopping, settings.public_url),
                pushing=push_sender,
                devices=devices,
                public_url=settings.public_url,
                clock=clock,
            ),
        )


async def _replay(erasures: ErasureList, vault: Vault, identity: Identity, clock: Clock) -> None:
    """Take away again what a restored database brought back, before anything is served."""
    back = await replay(erasures, vault, identity, clock.now().date())
    if back:
        _log.warning("%d keys that had been destroyed were back, and are destroyed again", len(back))


async def _observe(house: House) -> None:
    """Keep the states in memory up with what other processes record."""
    async for batch in house.tail.follow():
        house.vault.let_go(_gone_in(batch))
        for live in (house.groups, house.sessions, house.organisations):
            try:
                live.observe(batch)
            except Exception as error:  # noqa: BLE001 - a command reads on by itself; the rest must go on
                _log.error("What was recorded cannot be observed: %s", type(error).__name__)


def _gone_in(batch: Sequence[Recorded[Event]]) -> list[Erasure]:
    """Return whose keys a process may use no longer, though it has them at hand."""
    gone = []
    for recorded in batch:
        match recorded.event:
            case CaseErased(case=case):
                gone.append(Erasure(recorded.tenant, Subject("case", case)))
            case AuthorForgotten(person=person):
                gone.append(Erasure(recorded.tenant, Subject("person", person)))
            case _:
                pass
    return gone


async def _hang_up(house: House, rooms: Rooms, ended: asyncio.Queue[UUID | None]) -> None:
    """Let go of every device that was signed out, by whatever process."""
    while True:
        sign_in = await ended.get()
        house.ports.sign_ins.distrust(sign_in)
        if sign_in is not None:
            rooms.hang_up({sign_in})
            continue
        try:
            listening = rooms.sign_ins
            rooms.hang_up(listening - await house.ports.sign_ins.living(listening))
        except (psycopg.Error, PoolTimeout):
            rooms.drop_all()


def application(
    settings: Settings, url: str, *, built: Path = BUILT_APP, clock: Clock | None = None
) -> Litestar:
    """Return the web application for a migrated database at an address."""

    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncIterator[None]:
        async with opened(settings, url, clock) as house:
            rooms = Rooms(house.ports)
            app.state.ports, app.state.rooms = house.ports, rooms
            gc.set_threshold(*SELDOM)
            ended = asyncio.Queue[UUID | None]()
            house.tail.hear_ended(ended.put_nowait)
            tasks = [
                asyncio.create_task(_observe(house), name="observe"),
                asyncio.create_task(rooms.follow(house.tail.follow()), name="rooms"),
                asyncio.create_task(rooms.beat(), name="heartbeat"),
                asyncio.create_task(_hang_up(house, rooms, ended), name="hang up"),
            ]
            try:
                yield
            finally:
                rooms.drop_all()
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

    return _litestar(settings, BuiltApp(built, offline=settings.offline_app), [lifespan])


def described() -> Litestar:
    """Return the application without anything behind it, for its OpenAPI document."""
    return _litestar(Settings.from_environment({}), BuiltApp(BUILT_APP), [])


def _with_summaries(config: AppConfig) -> AppConfig:
    """Let the first sentence of a docstring be the summary of its operation."""
    for handler in _operations(config.route_handlers):
        if handler.fn.__doc__:
            handler.summary = handler.fn.__doc__.partition("\n")[0].rstrip(".")
    return config


def _with_nothing_after_204(config: AppConfig) -> AppConfig:
    """Let the document say that an answer 204 has no content, also where it has a cookie."""
    for handler in _operations(config.route_handlers):
        if handler.status_code == HTTP_204_NO_CONTENT:
            nothing = ResponseSpec(None, description="Done, and nothing follows", generate_examples=False)
            handler.responses = {**(handler.responses or {}), HTTP_204_NO_CONTENT: nothing}
    return config


def _with_rights(config: AppConfig) -> AppConfig:
    """Refuse to start with an operation of which nobody said who may."""
    known = (handler.operation_id for handler in _operations(config.route_handlers))
    check_rows(operation for operation in known if isinstance(operation, str))
    return config


def _operations(routes: Iterable[Any]) -> Iterator[HTTPRouteHandler]:
    for route in routes:
        if isinstance(route, Router):
            yield from _operations(
                h for r in route.routes if isinstance(r, HTTPRoute) for h in r.route_handlers
            )
        elif isinstance(route, HTTPRouteHandler):
            yield route


_GROUP_ROUTES: Final = (
    *forming.ROUTES,
    *groups.ROUTES,
    *arranging.ROUTES,
    *ground_rules.ROUTES,
    *agreement.ROUTES,
    *composition.ROUTES,
    *prepared.OF_GROUP,
    *earlier_meetings.ROUTES,
    *group_years.ROUTES,
    *own_methods.ROUTES,
    *belonging.ROUTES,
    *invitations.ROUTES,
    *joining.ROUTES,
    *reminders.OF_GROUPS,
    *question_help.OF_GROUPS,
)


_OWN_ROUTES: Final = (
    *me.ROUTES,
    *devices.ROUTES,
    *forgetting.ABOUT_ME,
    *export.ROUTES,
    *reminders.ROUTES,
    *prepared.ROUTES,
    *push.ROUTES,
    *calendars.ROUTES,
    *certificates.ROUTES,
    *certificate_checks.ROUTES,
    *registers.ROUTES,
    *reflections.ROUTES,
    *question_craft.ROUTES,
)


def _litestar(settings: Settings, built: BuiltApp, lifespan: Sequence[Any]) -> Litestar:
    meetings = Router(
        "/sessions/{session_id:uuid}",
        route_handlers=[
            *board.ROUTES,
            *procedure.ROUTES,
            *choosing.ROUTES,
            *duties.ROUTES,
            *readiness.ROUTES,
            *pulse.ROUTES,
            *attendance.ROUTES,
            *contributions.ROUTES,
            *written_reports.ROUTES,
            *question_help.ROUTES,
            streams.follow_session,
        ],
        tags=["meetings"],
    )
    organisation_routes = Router(
        "/",
        route_handlers=[
            *organisations.ROUTES,
            *organisations_parts.ROUTES,
            *organisations_people.ROUTES,
            *organisations_import.ROUTES,
            *organisations_administrators.ROUTES,
            *organisations_tokens.ROUTES,
            *organisations_webhooks.ROUTES,
            *organisations_deliveries.ROUTES,
            *organisations_single_sign_on.ROUTES,
            *organisations_methods.ROUTES,
            *organisations_audit.ROUTES,
            *organisations_uptake.ROUTES,
            *uptake_rules.ROUTES,
        ],
        tags=["organisations"],
    )
    version_1 = Router(
        "/api/v1",
        route_handlers=[
            meetings,
            Router("/", route_handlers=[*forgetting.ROUTES], tags=["meetings"]),
            Router("/", route_handlers=list(_OWN_ROUTES), tags=["me"]),
            Router(
                "/",
                route_handlers=[*sign_in.ROUTES, *organisation_sign_in.ROUTES, *passkeys.ROUTES],
                tags=["signing in"],
            ),
            Router("/", route_handlers=list(_GROUP_ROUTES), tags=["groups"]),
            Router("/", route_handlers=[*groups.ROUTES, *joining.ROUTES], tags=["groups"]),
            organisation_routes,
            Router("/", route_handlers=[*organisations.MINE], tags=["me"]),
            Router("/", route_handlers=[*organisations_audit.OF_GROUPS], tags=["groups"]),
            Router("/", route_handlers=[*scheduling.ROUTES], tags=["agenda"]),
            Router("/", route_handlers=[*history.ROUTES], tags=["learning"]),
            Router(
                "/",
                route_handlers=[
                    *methods.ROUTES,
                    *suggesting.ROUTES,
                    *guidance.ROUTES,
                    *method_writing.ROUTES,
                ],
                tags=["methods"],
            ),
            Router("/", route_handlers=[*operating.ROUTES], tags=["operating"]),
            Router("/", route_handlers=[*reminders.BY_MAIL, *calendars.OPEN], tags=["me"]),
        ],
    )
    return Litestar(
        route_handlers=[version_1, scim.ROUTER, *health.ROUTES, *pages.ROUTES],
        dependencies={
            "ports": Provide(_ports, sync_to_thread=False),
            "rooms": Provide(_rooms, sync_to_thread=False),
            "built": Provide(lambda: built, sync_to_thread=False),
            "visitor": Provide(provide_visitor),
            "caller": Provide(provide_caller),
            "device": Provide(provide_device, sync_to_thread=False),
            "circle": Provide(provide_circle),
            "meeting": Provide(provide_meeting),
            "moving": Provide(provide_moving),
            "office": Provide(provide_office),
        },
        before_request=admit,
        before_send=[binding(secure=settings.keeps_to_https), telling(DEPRECATED)],
        exception_handlers={**HANDLERS, **dict.fromkeys(_WORLD, _worldly)},
        lifespan=list(lifespan),
        request_max_body_size=LARGEST_BODY,
        openapi_config=OPENAPI,
        on_app_init=[_with_summaries, _with_nothing_after_204, _with_rights],
        logging_config=None,
        debug=False,
    )


def _ports(state: State) -> Ports:
    ports: Ports = state.ports
    return ports


def _rooms(state: State) -> Rooms:
    rooms: Rooms = state.rooms
    return rooms


def _only_the_document(request: Request[Any, Any, Any]) -> None:
    """Let the library's router answer for the document alone, and not for every unknown address."""
    if not request.url.path.endswith(_DOCUMENT):
        raise Problem("not-found")


OPENAPI: Final = OpenAPIConfig(
    title="Kring",
    version="0.1.0",
    summary="Intervisie (peer consultation): meetings, their record, and what a group learns.",
    license=License(name="EUPL-1.2", identifier="EUPL-1.2"),
    openapi_router=Router(
        "/api/v1", route_handlers=[], include_in_schema=False, before_request=_only_the_document
    ),
    render_plugins=[JsonRenderPlugin(path=_DOCUMENT)],
    use_handler_docstrings=True,
    create_examples=False,
)
