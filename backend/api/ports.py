"""What the API needs from the world, as protocols: ``backend.app`` hands the adapters in."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, Protocol, TypeVar
from uuid import UUID

from psycopg import AsyncConnection

from backend.api.languages import Language
from backend.api.organisations_ports import OfficePorts
from backend.api.uptake_ports import UptakePorts
from backend.domain.calendars import Entry
from backend.domain.composition import Relation, RelationKind
from backend.domain.entering import Arriving, Entering
from backend.domain.group.commands import GroupCommand
from backend.domain.group.state import Group
from backend.domain.letters import NOTHING_MORE, Extras
from backend.domain.organisation.commands import OrganisationCommand
from backend.domain.organisation.state import Organisation
from backend.domain.person.commands import PersonCommand
from backend.domain.person.state import Person
from backend.domain.reminding import Delivery, Push
from backend.domain.session.commands import SessionCommand
from backend.domain.session.state import Session
from events.base import Event, Recorded, Sealed

S_co = TypeVar("S_co", covariant=True)
C_contra = TypeVar("C_contra", contravariant=True)


class Clock(Protocol):
    """The time, and new ids."""

    def now(self) -> datetime:
        """Return the time in UTC."""

    def new_id(self) -> UUID:
        """Return a new UUIDv7."""


class Live(Protocol[S_co]):
    """A stream's state as this process knows it."""

    @property
    def version(self) -> int:
        """Return how many events it was made of."""

    @property
    def state(self) -> S_co:
        """Return the state; only the streams themselves change it."""


class Answer(Protocol):
    """What became of a command."""

    @property
    def position(self) -> int:
        """Return the last position the command has in the record."""

    @property
    def version(self) -> int:
        """Return the version of the stream after it."""

    @property
    def repeated(self) -> bool:
        """Tell whether the record had it already."""

    @property
    def events(self) -> Sequence[Recorded[Event]]:
        """Return what the command caused, now or the first time."""


class Streams(Protocol[S_co, C_contra]):
    """Living states of one kind of stream: commands in, answers out."""

    async def state(self, tenant: UUID, stream: UUID) -> Live[S_co]:
        """Return the present state; a blank one when nothing happened yet."""

    async def recent(self, tenant: UUID, stream: UUID) -> Live[S_co]:
        """Return the state as this process knows it, without asking the database again."""

    async def handle(  # noqa: PLR0913 - a command and its circumstances
        self,
        tenant: UUID,
        stream: UUID,
        command: C_contra,
        *,
        command_id: UUID,
        exclusive: bool = False,
        actor: UUID | None = None,
    ) -> Answer:
        """Decide a command and record its events.

        ``exclusive``: decide again when another event came in between.
        """


class Home(Protocol):
    """Where a stream belongs."""

    @property
    def tenant(self) -> UUID:
        """Return whose it is."""

    @property
    def kind(self) -> str:
        """Return what it is the story of, such as ``group`` or ``session``."""


class Record(Protocol):
    """The record, read."""

    async def read(self, tenant: UUID, stream: UUID, after: int = 0) -> list[Recorded[Event]]:
        """Return the events of a stream after a version."""

    async def head(self) -> int:
        """Return the position of the latest event."""

    async def home_of(self, stream: UUID) -> Home | None:
        """Return where a stream belongs; None when there is no such stream."""


class Opener(Protocol):
    """Opens texts whose keys it has already fetched."""

    def open(self, name: str, field: str, sealed: Sealed) -> str | None:
        """Return the text, or None when one of its keys was destroyed."""


class Vault(Protocol):
    """Seals and opens text."""

    async def seal(  # noqa: PLR0913, PLR0917 - a text, its place, and the two it hangs on
        self,
        tenant: UUID,
        name: str,
        field: str,
        contribution: UUID,
        case: UUID | None,
        person: UUID,
        text: str,
    ) -> Sealed:
        """Seal a text under the keys of its case and its author."""

    async def own_slot(self, tenant: UUID, person: UUID, about: UUID) -> UUID:
        """Return what stands in the place of a case for a person's own texts about something."""

    async def opener(self, tenant: UUID, sealeds: Iterable[Sealed]) -> Opener:
        """Return what opens these texts."""


