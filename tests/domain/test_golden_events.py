"""What is in the record stays readable: every event has a golden file, which only its name explains."""

import json
from pathlib import Path
from uuid import UUID

import msgspec
import pytest

from backend.adapters.sealing import Place, Tampered, TextKey, derive, seal, unseal
from events.base import Event, Sealed, sealing_name, stored_name
from events.catalogue import EVENTS, UnknownEvent, decode, decode_lines, encode
from events.contribution import CaseContribution, QuestionAsked
from events.upcasts import RETIRED, Fields, Upcast
from tests.golden.write import FOLDER, path, write

ASKED = "session.question_asked.v1"


class QuestionAskedThen(Event, frozen=True, kw_only=True, tag="session.question_asked.v0"):
    """How a question might have been written before: its author under another name, never late."""

    id: UUID
    asked_by: UUID
    step: int
    case: UUID
    text: Sealed


class QuestionAskedChanged(CaseContribution, frozen=True, kw_only=True, tag=ASKED):
    """A schema changed under a known name, as nobody may do."""

    words: Sealed


def _successor(fields: Fields) -> Fields:
    return {**{name: value for name, value in fields.items() if name != "asked_by"}, "by": fields["asked_by"]}


UPCASTS = {"session.question_asked.v0": Upcast(ASKED, _successor)}
TENANT = UUID(int=9)
KEY = derive(b"c" * 32, b"p" * 32)
PLACE = Place(TENANT, sealing_name(QuestionAskedThen), "text")


@pytest.mark.parametrize("name", sorted(EVENTS))
def test_every_event_has_a_golden_file_that_reads_and_writes_the_same(name: str) -> None:
    golden = path(name).read_bytes().rstrip(b"\n")

    event = decode(name, golden)

    assert stored_name(event) == name
    assert encode(event) == golden


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.json")), ids=lambda file: file.stem)
def test_every_golden_file_is_read_even_when_its_name_is_no_longer_written(file: Path) -> None:
    event = decode(file.stem, file.read_bytes())

    assert type(event) in EVENTS.values()


def test_a_golden_file_shows_every_field_of_its_event() -> None:
    lacking = {
        name: set(kind.__struct_fields__) - json.loads(path(name).read_bytes()).keys()
        for name, kind in EVENTS.items()
    }

    assert {name: fields for name, fields in lacking.items() if fields} == {}


def test_a_changed_schema_under_a_known_name_does_not_read_its_golden_file() -> None:
    golden = path(ASKED).read_bytes()

    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(golden, type=QuestionAskedChanged)


def test_writing_goldens_adds_what_is_missing_and_leaves_the_rest(tmp_path: Path) -> None:
    kept = tmp_path / f"{ASKED}.json"
    kept.write_bytes(b"as it was")

    added = write(tmp_path)

    assert sorted([*added, ASKED]) == sorted(EVENTS)
    assert kept.read_bytes() == b"as it was"
    assert write(tmp_path) == []


def test_a_name_that_was_never_written_is_not_guessed() -> None:
    with pytest.raises(UnknownEvent):
        decode("session.question_shouted.v1", b"{}")


def test_a_retired_name_is_not_written_and_leads_to_one_that_is() -> None:
    ends = {name: upcast.successor for name, upcast in {**RETIRED, **UPCASTS}.items()}

    assert not ends.keys() & EVENTS.keys()
    assert {end for end in ends.values() if end not in ends} <= EVENTS.keys()


def test_a_retired_name_is_read_as_its_successor() -> None:
    then = _asked_then(KEY, PLACE)

    event = decode(stored_name(then), encode(then), UPCASTS)

    assert event == QuestionAsked(
        id=then.id, by=then.asked_by, step=then.step, late=False, case=then.case, text=then.text
    )


def test_a_stream_is_read_in_one_piece_also_with_retired_names_in_it() -> None:
    then = _asked_then(KEY, PLACE)
    now = decode(stored_name(then), encode(then), UPCASTS)

    assert decode_lines(b"\n".join([encode(now), encode(now)])) == [now, now]
    assert decode_lines(b"\n".join([encode(then), encode(now)]), UPCASTS) == [now, now]
    with pytest.raises(UnknownEvent):
        decode_lines(encode(then))


def test_a_sealed_text_still_opens_after_its_event_got_a_new_name() -> None:
    then = _asked_then(KEY, PLACE)

    event = decode(stored_name(then), encode(then), UPCASTS)

    assert isinstance(event, QuestionAsked)
    now = Place(TENANT, sealing_name(QuestionAsked), "text")
    assert unseal(KEY, now, event.text) == "Wat heb je zelf gedaan?"


def test_the_place_of_a_sealed_text_in_its_event_is_kept_by_an_upcast() -> None:
    then = _asked_then(KEY, PLACE)

    with pytest.raises(Tampered):
        unseal(KEY, PLACE._replace(field="words"), then.text)


def _asked_then(key: TextKey, place: Place) -> QuestionAskedThen:
    new = UUID(int=1)
    nonce, ciphertext = seal(key, place, new, "Wat heb je zelf gedaan?")
    text = Sealed(case=UUID(int=2), person=UUID(int=3), nonce=nonce, ciphertext=ciphertext)
    return QuestionAskedThen(id=new, asked_by=UUID(int=3), step=4, case=UUID(int=2), text=text)
