"""Methods of one's own: published in versions, retired and brought back, and never played when unsound."""

from uuid import UUID

import pytest
from msgspec.structs import replace

from backend.domain.errors import Refused
from backend.domain.group.commands import PublishMethod, RetireMethod
from backend.domain.methods import method
from backend.domain.organisation.commands import PublishMethod as PublishForAll
from backend.domain.own_methods import (
    LONGEST,
    MOST_METHODS,
    MOST_STEPS,
    OwnMethod,
    check_own,
    id_of,
    key_of,
    next_version,
)
from events.group import Facilitation, MethodPublished, MethodRetired
from events.method import Method
from events.organisation import MethodPublished as PublishedForAll
from tests.spec import HANNEKE, NOON, NOOR, SAMIRA, STRANGER, form, group, join, organisation, register

OURS = UUID(int=80)
KEY = key_of(OURS)
BASE = replace(method("basis6"), key=KEY)
SHORTER = replace(BASE, steps=BASE.steps[1:])


def publish(written: Method = BASE, after: int = 0, by: UUID = HANNEKE) -> PublishMethod:
    return PublishMethod(method=written, after=after, by=by, at=NOON)


def retire(by: UUID = HANNEKE) -> RetireMethod:
    return RetireMethod(key=KEY, by=by, at=NOON)


def published(written: Method, version: int) -> MethodPublished:
    return MethodPublished(method=replace(written, version=version), by=HANNEKE, at=NOON)


def test_a_key_of_an_own_method_is_never_that_of_a_shipped_one() -> None:
    assert id_of(KEY) == OURS
    assert [id_of(key) for key in ("basis6", "own_", "own_z", f"own_{'0' * 31}", "")] == [None] * 5


def test_who_keeps_or_guards_the_group_publishes_a_method_in_versions() -> None:
    ours = group().given(form(by=HANNEKE))

    ours.when(publish()).then(published(BASE, 1))
    ours.given(publish()).when(publish(SHORTER, after=1)).then(published(SHORTER, 2))


def test_publishing_twice_changes_nothing() -> None:
    group().given(form(by=HANNEKE), publish()).when(publish()).then()


def test_who_wrote_on_an_older_version_is_told_so_and_overwrites_nothing() -> None:
    group().given(form(by=HANNEKE), publish(), publish(SHORTER, after=1)).when(
        publish(replace(BASE, online_ok=False), after=1)
    ).refused("method-changed")


def test_a_retired_method_comes_back_with_its_next_version() -> None:
    ours = group().given(form(by=HANNEKE), publish(), retire())

    ours.when(retire()).then()
    ours.when(publish(after=1)).then(published(BASE, 2))


def test_retiring_is_recorded_once_and_only_of_what_is_there() -> None:
    ours = group().given(form(by=HANNEKE))

    ours.when(retire()).refused("unknown-method")
    ours.given(publish()).when(retire()).then(MethodRetired(key=KEY, by=HANNEKE, at=NOON))


def test_a_member_of_a_guided_group_and_a_stranger_change_no_methods() -> None:
    guided = group().given(form(Facilitation.EXTERNAL, by=HANNEKE), join(SAMIRA))

    guided.when(publish(by=SAMIRA)).refused("only-the-facilitator")
    guided.when(publish(by=STRANGER)).refused("not-a-member")


def test_where_peers_guard_the_procedure_each_of_them_may() -> None:
    group().given(form(Facilitation.SELF_GUIDED, by=HANNEKE), join(SAMIRA)).when(publish(by=SAMIRA)).then(
        MethodPublished(method=replace(BASE, version=1), by=SAMIRA, at=NOON)
    )


def test_an_organisation_publishes_through_its_administrators_alone() -> None:
    house = organisation().given(register())
    for_all = PublishForAll(method=BASE, after=0, by=HANNEKE, at=NOON)

    house.when(for_all).then(PublishedForAll(method=replace(BASE, version=1), by=HANNEKE, at=NOON))
    house.when(replace(for_all, by=NOOR)).refused("only-administrators")


def test_what_cannot_be_played_is_not_published() -> None:
    group().given(form(by=HANNEKE)).when(publish(replace(BASE, steps=()))).refused("unsound-method")


def test_an_own_method_has_an_end() -> None:
    step = BASE.steps[0]
    many = replace(BASE, steps=tuple(replace(step, key=f"step_{n}") for n in range(MOST_STEPS + 1)))
    long = replace(BASE, steps=tuple(replace(one, minutes=LONGEST // 2) for one in BASE.steps))

    assert [problem.rule for problem in check_own(many)] == ["too-many-steps"]
    assert [problem.rule for problem in check_own(long)] == ["too-long"]
    assert check_own(BASE) == []


def test_thirty_methods_in_use_are_the_most() -> None:
    full = {key_of(UUID(int=n)): OwnMethod(BASE) for n in range(MOST_METHODS)}

    with pytest.raises(Refused) as refused:
        next_version(BASE, 0, full)
    assert refused.value.reason == "methods-too-many"
    spare = full | {key_of(UUID(int=0)): OwnMethod(BASE, retired=True)}
    assert next_version(BASE, 0, spare) == replace(BASE, version=1)