class Choices(Protocol):
    """Ballots that are tied to nobody."""

    async def open(self, choice: UUID, session: UUID, tenant: UUID, cases: Sequence[UUID]) -> None:
        """Begin counting."""

    async def cast(self, choice: UUID, person: UUID, case: UUID) -> bool:
        """Count a ballot, once a person; tell whether this one counted."""

    async def voted(self, choice: UUID) -> set[UUID]:
        """Return who took part."""

    async def close(self, choice: UUID) -> Mapping[UUID, int]:
        """Stop counting and return the tally."""

    async def reopen(self, choice: UUID) -> None:
        """Count on, because the choice could not be closed."""

    async def drop(self, choice: UUID) -> None:
        """Forget who took part."""


class Readiness(Protocol):
    """Who is ready with the running step; nothing of it is recorded."""

    async def ready(self, session: UUID, tenant: UUID, run: datetime, person: UUID) -> None:
        """Note that a person is ready with a run."""

    async def not_yet(self, session: UUID, tenant: UUID, run: datetime, person: UUID) -> None:
        """Note that a person is not ready after all."""

    async def of(self, session: UUID, run: datetime) -> AbstractSet[UUID]:
        """Return who is ready with a run."""


class Pulses(Protocol):
    """How meetings were for those who were there; nobody reads an answer back."""

    async def answer(  # noqa: PLR0913 - an answer and where it belongs
        self, tenant: UUID, session: UUID, *, question: str, person: UUID, answer: int, until: datetime
    ) -> bool:
        """Count an answer, once a person; tell whether this one counted."""

    async def answered(self, tenant: UUID, session: UUID, person: UUID) -> AbstractSet[str]:
        """Return which questions a person answered."""


class PersonDetails(Protocol):
    """A person, as they told us."""

    @property
    def name(self) -> str:
        """Return the name."""

    @property
    def language(self) -> Language:
        """Return the language."""

    @property
    def time_zone(self) -> str:
        """Return the time zone, by its name in IANA's database."""

    @property
    def question_help(self) -> bool:
        """Tell whether their phone may help with questions."""

    @property
    def address(self) -> str | None:
        """Return the mail address, if the person has one here."""

    @property
    def passkeys(self) -> int:
        """Return how many passkeys the person has."""

    @property
    def guest(self) -> bool:
        """Tell whether a lost device would be a lost person: no address and no passkey."""


class SignedIn(Protocol):
    """Who is calling, and by which sign-in."""

    @property
    def person(self) -> UUID:
        """Return the person."""

    @property
    def sign_in(self) -> UUID:
        """Return the sign-in of this device."""


class Device(Protocol):
    """A device on which a person is signed in."""

    @property
    def device(self) -> UUID:
        """Return the id of the sign-in."""

    @property
    def label(self) -> str:
        """Return which browser on which system it is."""

    @property
    def created_at(self) -> datetime:
        """Return when it was signed in."""

    @property
    def last_seen_on(self) -> date:
        """Return the day on which it was used last."""


class SignIns(Protocol):
    """Which devices are whose."""

    async def behind(self, token: str) -> SignedIn | None:
        """Return who is signed in with a token."""

    async def end(self, sign_in_id: UUID, person: UUID) -> bool:
        """End a sign-in of a person; tell whether they had it."""

    async def end_others(self, person: UUID, kept: UUID) -> int:
        """End all sign-ins of a person but one; return how many."""

    async def end_all(self, person: UUID) -> int:
        """End all sign-ins of a person; return how many."""

    async def devices(self, person: UUID) -> Sequence[Device]:
        """Return where a person is signed in, the latest seen first."""

    async def living(self, sign_ins: Collection[UUID]) -> set[UUID]:
        """Return which of these have not ended."""

    def distrust(self, sign_in_id: UUID | None) -> None:
        """Look a sign-in up again at its next use; None: all of them."""


class GroupDetails(Protocol):
    """A group, as it calls itself."""

    @property
    def name(self) -> str:
        """Return the name."""

    @property
    def purpose(self) -> str:
        """Return what the group is for; may be empty."""

    @property
    def calendar_name(self) -> str | None:
        """Return what it chose to be called where others look along."""


