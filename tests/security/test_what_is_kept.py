"""What people write is nowhere but sealed: not in a table, a log line or a problem."""

import logging
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from tests.api.circle import Circle, form
from tests.api.house import House
from tests.api.people import Json, Person, done

CANARY = "kanarievogel"
TABLES = """
SELECT table_schema, table_name FROM information_schema.tables
WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')
"""
OF_TENANTS = """
SELECT table_schema, table_name FROM information_schema.columns
WHERE column_name = 'tenant_id' AND table_schema IN ('record', 'views')
    AND has_table_privilege('kring_reader', format('%I.%I', table_schema, table_name), 'SELECT')
"""
ROWS = "SELECT one::text FROM {} AS one"


def found_in(url: str, word: str) -> set[str]:
    """Return the tables in which a word stands anywhere, as text or as bytes."""
    forms = (word, word.encode().hex())
    with psycopg.connect(url) as connection:
        tables = connection.execute(TABLES).fetchall()
        assert len(tables) > 15
        return {
            ".".join(table)
            for table in tables
            for (row,) in connection.execute(sql.SQL(ROWS).format(sql.Identifier(*table)))
            if any(form in row for form in forms)
        }


async def write_everywhere(circle: Circle, around: str = "Over * gesproken") -> list[str]:
    """Write a word of its own into every text there is, in two meetings; return the words.

    ``around``: what is written, with a star in the place of the word.
    """
    words: list[str] = []

    def word() -> str:
        words.append(f"{CANARY}{len(words):03}x")
        return around.replace("*", words[-1])

    lead = circle.facilitator
    for person in (lead, *circle.members):
        done(await person.put(f"{circle.path}/expectations/{uuid4()}", {"text": word()}))
    done(await lead.post(f"{circle.path}/ground-rules", {"rules": [{"text": word()}, {"text": word()}]}))
    for person in (lead, *circle.members):
        await circle.accept(person)
    first = await circle.meeting()
    owner, peer = first.owner, first.asker
    await first.start("check_in")
    await first.said(owner, "check-ins", text=word())
    await first.start("collect")
    case: Json = {"kind": "dilemma", "title": word(), "question": word()}
    await first.said(owner, "cases", first.case, **case)
    await first.said(peer, "cases", kind="success", title=word(), question=word())
    done(await first.move("choice/offer", {"case": str(first.case)}))
    done(await owner.post(f"{first.path}/choice/consent", {"advice_mode": "round"}))
    await first.start("describe")
    described = {"context": word(), "question": word(), "own_behaviour": word(), "effect": word()}
    await first.said(owner, "descriptions", **described)
    await first.start("ask")
    question = await first.said(peer, "questions", text=word())
    await first.said(owner, "answers", question=str(question), text=word())
    await first.said(peer, "observations", text=word())
    await first.start("advise")
    await first.said(peer, "advice", text=word())
    await first.start("take_away")
    await first.said(owner, "takeaways", text=word(), helpful=[str(question)])
    action = await first.said(owner, "actions", text=word(), first_step=word())
    await first.start("close")
    await first.said(peer, "insights", text=word())
    await first.said(peer, "check-outs", text=word())
    await first.end()
    second = await circle.meeting()
    await second.start("follow_up")
    report = {"action": str(action), "status": "done", "did": word(), "effect": word(), "learned": word()}
    follow_up = await second.said(owner, "follow-ups", **report)
    await second.said(peer, "feedback", follow_up=str(follow_up), text=word())
    receipt = done(await second.move("closing"))
    for view in ("history", "open-actions", "balance", "sessions"):
        await owner.seen(f"{circle.path}/{view}?after={receipt['position']}")
    return words


