"""Random people ask random things of an organisation; a plain model says what each should come to."""

from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final, get_args
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from backend.domain.errors import Refused
from backend.domain.methods import method
from backend.domain.organisation import people, rules
from backend.domain.organisation.commands import (
    AddRoleFamily,
    AppointAdministrator,
    ChangeWebhookSecret,
    DismissAdministrator,
    EndProgramme,
    IssueToken,
    LetPeopleGo,
    OrganisationCommand,
    PlacePeople,
    PlaceUnit,
    Placing,
    PublishMethod,
    PublishPeriod,
    RaiseThreshold,
    RegisterOrganisation,
    RemoveSingleSignOn,
    RemoveWebhook,
    RetireMethod,
    RetireRoleFamily,
    RetireUnit,
    RevokeToken,
    RunProgramme,
    SetSingleSignOn,
    SetWebhook,
)
from backend.domain.organisation.rules import decide
from backend.domain.organisation.state import Organisation, Placement, evolve
from events.method import Method
from events.organisation import Scope, Topic
from tests.spec import NOON, ORGANISATION

PEOPLE: Final = tuple(UUID(int=n) for n in range(1, 6))
UNITS: Final = tuple(UUID(int=n) for n in range(10, 15))
FAMILIES: Final = tuple(UUID(int=n) for n in range(20, 22))
PROGRAMMES: Final = tuple(UUID(int=n) for n in range(30, 32))
TOKENS: Final = tuple(UUID(int=n) for n in range(40, 42))
METHODS: Final = tuple(
    replace(method("short30"), key=f"own_{n}", online_ok=online, steps=method("short30").steps[:last])
    for n in range(2)
    for online in (True, False)
    for last in (6, 0)
)
"""Two methods, each in two ways, and each once without a step."""
WEBHOOKS: Final = tuple(UUID(int=n) for n in range(60, 62))
SCOPES: Final = (Scope.AUDIT,), (Scope.PEOPLE, Scope.AUDIT)
REACHED: Final = {
    "id-reused",
    "floor-only-rises",
    "floor-out-of-reach",
    "last-administrator",
    "manager-loop",
    "method-changed",
    "only-administrators",
    "period-published",
    "role-family-in-use",
    "unit-in-use",
    "unit-loop",
    "units-too-deep",
    "unknown-manager",
    "unknown-method",
    "unknown-organisation",
    "unknown-person",
    "unknown-programme",
    "unknown-role-family",
    "unknown-token",
    "unknown-unit",
    "unknown-webhook",
    "unsound-method",
}
"""All that can be refused, but for fifty managers above each other and thirty methods, which are too many."""
DEEPEST: Final = 3
"""Instead of eight, so that random units come that deep."""

who, unit, family = st.sampled_from(PEOPLE), st.sampled_from(UNITS), st.sampled_from(FAMILIES)
programme, token = st.sampled_from(PROGRAMMES), st.sampled_from(TOKENS)
placings = st.builds(
    Placing,
    person=who,
    unit=st.sampled_from((None,) * 20 + UNITS),
    role_family=st.sampled_from((None,) * 4 + FAMILIES),
    level=st.none() | st.integers(1, 3),
    manager=st.none() | who,
)
asked: Final[Mapping[type[Any], Mapping[str, Any]]] = {
    RegisterOrganisation: {},
    PlaceUnit: {"unit": unit, "parent": st.none() | unit | unit},
    RetireUnit: {"unit": unit},
    AddRoleFamily: {"role_family": family},
    RetireRoleFamily: {"role_family": family},
    RunProgramme: {"programme": programme, "hours_per_year": st.none() | st.integers(0, 2)},
    EndProgramme: {"programme": programme},
    PlacePeople: {"people": st.lists(placings, min_size=1, max_size=2).map(tuple)},
    LetPeopleGo: {"people": st.lists(who, min_size=1, max_size=2).map(tuple)},
    AppointAdministrator: {"person": who},
    DismissAdministrator: {"person": who},
    IssueToken: {
        "token": token,
        "scopes": st.sampled_from(SCOPES),
        "expires_at": st.just(NOON + timedelta(1)),
    },
    RevokeToken: {"token": token},
}
webhook, place = st.sampled_from(WEBHOOKS), st.sampled_from(UNITS[:2])
asked_of_webhooks: Final[Mapping[type[Any], Mapping[str, Any]]] = {
    SetWebhook: {
        "webhook": webhook,
        "topics": st.sampled_from(((Topic.GROUP_FORMED,), tuple(Topic))),
        "place": place,
        "paused": st.booleans(),
    },
    ChangeWebhookSecret: {"webhook": webhook, "secret": place},
    RemoveWebhook: {"webhook": webhook},
    SetSingleSignOn: {"place": place},
    RemoveSingleSignOn: {},
}
asked_of_methods: Final[Mapping[type[Any], Mapping[str, Any]]] = {
    PublishMethod: {"method": st.sampled_from(METHODS), "after": st.integers(0, 2)},
    RetireMethod: {"key": st.sampled_from(("own_0", "own_1", "own_2"))},
}
by = st.sampled_from((PEOPLE[0],) * 6 + PEOPLE)
commands = st.one_of([st.builds(kind, by=by, at=st.just(NOON), **what) for kind, what in asked.items()])
often = st.one_of(
    [st.builds(kind, by=by, at=st.just(NOON), **asked[kind]) for kind in (PlaceUnit, PlacePeople)]
)
about_methods = st.one_of(
    [st.builds(kind, by=by, at=st.just(NOON), **what) for kind, what in asked_of_methods.items()]
)
about_webhooks = st.one_of(
    [st.builds(kind, by=by, at=st.just(NOON), **what) for kind, what in asked_of_webhooks.items()]
)
publications = st.builds(
    PublishPeriod,
    period=st.sampled_from(("2026-Q1", "2026-Q2")),
    shown=st.just(1),
    held_back=st.just(0),
    at=st.just(NOON),
)
floors = st.builds(RaiseThreshold, persons=st.sampled_from((5, 6, 7, 51)), by=by, at=st.just(NOON))
stories = st.builds(
    lambda story, *ends: [*story, *(command for end in ends for command in end)],
    st.lists(commands | often | often, min_size=5, max_size=30),
    st.lists(about_methods, max_size=5),
    st.lists(about_webhooks, max_size=5),
    st.lists(publications | floors, max_size=4),
)
"""Methods, webhooks and figures hang on nothing else, so they come last and leave the others room."""
BEFORE: Final[list[OrganisationCommand]] = [
    RegisterOrganisation(by=PEOPLE[0], at=NOON),
    PlaceUnit(unit=UNITS[0], parent=None, by=PEOPLE[0], at=NOON),
    PlaceUnit(unit=UNITS[1], parent=UNITS[0], by=PEOPLE[0], at=NOON),
    PlaceUnit(unit=UNITS[2], parent=UNITS[1], by=PEOPLE[0], at=NOON),
    AddRoleFamily(role_family=FAMILIES[0], by=PEOPLE[0], at=NOON),
    PlacePeople(
        people=tuple(Placing(person=p, manager=m) for p, m in zip(PEOPLE, (None, *PEOPLE[:3]), strict=False)),
        by=PEOPLE[0],
        at=NOON,
    ),
]
SECOND: Final = AppointAdministrator(person=PEOPLE[1], by=PEOPLE[0], at=NOON)
"""What most stories begin with, so that there is something to ask about."""


