"""A command is decided on the live state, carried out once, and everybody's events are in the state."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid4, uuid5

import pytest

from backend.adapters.appender import Appender
from backend.adapters.appending import ForeignStream
from backend.adapters.database import Database
from backend.adapters.record import Record
from backend.adapters.streams import Streams
from backend.domain.errors import Refused
from events.base import Event
from events.group import Role
from events.session import ParticipantArrived, ParticipantLeft
from tests.adapters.acts import NOON, left, one


@dataclass
class Door:
    """Who went through; a plain aggregate, changed in place."""

    stream: UUID
    gone: list[UUID] = field(default_factory=list)


@dataclass(frozen=True)
class Leave:
    """These persons leave, in this order; nobody leaves twice."""

    persons: tuple[UUID, ...]


@dataclass(frozen=True)
class Lock:
    """Refused while nobody has left."""


def evolve(door: Door, event: Event) -> Door:
    match event:
        case ParticipantLeft(person=person):
            door.gone.append(person)
        case _:
            raise AssertionError(event)
    return door


def decide(command: Leave | Lock, door: Door) -> Sequence[Event]:
    match command:
        case Lock() if not door.gone:
            raise Refused("session-not-open")
        case Lock():
            return [left()]
        case Leave(persons=persons):
            return [left(person) for person in persons if person not in door.gone]


Doors = Streams[Door, Leave | Lock]


@pytest.fixture
async def appender(database: Database) -> AsyncIterator[Appender]:
    async with Appender(database) as opened:
        yield opened


def doors(database: Database, appender: Appender, *, keep: int = 100) -> Doors:
    """A process's own streams: two of them in a test stand for two processes."""
    return Streams(appender, Record(database), blank=Door, evolve=evolve, decide=decide, keep=keep)


async def test_a_command_is_answered_with_its_place(database: Database, appender: Appender) -> None:
    tenant, stream, command, persons = uuid4(), uuid4(), uuid4(), (uuid4(), uuid4(), uuid4())

    answer = await doors(database, appender).handle(
        tenant, stream, Leave(persons), command_id=command, actor=persons[0]
    )

    assert (answer.position, answer.version, answer.repeated) == (3, 3, False)
    assert [event.event_id for event in answer.events] == [
        command,
        uuid5(command, "1"),
        uuid5(command, "2"),
    ]
    assert {event.actor for event in answer.events} == {persons[0]}


async def test_the_state_is_what_was_recorded(database: Database, appender: Appender) -> None:
    tenant, stream, person = uuid4(), uuid4(), uuid4()
    streams = doors(database, appender)
    await streams.handle(tenant, stream, Leave((person,)), command_id=uuid4())

    version, door = await streams.state(tenant, stream)

    assert (version, door) == (1, Door(stream, [person]))


async def test_an_unknown_stream_is_blank(database: Database, appender: Appender) -> None:
    stream = uuid4()

    assert await doors(database, appender).state(uuid4(), stream) == (0, Door(stream))


async def test_a_repeated_command_gets_the_first_answer(database: Database, appender: Appender) -> None:
    tenant, stream, command = uuid4(), uuid4(), uuid4()
    streams = doors(database, appender)
    leave = Leave((uuid4(), uuid4()))
    first = await streams.handle(tenant, stream, leave, command_id=command)
    await streams.handle(tenant, stream, Leave((uuid4(),)), command_id=uuid4())

    again = await streams.handle(tenant, stream, leave, command_id=command)

    assert again == first._replace(repeated=True)


async def test_another_process_repeating_gets_the_first_answer(
    database: Database, appender: Appender
) -> None:
    tenant, stream, command = uuid4(), uuid4(), uuid4()
    leave = Leave((uuid4(),))
    slow, quick = doors(database, appender), doors(database, appender)
    await slow.handle(tenant, stream, Leave((uuid4(),)), command_id=uuid4())
    first = await quick.handle(tenant, stream, leave, command_id=command)

    again = await slow.handle(tenant, stream, leave, command_id=command)

    assert again == first._replace(repeated=True)
    assert (await slow.state(tenant, stream)).version == 2


async def test_a_command_that_changes_nothing_answers_with_the_place_of_its_stream(
    database: Database, appender: Appender
) -> None:
    tenant, stream, leave = uuid4(), uuid4(), Leave((uuid4(),))
    streams = doors(database, appender)
    await streams.handle(tenant, stream, leave, command_id=uuid4())

    answer = await streams.handle(tenant, stream, leave, command_id=uuid4())

    assert answer == (1, 1, True, ())


