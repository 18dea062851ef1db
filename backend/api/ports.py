"""Everything that the API needs from the world; the types it is given are made elsewhere."""

from dataclasses import dataclass
from typing import Literal

from backend.api.certificate_ports import CertificateSeal, Registers, Typesetter
from backend.api.device_ports import SignIns
from backend.api.entrance_ports import Entrance, MailedCodes, Passkeys, SingleSignOn
from backend.api.meeting_ports import Choices, CraftCounts, Prepared, Pulses, Readiness, Relations
from backend.api.organisations_ports import OfficePorts
from backend.api.people_ports import Identity
from backend.api.record_ports import Clock, Forgetting, Limits, Record, Streams, Vault, Views
from backend.api.reminding_ports import Calendars, Mail, Postage, PushDevices, PushSender, Reminding, Stopping
from backend.api.uptake_ports import UptakePorts
from backend.domain.group.commands import GroupCommand
from backend.domain.group.state import Group
from backend.domain.organisation.commands import OrganisationCommand
from backend.domain.organisation.state import Organisation
from backend.domain.person.commands import PersonCommand
from backend.domain.person.state import Person
from backend.domain.session.commands import SessionCommand
from backend.domain.session.state import Session


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
    mail_folder: str | None
    push: PushSender
    push_devices: PushDevices
    stopping: Stopping
    certificates: CertificateSeal
    typesetter: Typesetter
    registers: Registers
    reminding: Reminding
    calendars: Calendars
    uptake: UptakePorts
