"""Of a list everybody is invited once, nobody who is there already, and no address of a member is told."""

from msgspec.structs import replace

from backend.domain.inviting import Around, Guest, sort
from backend.domain.organisation.roster import Trouble
from events.group import Role

NOOR = Guest(row=2, name="Noor", address="noor@voorbeeld.nl", role=Role.MEMBER)
BAS = Guest(row=3, name="Bas", address="bas@voorbeeld.nl", role=Role.FACILITATOR)
NOTHING = Around(mine=None, names=set(), invited=set(), full=set(), denied={})


def around(**known: object) -> Around:
    fields = {field: getattr(NOTHING, field) for field in Around.__dataclass_fields__}
    return Around(**(fields | known))


def test_everybody_new_is_invited_in_the_order_of_the_list() -> None:
    made = sort([NOOR, BAS], NOTHING)

    assert (made.new, made.skipped, made.troubles) == ([NOOR, BAS], [], [])


def test_an_address_is_invited_once_the_first_time_it_stands_there() -> None:
    made = sort([NOOR, replace(NOOR, row=3, role=Role.FACILITATOR)], NOTHING)

    assert made.new == [NOOR]
    assert made.skipped == [Trouble(3, "address", "twice-in-the-list", NOOR.address)]


def test_who_is_there_or_was_invited_is_skipped_and_told() -> None:
    known = around(mine=NOOR.address, names={"bas"}, invited={"sam@voorbeeld.nl"})
    sam = Guest(row=4, name="Sam", address="sam@voorbeeld.nl", role=Role.MEMBER)

    made = sort([NOOR, replace(BAS, name="BAS"), sam], known)

    assert made.new == []
    assert made.skipped == [
        Trouble(2, "address", "invites-oneself", NOOR.address),
        Trouble(3, "name", "name-in-the-group", "BAS"),
        Trouble(4, "address", "invited-already", sam.address),
    ]


def test_a_row_without_a_name_is_nobody_of_the_group() -> None:
    assert sort([replace(NOOR, name="")], around(names={"noor"})).new == [replace(NOOR, name="")]


def test_a_role_one_may_not_give_and_a_full_letterbox_are_problems() -> None:
    known = around(denied={Role.FACILITATOR: "only-the-maker"}, full={NOOR.address})

    made = sort([NOOR, BAS], known)

    assert made.new == []
    assert made.troubles == [
        Trouble(2, "address", "too-many-letters", NOOR.address),
        Trouble(3, "role", "only-the-maker", "facilitator"),
    ]


def test_who_is_skipped_needs_no_right_and_no_room() -> None:
    known = around(invited={BAS.address}, denied={Role.FACILITATOR: "only-the-maker"}, full={BAS.address})

    made = sort([BAS], known)

    assert (len(made.skipped), made.troubles) == (1, [])