class Invitation(Protocol):
    """A link with which people join."""

    @property
    def invitation(self) -> UUID:
        """Return its id."""

    @property
    def group(self) -> UUID:
        """Return the group it is for."""

    @property
    def tenant(self) -> UUID:
        """Return whose group that is."""

    @property
    def role(self) -> str:
        """Return as what one joins."""

    @property
    def person(self) -> UUID | None:
        """Return to whom it is made out, if it is for another device of one member."""

    @property
    def made_by(self) -> UUID:
        """Return who invites."""

    @property
    def made_at(self) -> datetime:
        """Return since when it works."""

    @property
    def expires_at(self) -> datetime:
        """Return until when it works."""

    @property
    def address(self) -> str | None:
        """Return to which address it was mailed, until it is used or revoked."""

    @property
    def single_use(self) -> bool:
        """Tell whether only one person can join with it."""

    @property
    def uses(self) -> int:
        """Return how many joined with it."""

    @property
    def revoked(self) -> bool:
        """Tell whether it was revoked."""


class Asked(Protocol):
    """A new code, to be mailed."""

    @property
    def code(self) -> str:
        """Return the code."""

    @property
    def asking(self) -> str:
        """Return the secret by which the asking browser is known again."""

    @property
    def expires_at(self) -> datetime:
        """Return until when it works."""

    @property
    def to_mail(self) -> bool:
        """Tell whether the address can be mailed again already."""


class Entered(Protocol):
    """Somebody who came in."""

    @property
    def person(self) -> UUID:
        """Return who it is."""

    @property
    def token(self) -> str:
        """Return what signs them in on this device."""

    @property
    def new(self) -> bool:
        """Tell whether they were never here before."""


class MailedCodes(Protocol):
    """Codes that are mailed."""

    async def ask(self, address: str, person: UUID | None = None) -> Asked:
        """Make a code for an address, which a person wants as theirs or anybody signs in with."""


class SignOnSettings(Protocol):
    """An organisation's provider."""

    @property
    def issuer(self) -> str:
        """Return who it says it is."""

    @property
    def client(self) -> str:
        """Return as whom the house is known there."""

    @property
    def has_secret(self) -> bool:
        """Tell whether the house has a secret there."""

    @property
    def changed_at(self) -> datetime:
        """Return since when it is like this."""


class SingleSignOn(Protocol):
    """The providers of organisations, and who came in through them."""

    back_to: str

    async def of(self, organisation: UUID) -> SignOnSettings | None:
        """Return an organisation's provider, if it has one."""

    async def check(self, issuer: str) -> None:
        """Ask a provider whether it is one."""

    async def set(self, organisation: UUID, *, issuer: str, client: str, secret: str | None) -> None:
        """Keep where an organisation's provider is; without a secret the one it has stays."""

    async def remove(self, organisation: UUID) -> None:
        """Forget an organisation's provider, and who came in through it."""

    async def begin(self, organisation: UUID, *, connects: bool) -> tuple[str, str] | None:
        """Return where a browser goes, and the secret by which it is known; None without a provider."""

    async def enter(
        self, *, code: str, state: str, issuer: str | None, browser: str | None, arriving: Arriving
    ) -> tuple[UUID, Entered]:
        """Sign in whom a provider sends back; return the organisation, and who it is."""


class Entrance(Protocol):
    """Where codes are used."""

    async def enter(self, code: str, entering: Entering) -> Entered:
        """Sign somebody in with what they typed."""

    async def move(self, code: str, person: UUID, sign_in_id: UUID) -> tuple[str | None, str]:
        """Give a person the address of a code; return the one they had, and the one they have."""


class Passkey(Protocol):
    """A passkey as its owner knows it."""

    @property
    def passkey(self) -> UUID:
        """Return its id."""

    @property
    def label(self) -> str:
        """Return what it is called."""

    @property
    def created_at(self) -> datetime:
        """Return when it was made."""

    @property
    def last_used_on(self) -> date | None:
        """Return the day on which somebody signed in with it last."""


class Question(Protocol):
    """What an authenticator is asked."""

    @property
    def options(self) -> dict[str, Any]:
        """Return it in WebAuthn's own JSON."""

    @property
    def browser(self) -> str:
        """Return the secret by which the asking browser is known again."""


