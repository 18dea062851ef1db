"""The house: every adapter made, handed to the API and to what the worker does, and closed in order."""

import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from email.utils import parseaddr

from backend.adapters.appender import Appender
from backend.adapters.calendars import Calendars
from backend.adapters.certificate_seal import CertificateSeal
from backend.adapters.choices import Choices
from backend.adapters.clock import Clock, SystemClock
from backend.adapters.craft_counts import CraftCounts
from backend.adapters.database import Database
from backend.adapters.entering import Entrance
from backend.adapters.erasures import ErasureList
from backend.adapters.expiring import Expiring
from backend.adapters.identity import Identity
from backend.adapters.keys import Keys
from backend.adapters.limiting import Limits
from backend.adapters.mail import Post, post
from backend.adapters.mailed_codes import MailedCodes
from backend.adapters.master_key import MasterKey, master_key
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
from backend.adapters.registers_file import Registers
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
from backend.adapters.vault import Vault
from backend.adapters.views import Views
from backend.adapters.webhook_post import WebhookPost
from backend.adapters.webhooks import Webhooks
from backend.api.organisations_ports import OfficePorts
from backend.api.ports import Ports
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

_log = logging.getLogger("kring.house")


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ground:
    """What everything stands on."""

    settings: Settings
    clock: Clock
    database: Database
    tail: Tail
    appender: Appender
    record: Record
    master: MasterKey
    vault: Vault
    erasures: ErasureList
    views: Views
    identity: Identity
    choices: Choices
    people: OrganisationPeople


@dataclass(frozen=True, slots=True, kw_only=True)
class _Living:
    """The living states of each kind of stream."""

    groups: Streams[Group, GroupCommand]
    sessions: Streams[Session, SessionCommand]
    persons: Streams[Person, PersonCommand]
    organisations: Streams[Organisation, OrganisationCommand]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outside:
    """How the house reaches others."""

    public: PublicHosts
    outward: Outward
    mail: Post
    push: PushSender
    devices: PushDevices
    webhook_post: WebhookPost
    stopping: Stopping
    planned: Planned


@asynccontextmanager
async def opened(settings: Settings, url: str, clock: Clock | None = None) -> AsyncIterator[House]:
    """Open the house on a migrated database, and close it in order."""
    async with AsyncExitStack() as stack:
        ground = await _ground(stack, settings, url, clock or SystemClock())
        await _take_away_again(ground)
        living = _living(ground)
        outside = await _outside(stack, ground)
        forgetting = _forgetting(ground, living)
        yield House(
            database=ground.database,
            tail=ground.tail,
            groups=living.groups,
            sessions=living.sessions,
            organisations=living.organisations,
            ports=_ports(ground, living, outside, forgetting),
            forgetting=forgetting,
            record=ground.record,
            choices=ground.choices,
            vault=ground.vault,
            erasures=ground.erasures,
            expiring=Expiring(ground.database.writer, ground.clock),
            appender=ground.appender,
            webhook_post=outside.webhook_post,
            webhooks=TellingPrograms(outside.webhook_post, ground.clock),
            uptake=_uptake(ground, living, outside),
            reminders=_reminders(ground, outside),
        )


async def _ground(stack: AsyncExitStack, settings: Settings, url: str, clock: Clock) -> _Ground:
    database = await stack.enter_async_context(await Database.open(url))
    tail = await stack.enter_async_context(Tail(database))
    appender = await stack.enter_async_context(Appender(database))
    master = master_key(settings.master_key, settings.master_key_file)
    vault, erasures = Vault(database.writer, master), ErasureList(settings.erasures_file)
    await vault.check()
    erasures.check()
    return _Ground(
        settings=settings,
        clock=clock,
        database=database,
        tail=tail,
        appender=appender,
        record=Record(database),
        master=master,
        vault=vault,
        erasures=erasures,
        views=Views(database),
        identity=Identity(database.writer, clock),
        choices=Choices(database.writer),
        people=OrganisationPeople(database.writer, clock),
    )


async def _take_away_again(ground: _Ground) -> None:
    """Take away again what a restored database brought back, before anything is served."""
    today = ground.clock.now().date()
    back = await replay(ground.erasures, ground.vault, ground.identity, today)
    if back:
        _log.warning("%d keys that had been destroyed were back, and are destroyed again", len(back))