async def stumble(circle: Circle) -> list[str]:
    """Make mistakes with a word in them; return what was answered."""
    meeting = await circle.meeting()
    owner, path = meeting.owner, f"{meeting.path}/check-ins/{uuid4()}"
    await meeting.start("check_in")
    json = {"Content-Type": "application/json"}
    answers = [
        await owner.http.put(path, content=b'{"text": "' + CANARY.encode(), headers=json),
        await owner.http.put(path, content=b'{"text": "\xff' + CANARY.encode() + b'"}', headers=json),
        await owner.put(path, {"text": f"{CANARY}\x00"}),
        await owner.put(path, {"text": CANARY * 500}),
        await owner.put(path, {"text": "a", CANARY: 1}),
        await owner.put(path, {"text": [CANARY]}),
        await owner.put(f"{meeting.path}/cases/{uuid4()}", {"kind": CANARY, "title": "a", "question": "b"}),
        await owner.put(path, CANARY),
        await owner.put(f"{meeting.path}/questions/{uuid4()}", {"text": CANARY}),
        await owner.get(f"/{CANARY}"),
        await owner.get(f"/groups/{CANARY}"),
        await owner.get(f"/me?after={CANARY}"),
        await owner.post("/invitations/look", {"token": CANARY * 2}),
        await owner.post("/invitations/look", {"token": f"{CANARY} {CANARY}"}),
        await owner.get("/me", headers={"Accept-Language": CANARY}),
        await owner.http.put(path, content=b"a" * 100_000 + CANARY.encode(), headers=json),
    ]
    assert {answer.status_code for answer in answers} == {200, 400, 404, 409, 410, 413, 422}
    return [answer.text for answer in answers]


async def test_texts_are_in_no_table_no_log_and_no_problem(
    house: House, circle: Circle, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    words = await write_everywhere(circle)
    problems = await stumble(circle)

    assert len(words) > 25
    assert found_in(house.database_url, CANARY) == set()
    assert [line for line in caplog.text.splitlines() if CANARY in line and "httpx" not in line] == []
    assert [problem for problem in problems if CANARY in problem] == []
    told = "".join(
        [str(await circle.members[0].seen(f"{circle.path}/{w}")) for w in ("history", "expectations")]
    )
    assert sum(word in told for word in words) > 20


async def test_the_search_itself_would_find_a_word(house: House, circle: Circle) -> None:
    async with Person(house, f"{CANARY} de Vries") as person:
        await person.join(await circle.invited())

    assert found_in(house.database_url, f"{CANARY} de Vries") == {"identity.persons"}


async def test_names_are_beside_the_record_and_secrets_are_hashes(house: House) -> None:
    circle = await form(house, members=1, name="Kring Zeldzaam", purpose="Rustiger werken")
    maker = circle.facilitator
    link = await circle.invited()
    cookie = maker.http.cookies["kring"]
    await circle.close()

    assert found_in(house.database_url, "Kring Zeldzaam") == {"identity.groups"}
    assert found_in(house.database_url, "Rustiger werken") == {"identity.groups"}
    assert found_in(house.database_url, "Fieke") == {"identity.persons"}
    assert found_in(house.database_url, link) == set()
    assert found_in(house.database_url, cookie) == set()


async def test_a_reader_sees_one_group_at_a_time_and_none_without_saying_which(
    house: House, circle: Circle
) -> None:
    await write_everywhere(circle)
    other = await form(house, members=1)
    await other.close()
    with psycopg.connect(house.database_url) as connection:
        connection.execute("SET ROLE kring_reader")
        tables = [sql.Identifier(*table) for table in connection.execute(OF_TENANTS).fetchall()]
        count, whose = sql.SQL("SELECT count(*) FROM {}"), sql.SQL("SELECT DISTINCT tenant_id FROM {}")
        blind = [connection.execute(count.format(table)).fetchone() for table in tables]
        connection.execute("SELECT set_config('app.tenant', %s, false)", (str(circle.id),))
        mine = [connection.execute(whose.format(table)).fetchall() for table in tables]

    assert len(tables) > 10
    assert set(blind) == {(0,)}
    assert {tenant for rows in mine for (tenant,) in rows} == {circle.id}
    assert sum(bool(rows) for rows in mine) > 8