class Passkeys(Protocol):
    """Passkeys, and the ceremonies in which one is made and used."""

    async def to_add(self, person: UUID, name: str) -> Question:
        """Return what makes a passkey for a person."""

    async def add(
        self,
        person: UUID,
        browser: str | None,
        credential: Mapping[str, object],
        label: str,
        *,
        sign_in_id: UUID,
    ) -> Passkey:
        """Keep the passkey that was made on the device of a sign-in."""

    async def to_sign_in(self) -> Question:
        """Return what signs in anybody who has a passkey."""

    async def sign_in(
        self, browser: str | None, credential: Mapping[str, object], *, token: str | None, device: str
    ) -> Entered:
        """Sign in who holds a passkey, in the place of who was signed in by a token."""

    async def of(self, person: UUID) -> Sequence[Passkey]:
        """Return the passkeys of a person."""

    async def rename(self, person: UUID, passkey: UUID, label: str) -> bool:
        """Label a passkey anew; tell whether the person has it."""

    async def remove(self, person: UUID, passkey: UUID) -> bool:
        """Remove a passkey; tell whether the person had it."""


class Postage(Protocol):
    """Counts what is mailed for others."""

    async def stamp(self, address: str, group: UUID) -> bool:
        """Count a letter of a group to an address; tell whether it may go."""


class Mail(Protocol):
    """Somebody who takes mail away."""

    async def send(self, to: str, subject: str, text: str, html: str, more: Extras = NOTHING_MORE) -> bool:
        """Send a mail; tell whether it was taken."""


class CalendarFeed(Protocol):
    """A calendar that a program fetches."""

    @property
    def feed(self) -> UUID:
        """Return its id."""

    @property
    def person(self) -> UUID:
        """Return whose it is."""

    @property
    def group(self) -> UUID | None:
        """Return of which group it is; None: of all."""

    @property
    def made_at(self) -> datetime:
        """Return when it was made."""

    @property
    def used_on(self) -> date | None:
        """Return when a program last fetched it."""


class Calendars(Protocol):
    """Calendars, and the secrets with which programs fetch them."""

    async def make(
        self, person: UUID, group: UUID | None = None, tenant: UUID | None = None
    ) -> tuple[CalendarFeed, str]:
        """Make a calendar; return it and its secret."""

    async def find(self, token: str) -> CalendarFeed | None:
        """Return the calendar behind a secret."""

    async def of(self, person: UUID) -> Sequence[CalendarFeed]:
        """Return the calendars of a person."""

    async def revoke(self, person: UUID, feed: UUID) -> bool:
        """Make a secret useless; tell whether the person had it."""

    def write(self, entries: Iterable[Entry], zone: str) -> bytes:
        """Return a calendar in the time of a zone."""


class PushDevice(Protocol):
    """A browser that shows notifications."""

    @property
    def device(self) -> UUID:
        """Return the id of the sign-in there."""

    @property
    def server_key(self) -> str:
        """Return our public key it subscribed with."""

    @property
    def made_at(self) -> datetime:
        """Return since when it shows them."""

    @property
    def seen_at(self) -> datetime:
        """Return when it last gave a sign of life."""


class PushDevices(Protocol):
    """The browsers that show notifications."""

    async def keep(  # noqa: PLR0913 - a browser and whose it is
        self,
        person: UUID,
        sign_in: UUID,
        *,
        endpoint: str,
        public_key: bytes,
        secret: bytes,
        server_key: str,
    ) -> bool:
        """Keep the browser of a sign-in; tell whether the sign-in lives."""

    async def of(self, people: Collection[UUID]) -> Mapping[UUID, Sequence[PushDevice]]:
        """Return the browsers of people."""

    async def drop(self, devices: Collection[UUID]) -> None:
        """Forget browsers."""


class Told(Protocol):
    """What a push service said."""

    @property
    def delivery(self) -> Delivery:
        """Return what became of a notice."""


class PushSender(Protocol):
    """Push services, those that are allowed."""

    @property
    def key(self) -> str:
        """Return our public key."""

    def allows(self, endpoint: str) -> bool:
        """Tell whether something may be sent there."""

    def is_key(self, public_key: bytes, secret: bytes) -> bool:
        """Tell whether something can be sealed with these."""

    async def send(self, pushes: Sequence[tuple[Any, Push]]) -> Sequence[Told]:
        """Hand notices over, each to a browser."""


class CertificateSeal(Protocol):
    """Signs certificates, and makes the codes by which they are checked."""

    public: str
    """The public key (Ed25519), in base64."""

    def sign(self, content: bytes) -> str:
        """Return the signature over some bytes, in base64."""

    def new_code(self) -> str:
        """Return a code that nobody can guess."""