async def test_a_double_tap_of_one_person_under_two_ids_counts_once(
    database: Database, appender: Appender
) -> None:
    tenant, stream, person = uuid4(), uuid4(), uuid4()
    streams = doors(database, appender)

    answers = await asyncio.gather(
        *(
            streams.handle(tenant, stream, Leave((person,)), command_id=uuid4(), actor=person)
            for _ in range(3)
        )
    )

    assert [len(answer.events) for answer in answers] == [1, 0, 0]


async def test_a_refusal_is_never_based_on_an_old_state(database: Database, appender: Appender) -> None:
    tenant, stream = uuid4(), uuid4()
    ours, theirs = doors(database, appender), doors(database, appender)
    with pytest.raises(Refused):
        await ours.handle(tenant, stream, Lock(), command_id=uuid4())
    await theirs.handle(tenant, stream, Leave((uuid4(),)), command_id=uuid4())

    answer = await ours.handle(tenant, stream, Lock(), command_id=uuid4())

    assert answer.version == 2


async def test_what_is_observed_need_not_be_read(database: Database, appender: Appender) -> None:
    tenant, stream = uuid4(), uuid4()
    ours, theirs = doors(database, appender), doors(database, appender)
    await ours.handle(tenant, stream, Leave((uuid4(),)), command_id=uuid4())
    told = await theirs.handle(tenant, stream, Leave((uuid4(),)), command_id=uuid4())

    ours.observe(told.events)
    ours.observe(told.events)
    await database.reader.close()

    answer = await ours.handle(tenant, stream, Leave((uuid4(),)), command_id=uuid4())
    assert answer.version == 3


async def test_two_processes_interleaved_end_in_one_state(database: Database, appender: Appender) -> None:
    tenant, stream = uuid4(), uuid4()
    async with Appender(database) as other:
        processes = [doors(database, appender), doors(database, other)]

        async def person(nth: int) -> None:
            for _ in range(10):
                await processes[nth % 2].handle(tenant, stream, Leave((uuid4(), uuid4())), command_id=uuid4())

        await asyncio.gather(*(person(nth) for nth in range(8)))

    first, second = [await process.state(tenant, stream) for process in processes]
    assert first.version == 160
    assert first == second
    recorded = await Record(database).read(tenant, stream)
    assert first.state.gone == [
        event.event.person for event in recorded if isinstance(event.event, ParticipantLeft)
    ]


async def test_a_stream_that_fell_out_of_memory_is_read_again(database: Database, appender: Appender) -> None:
    tenant, streams = uuid4(), doors(database, appender, keep=2)
    many = [uuid4() for _ in range(5)]
    for _ in range(2):
        for stream in many:
            await streams.handle(tenant, stream, Leave((uuid4(),)), command_id=uuid4())

    assert [(await streams.state(tenant, stream)).version for stream in many] == [2] * 5


async def test_a_stream_of_another_tenant_is_blank_and_cannot_be_joined(
    database: Database, appender: Appender
) -> None:
    stream, streams = uuid4(), doors(database, appender)
    await streams.handle(uuid4(), stream, Leave((uuid4(),)), command_id=uuid4())
    stranger = uuid4()

    assert (await streams.state(stranger, stream)).version == 0
    with pytest.raises(ForeignStream):
        await streams.handle(stranger, stream, Leave((uuid4(),)), command_id=uuid4())


async def test_an_event_that_cannot_be_folded_is_told_and_not_skipped(
    database: Database, appender: Appender
) -> None:
    wanted = one(uuid4(), uuid4())
    odd = ParticipantArrived(person=uuid4(), role=Role.MEMBER, at=NOON)
    await appender.append(wanted._replace(events=(wanted.events[0]._replace(event=odd),)))
    streams = doors(database, appender)

    for _ in range(2):
        with pytest.raises(AssertionError):
            await streams.state(wanted.tenant, wanted.stream)


async def test_an_exclusive_command_is_decided_again_when_another_came_in_between(
    database: Database, appender: Appender
) -> None:
    tenant, stream, person = uuid4(), uuid4(), uuid4()
    ours, theirs = doors(database, appender), doors(database, appender)
    await ours.handle(tenant, stream, Leave((uuid4(),)), command_id=uuid4())
    await theirs.handle(tenant, stream, Leave((person,)), command_id=uuid4())

    answer = await ours.handle(tenant, stream, Leave((person, uuid4())), command_id=uuid4(), exclusive=True)

    assert [event.version for event in answer.events] == [3]


async def test_of_exclusive_commands_at_once_each_sees_the_others(
    database: Database, appender: Appender
) -> None:
    tenant, stream, person = uuid4(), uuid4(), uuid4()
    processes = [doors(database, appender) for _ in range(4)]

    answers = await asyncio.gather(
        *(
            process.handle(tenant, stream, Leave((person,)), command_id=uuid4(), exclusive=True)
            for process in processes
        )
    )

    assert sorted(len(answer.events) for answer in answers) == [0, 0, 0, 1]