@dataclass
class Plain:
    """An organisation as somebody would keep it on paper, without the ways of the code."""

    registered: bool = False
    units: dict[UUID, UUID | None] = field(default_factory=dict)
    families: set[UUID] = field(default_factory=set)
    programmes: dict[UUID, int | None] = field(default_factory=dict)
    retired: set[UUID] = field(default_factory=set)
    people: dict[UUID, Placing] = field(default_factory=dict)
    administrators: set[UUID] = field(default_factory=set)
    tokens: dict[UUID, tuple[object, ...]] = field(default_factory=dict)
    revoked: set[UUID] = field(default_factory=set)
    single_sign_on: UUID | None = None
    webhooks: dict[UUID, tuple[object, ...]] = field(default_factory=dict)
    methods: dict[str, tuple[Method, int, bool]] = field(default_factory=dict)
    """Each method, its version, and whether it is in use."""
    floor: int = 5
    published: list[str] = field(default_factory=list)

    def above(self, whose: Mapping[UUID, UUID | None], first: UUID | None) -> list[UUID]:
        """Follow a line upwards, and stop when it comes round."""
        line: list[UUID] = []
        while first is not None and first not in line:
            line.append(first)
            first = whose.get(first)
        return line

    @property
    def superiors(self) -> dict[UUID, UUID | None]:
        """Everybody's manager, as long as they are there."""
        return {
            p: placed.manager if placed.manager in self.people else None for p, placed in self.people.items()
        }

    def check(self, organisation: Organisation) -> None:
        """Compare with what the code keeps, and with what must always hold."""
        assert organisation.units == self.units
        assert organisation.role_families == self.families
        assert organisation.programmes == self.programmes
        assert organisation.administrators == self.administrators
        assert {p: placed.manager for p, placed in organisation.people.items()} == self.superiors
        assert {p: placed.unit for p, placed in organisation.people.items()} == {
            p: placed.unit for p, placed in self.people.items()
        }
        assert organisation.tokens.keys() - organisation.revoked == self.tokens.keys() - self.revoked
        assert organisation.single_sign_on == self.single_sign_on
        assert {w: (one.topics, one.place, one.paused) for w, one in organisation.webhooks.items()} == (
            self.webhooks
        )
        assert {
            key: (replace(one.method, version=1), one.method.version, not one.retired)
            for key, one in organisation.methods.items()
        } == self.methods
        assert (organisation.fewest, organisation.published) == (self.floor, set(self.published))
        assert len(self.published) == len(set(self.published))
        assert bool(self.administrators) == self.registered
        for unit in self.units:
            line = self.above(self.units, unit)
            assert len(line) <= DEEPEST
            assert self.units[line[-1]] is None
        for person in self.people:
            line = self.above(self.superiors, person)
            assert self.superiors[line[-1]] is None
        assert {placed.unit for placed in self.people.values()} <= {None, *self.units}

    def take(self, command: OrganisationCommand) -> None:  # noqa: C901, PLR0912 - one case for each command
        """Write down what was accepted, whatever it was worth."""
        match command:
            case RegisterOrganisation():
                self.administrators |= set() if self.registered else {command.by}
                self.registered = True
            case PlaceUnit(unit=unit, parent=parent):
                self.units[unit] = parent
            case RetireUnit(unit=unit):
                self.units.pop(unit, None)
            case AddRoleFamily(role_family=family):
                self.families.add(family)
            case RetireRoleFamily(role_family=family):
                self.families.discard(family)
            case RunProgramme(programme=programme, hours_per_year=hours):
                self.programmes[programme] = hours
            case EndProgramme(programme=programme):
                self.programmes.pop(programme, None)
            case PlacePeople(people=placed):
                self.people |= {one.person: one for one in placed}
            case LetPeopleGo(people=gone):
                self.administrators -= set(gone)
                self._let_go(gone)
            case AppointAdministrator(person=person):
                self.administrators.add(person)
            case DismissAdministrator(person=person):
                self.administrators.discard(person)
            case IssueToken(token=token):
                self.tokens[token] = (command.by, command.scopes)
            case RevokeToken(token=token):
                self.revoked.add(token)
            case SetWebhook(webhook=webhook):
                self.webhooks[webhook] = (command.topics, command.place, command.paused)
            case SetSingleSignOn(place=place):
                self.single_sign_on = place
            case RemoveSingleSignOn():
                self.single_sign_on = None
            case ChangeWebhookSecret(webhook=webhook):
                assert webhook in self.webhooks
            case RemoveWebhook(webhook=webhook):
                self.webhooks.pop(webhook, None)
            case PublishMethod(method=method, after=after):
                self.methods[method.key] = (method, after + 1, True)
            case RetireMethod(key=key):
                self.methods[key] = (*self.methods[key][:2], False)
            case RaiseThreshold(persons=persons):
                assert self.floor <= persons <= 50
                self.floor = persons
            case PublishPeriod(period=period):
                self.published.append(period)

    def _let_go(self, gone: tuple[UUID, ...]) -> None:
        self.people = {
            person: Placing(
                person=person,
                unit=placed.unit,
                role_family=placed.role_family,
                level=placed.level,
                manager=None if placed.manager in gone else placed.manager,
            )
            for person, placed in self.people.items()
            if person not in gone
        }