class Typesetter(Protocol):
    """Sets certificates."""

    async def certificate(self, content: bytes, check_url: str) -> bytes:
        """Return the PDF of what a certificate says, given as JSON."""


class Stopping(Protocol):
    """Links with which mail stops."""

    def read(self, token: str) -> UUID | None:
        """Return whose mail a token stops."""


class RemindingState(Protocol):
    """How reminding does."""

    @property
    def running(self) -> bool:
        """Tell whether somebody looks for what is due."""

    @property
    def last_ran_at(self) -> datetime | None:
        """Return when somebody last did."""

    @property
    def lag(self) -> float:
        """Return how many seconds what is due is late."""

    @property
    def waiting(self) -> int:
        """Return how much waits to be handed over."""

    @property
    def given_up(self) -> int:
        """Return how much of the last three days reached nobody."""


class Reminding(Protocol):
    """Reminders on their way."""

    async def state(self) -> RemindingState:
        """Return how reminding does."""


class Identity(Protocol):
    """People, groups by name, and invitations: what is not in the record."""

    async def welcome(
        self, *, name: str, language: Language, person: UUID | None = None, device: str = ""
    ) -> tuple[UUID, str]:
        """Make a person who is signed in on this device; return them and their token.

        A device may soon ask again, under the id that only it knows.
        """

    async def person(self, person: UUID) -> PersonDetails:
        """Return what a person told us."""

    async def change_person(
        self,
        person: UUID,
        *,
        name: str | None,
        language: Language | None,
        time_zone: str | None = None,
        question_help: bool | None = None,
    ) -> None:
        """Change what a person told us; None leaves it."""

    async def forget(self, person: UUID) -> None:
        """Delete everything that says who a person is, and sign them out everywhere."""

    async def names(self, people: Sequence[UUID]) -> Mapping[UUID, str]:
        """Return the names of people."""

    async def name_group(self, group: UUID, tenant: UUID, *, name: str, purpose: str) -> None:
        """Name a group."""

    async def name_calendar(self, group: UUID, name: str | None) -> None:
        """Say what a group is called in calendars; None: nothing of its own."""

    async def groups(self, groups: Sequence[UUID]) -> Mapping[UUID, GroupDetails]:
        """Return what groups call themselves."""

    async def invite(  # noqa: PLR0913 - an invitation and its circumstances
        self,
        group: UUID,
        tenant: UUID,
        *,
        role: str,
        made_by: UUID,
        person: UUID | None = None,
        address: str | None = None,
        sign_in_id: UUID | None = None,
    ) -> tuple[Invitation, str]:
        """Make an invitation, made out to a member, to an address or to anybody; return it and its token.

        ``sign_in_id``: of the device on which a member asks for a link to another of theirs.
        """

    async def look(self, token: str) -> Invitation | None:
        """Return the invitation behind a token, whether it still works or not."""

    async def use_up(self, invitation: UUID, device: str = "", *, token: str | None = None) -> str | None:
        """Sign the person in to whom it is made out, once, in the place of a token; return the new one."""

    async def used(self, invitation: UUID) -> None:
        """Count a use."""

    async def claim(self, invitation: UUID, person: UUID) -> bool:
        """Use an invitation that works once; tell whether it is this person's use."""

    async def invitations(self, group: UUID) -> Sequence[Invitation]:
        """Return the invitations of a group, newest first."""

    async def revoke(self, group: UUID, invitation: UUID) -> bool:
        """Revoke an invitation; tell whether the group has it."""

    async def revoke_all_by(self, group: UUID, person: UUID) -> None:
        """Revoke every invitation that a person made to a group."""

    async def revoke_links(self, group: UUID) -> None:
        """Revoke every link to a group that more than one person can use."""


class CraftCounts(Protocol):
    """Counts of the question helper, of no person and no text."""

    async def count(self, tenant: UUID, session: UUID, step: int, kind: str) -> None:
        """Count a question of a kind in a step."""

    async def of_session(self, tenant: UUID, session: UUID) -> Mapping[int, Mapping[str, int]]:
        """Return how many questions of each kind were counted in each step."""

    async def not_right(self, language: str, kind: str) -> None:
        """Count that the helper was wrong about a kind in a language."""

    async def all_not_right(self) -> Mapping[str, int]:
        """Return how often the helper was wrong, by language and kind."""


