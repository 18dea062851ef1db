"""What one takes along is all of one's own, readable, and nothing that others wrote."""

from uuid import uuid4

import pytest

from tests.api.circle import Circle, Meeting
from tests.api.people import Json, Person, done

MINE = (
    "Ik verwacht rust",
    "Mijn titel",
    "Mijn vraag",
    "Mijn verhaal",
    "Mijn antwoord",
    "Mijn lering",
    "Mijn plan",
)
THEIRS = ("Jouw verwachting", "Jouw vraag aan mij", "Jouw advies", "Jouw inzicht")
SHARP = "<script>alert(1)</script> [klik](javascript:x) # *"


@pytest.fixture
async def told(circle: Circle) -> Meeting:
    """A meeting in which the first member told a case, and the second asked and advised."""
    meeting = await circle.meeting()
    mine, other = meeting.owner, meeting.asker
    done(await mine.put(f"{circle.path}/expectations/{uuid4()}", {"text": MINE[0]}))
    done(await other.put(f"{circle.path}/expectations/{uuid4()}", {"text": THEIRS[0]}))
    await meeting.start("collect")
    await meeting.said(mine, "cases", meeting.case, kind="success", title=MINE[1], question=MINE[2])
    done(await meeting.move("choice/offer", {"case": str(meeting.case)}))
    done(await mine.post(f"{meeting.path}/choice/consent", {"advice_mode": "round"}))
    await meeting.start("describe")
    await meeting.said(mine, "descriptions", context=MINE[3])
    await meeting.start("ask")
    question = await meeting.said(other, "questions", text=THEIRS[1])
    await meeting.said(mine, "answers", question=str(question), text=MINE[4])
    await meeting.start("advise")
    await meeting.said(other, "advice", text=THEIRS[2])
    await meeting.start("take_away")
    await meeting.said(mine, "takeaways", text=MINE[5])
    await meeting.said(mine, "actions", text=MINE[6], due="2030-02-01")
    await meeting.start("close")
    await meeting.said(other, "insights", text=THEIRS[3])
    taken_back = await meeting.said(mine, "insights", text="Toch maar niet")
    done(await mine.delete(f"{meeting.path}/contributions/{taken_back}"), 201)
    return meeting


async def taken(person: Person, form: str) -> str:
    answer = await person.get(f"/me/export?format={form}")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith('attachment; filename="kring-')
    return answer.text


@pytest.mark.parametrize("form", ["json", "markdown", "html"])
async def test_all_of_mine_and_nothing_of_others(told: Meeting, form: str) -> None:
    owner, other = await taken(told.owner, form), await taken(told.asker, form)

    assert [text for text in MINE if text not in owner] == []
    assert [text for text in THEIRS if text in owner] == []
    assert [text for text in THEIRS if text not in other] == []
    assert [text for text in MINE if text in other] == []
    assert "Toch maar niet" not in owner
    assert told.asker.name not in owner
    assert told.circle.facilitator.name not in owner


async def test_the_shape_of_what_is_taken_along(told: Meeting) -> None:
    found: Json = await told.owner.seen("/me/export")
    said = {s["kind"]: s for s in found["meetings"][0]["said"]}

    assert found["format"] == "kring-export-1"
    assert found["me"] == {
        "person": str(told.owner.id),
        "name": "Anna",
        "address": None,
        "language": "en",
        "time_zone": found["me"]["time_zone"],
    }
    assert [(g["name"], g["member"], g["expectations"]) for g in found["groups"]] == [
        ("Kring Oost", True, [MINE[0]])
    ]
    assert said["case_proposed"]["texts"] == {"title": MINE[1], "question": MINE[2]}
    assert said["action_committed"]["due"] == "2030-02-01"
    assert said["question_answered"]["own_case"]
    theirs: Json = await told.asker.seen("/me/export")
    assert [(s["kind"], s["own_case"]) for s in theirs["meetings"][0]["said"]] == [
        ("question_asked", False),
        ("advice_given", False),
        ("insight_noted", None),
    ]


async def test_what_is_erased_is_said_to_be_erased(told: Meeting) -> None:
    done(await told.owner.delete(f"{told.path}/cases/{told.case}"))

    assert "(erased)" in await taken(told.owner, "html")
    assert MINE[3] not in await taken(told.owner, "json")


async def test_what_somebody_wrote_formats_nothing(circle: Circle) -> None:
    anna = circle.members[0]
    done(await anna.put(f"{circle.path}/expectations/{uuid4()}", {"text": SHARP}))
    page, markdown = await taken(anna, "html"), await taken(anna, "markdown")

    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert r"> \<script\>alert(1)\</script\> \[klik\](javascript:x) \# \*" in markdown