def _play(story: list[OrganisationCommand], heard: Counter[str] | None = None) -> None:
    organisation, plain = Organisation(ORGANISATION), Plain()
    begun = [] if len(story) % 7 == 0 else [*BEFORE, SECOND][: len(BEFORE) + len(story) % 2]
    for command in [*begun, *story]:
        before = organisation.version
        try:
            events = decide(command, organisation)
        except Refused as refused:
            assert organisation.version == before
            if heard is not None:
                heard[refused.reason] += 1
            continue
        for event in events:
            evolve(organisation, event)
        with suppress(Refused):
            assert decide(command, organisation) == []
        plain.take(command)
        plain.check(organisation)
        if heard is not None and events:
            heard[type(command).__name__] += 1


@pytest.fixture(autouse=True)
def _lower(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "DEEPEST", DEEPEST)


def _try(examples: int) -> Counter[str]:
    heard: Counter[str] = Counter()

    @seed(3)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(story=stories)
    def play(story: list[OrganisationCommand]) -> None:
        _play(story, heard)

    play()
    return heard


def test_the_rules_answer_as_the_plain_model_says_and_every_command_and_refusal_is_reached() -> None:
    heard = _try(700)

    assert sorted(REACHED - heard.keys()) == []
    assert sorted({kind.__name__ for kind in get_args(OrganisationCommand)} - heard.keys()) == []


@pytest.mark.drill
def test_the_rules_answer_as_the_plain_model_says_ten_thousand_times() -> None:
    assert _try(10_000)


DEFECTS: dict[str, tuple[object, str, object]] = {
    "units may be part of themselves": (Organisation, "above", lambda *_: iter(())),
    "units have no depth": (rules, "_height", lambda *_: -9),
    "anybody's manager may be anybody": (people, "_check", lambda *_: None),
    "the last administrator may go": (rules, "let_go", lambda command, _: people.let_go(command, _Crowd())),
}


class _Crowd(Organisation):
    """An organisation that believes it has administrators enough."""

    def __init__(self) -> None:
        super().__init__(ORGANISATION)
        self.people = dict.fromkeys(PEOPLE, Placement())
        self.administrators = {*PEOPLE, UUID(int=99)}


@pytest.mark.parametrize("defect", DEFECTS)
def test_a_planted_defect_is_found(defect: str, monkeypatch: pytest.MonkeyPatch) -> None:
    where, name, planted = DEFECTS[defect]
    monkeypatch.setattr(where, name, planted)

    with pytest.raises((AssertionError, KeyError, Refused, ExceptionGroup)):
        _try(400)