class Relations(Protocol):
    """What members declare about one another, each for themselves."""

    async def declare(self, tenant: UUID, group: UUID, person: UUID, about: UUID, kind: RelationKind) -> None:
        """Keep how a person stands to another; None takes it back."""

    async def of_person(self, tenant: UUID, group: UUID, person: UUID) -> Sequence[Relation]:
        """Return what a person declared in a group."""

    async def of_group(self, tenant: UUID, group: UUID) -> Sequence[Relation]:
        """Return what was declared in a group, for the hints alone."""

    async def forget(self, tenant: UUID, group: UUID, person: UUID) -> None:
        """Delete what a person declared in a group, and what others declared about them there."""


PreparedKind = Literal["proposal", "report", "reflection", "register"]


class Draft(Protocol):
    """Something that a person prepared."""

    @property
    def about(self) -> UUID:
        """Return the action of a report, the meeting of a reflection, or a proposal's own id."""

    @property
    def words(self) -> Sealed:
        """Return what was written, sealed."""

    @property
    def changed_at(self) -> datetime:
        """Return when it was changed last."""


class Prepared(Protocol):
    """What people keep for themselves: prepared for a meeting, or learned of one."""

    async def keep(self, person: UUID, kind: PreparedKind, about: UUID, words: Sealed) -> bool:
        """Keep a draft in the place of the one before; tell whether there was room for it."""

    async def of(self, person: UUID, kind: PreparedKind) -> Sequence[Draft]:
        """Return a person's drafts of a kind."""

    async def drop(self, person: UUID, kind: PreparedKind, about: Collection[UUID]) -> None:
        """Delete drafts, also those that are not there."""

    async def reported(self, actions: Sequence[tuple[UUID, UUID]]) -> Collection[UUID]:
        """Return of which actions, each after the person whose it is, there is a prepared report."""


class Views(Protocol):
    """The views."""

    def of(self, tenant: UUID) -> AbstractAsyncContextManager[AsyncConnection[Any]]:
        """Return a connection that sees one tenant."""

    def everywhere(self) -> AbstractAsyncContextManager[AsyncConnection[tuple[Any, ...]]]:
        """Return a connection that sees all tenants: for a code that anybody may ask about."""

    def of_person(self, person: UUID) -> AbstractAsyncContextManager[AsyncConnection[Any]]:
        """Return a connection that sees one person's memberships in all tenants."""

    async def reached(self, position: int, view: str | None = None) -> bool:
        """Wait, at most two seconds, until a view (or all) took in a position; tell if so."""

    async def lag(self) -> dict[str, int]:
        """Return how many events each view is behind."""


class Forgetting(Protocol):
    """What follows when something is to be forgotten; it may be done again at any time."""

    async def case(self, tenant: UUID, case: UUID) -> None:
        """Destroy the key of a case whose erasure the view of terms has seen."""

    async def person(self, person: UUID) -> None:
        """Forget a person whose account is deleted, everywhere they have been."""


class Limits(Protocol):
    """How much each caller may do within a while."""

    def hit(self, what: str, who: str) -> int | None:
        """Count a call; return None, or after how many seconds the next one is welcome."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """Everything the API is given. ``secure``: the house is reached over https."""

    groups: Streams[Group, GroupCommand]
    sessions: Streams[Session, SessionCommand]
    persons: Streams[Person, PersonCommand]
    forgetting: Forgetting
    organisations: Streams[Organisation, OrganisationCommand]
    offices: OfficePorts
    record: Record
    vault: Vault
    identity: Identity
    sign_ins: SignIns
    codes: MailedCodes
    entrance: Entrance
    single_sign_on: SingleSignOn
    passkeys: Passkeys
    mail: Mail
    postage: Postage
    choices: Choices
    readiness: Readiness
    pulses: Pulses
    relations: Relations
    prepared: Prepared
    craft: CraftCounts
    views: Views
    clock: Clock
    secure: bool
    public_url: str
    limits: Limits
    operator_token: str | None
    mail_by: Literal["file", "smtp"]
    push: PushSender
    push_devices: PushDevices
    stopping: Stopping
    certificates: CertificateSeal
    typesetter: Typesetter
    reminding: Reminding
    calendars: Calendars
    uptake: UptakePorts