def _living(ground: _Ground) -> _Living:
    appender, record = ground.appender, ground.record
    return _Living(
        groups=Streams(appender, record, blank=Group, evolve=evolve_group, decide=decide_group),
        sessions=Streams(appender, record, blank=Session, evolve=evolve_session, decide=decide_session),
        persons=Streams(appender, record, blank=Person, evolve=evolve_person, decide=decide_person),
        organisations=Streams(
            appender,
            record,
            blank=Organisation,
            evolve=evolve_organisation,
            decide=decide_organisation,
            keep=200,
        ),
    )


async def _outside(stack: AsyncExitStack, ground: _Ground) -> _Outside:
    settings, clock, writer = ground.settings, ground.clock, ground.database.writer
    push_keys = PushKeys(settings.push_key_file, parseaddr(settings.mail_from)[1])
    push = PushSender(push_keys, AllowedHosts(settings.push_hosts), clock)
    public = PublicHosts(settings.own_origins)
    outward = await stack.enter_async_context(Outward(public))
    return _Outside(
        public=public,
        outward=outward,
        mail=post(settings, clock),
        push=await stack.enter_async_context(push),
        devices=PushDevices(writer, clock),
        webhook_post=WebhookPost(ground.database, clock, outward, ground.master.key),
        stopping=Stopping(ground.master.key),
        planned=Planned(ground.database, clock),
    )


def _forgetting(ground: _Ground, living: _Living) -> Forgetting:
    return Forgetting(
        persons=living.persons,
        groups=living.groups,
        sessions=living.sessions,
        organisations=living.organisations,
        identity=ground.identity,
        people=ground.people,
        keys=Keys(ground.vault, ground.erasures, ground.clock),
        views=ground.views,
        clock=ground.clock,
    )


def _uptake(ground: _Ground, living: _Living, outside: _Outside) -> Uptake:
    press = UptakePress(ground.database)
    return Uptake(press, living.organisations, ground.clock, outside.webhook_post)


def _reminders(ground: _Ground, outside: _Outside) -> Reminders:
    return Reminders(
        planned=outside.planned,
        notes=Notes(ground.appender, ground.record),
        mail=ReminderMail(outside.mail, outside.stopping, ground.settings.public_url),
        pushing=outside.push,
        devices=outside.devices,
        drafts=Prepared(ground.database.writer, ground.clock),
        public_url=ground.settings.public_url,
        clock=ground.clock,
    )


def _ports(ground: _Ground, living: _Living, outside: _Outside, forgetting: Forgetting) -> Ports:
    settings, clock, writer = ground.settings, ground.clock, ground.database.writer
    codes = MailedCodes(writer, clock, ground.master.key)
    return Ports(
        groups=living.groups,
        sessions=living.sessions,
        persons=living.persons,
        forgetting=forgetting,
        organisations=living.organisations,
        offices=_offices(ground, outside),
        record=ground.record,
        vault=ground.vault,
        identity=ground.identity,
        sign_ins=SignIns(writer, clock),
        codes=codes,
        entrance=Entrance(writer, clock, codes),
        single_sign_on=SingleSignOn(
            writer, clock, Oidc(outside.outward, clock), ground.master.key, settings.public_url
        ),
        passkeys=Passkeys(writer, clock, settings.public_url),
        mail=outside.mail,
        postage=Postage(writer, clock),
        choices=ground.choices,
        readiness=Readiness(writer),
        pulses=Pulses(writer, clock),
        relations=Relations(writer),
        prepared=Prepared(writer, clock),
        craft=CraftCounts(writer),
        views=ground.views,
        clock=clock,
        secure=settings.secure,
        public_url=settings.public_url,
        limits=Limits(settings.allowances),
        operator_token=settings.operator_token,
        mail_by="file" if settings.smtp_url is None else "smtp",
        mail_folder=str(settings.folder / "mail") if settings.smtp_url is None else None,
        push=outside.push,
        push_devices=outside.devices,
        stopping=outside.stopping,
        certificates=CertificateSeal(settings.certificate_key_file),
        typesetter=Typesetter(),
        registers=Registers(settings.registers_file, clock),
        reminding=outside.planned,
        calendars=Calendars(writer, clock, settings.public_url),
        uptake=UptakePorts(published=PublishedUptake(ground.database), files=UptakeFiles()),
    )


def _offices(ground: _Ground, outside: _Outside) -> OfficePorts:
    writer, clock = ground.database.writer, ground.clock
    return OfficePorts(
        names=Organisations(writer),
        people=ground.people,
        tokens=Tokens(writer),
        webhooks=Webhooks(writer, clock, outside.public, ground.master.key),
        provisioned=ProvisionedRows(writer, clock),
    )
