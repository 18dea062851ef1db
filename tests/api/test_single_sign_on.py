"""People sign in with their organisation, and what its provider says is not believed without proof."""

import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import httpx
import psycopg
import pytest
from joserfc.jwk import RSAKey

from tests.adapters.provider import CLIENT, SECRET, Provider, foreign_provider, provider
from tests.api.house import House, open_house
from tests.api.offices import Office, guest, register, with_account
from tests.api.people import Json, Person, done, refused

KEPT = "SELECT s::text FROM identity.single_sign_on AS s WHERE tenant_id = %s"


@pytest.fixture(scope="module")
async def idp() -> AsyncIterator[Provider]:
    """A provider of our own."""
    async with provider() as made:
        yield made


@pytest.fixture(scope="module")
def foreign() -> Iterator[str]:
    """A provider that we did not write."""
    with foreign_provider() as address:
        yield address


@pytest.fixture(scope="module")
async def house(
    module_database_url: str,
    tmp_path_factory: pytest.TempPathFactory,
    built: Path,
    idp: Provider,
    foreign: str,
) -> AsyncIterator[House]:
    """A house whose operator allows both providers, which are in its own network."""
    origins = f"{idp.origin},{foreign}"
    folder = tmp_path_factory.mktemp("kring")
    async with open_house(module_database_url, folder, built, KRING_OWN_ORIGINS=origins) as opened:
        yield opened


@pytest.fixture
async def office(house: House, idp: Provider) -> AsyncIterator[Office]:
    """An organisation whose people sign in with the provider of our own, which is sound."""
    for name, fresh in vars(Provider(origin=idp.origin, key=idp.key)).items():
        setattr(idp, name, fresh)
    idp.subject = uuid4().hex
    registered = await register(house)
    body = {"issuer": idp.origin, "client_id": CLIENT, "client_secret": SECRET}
    done(await registered.admin.put(f"{registered.path}/single-sign-on", body))
    yield registered
    await registered.admin.http.aclose()


def address() -> str:
    return f"{uuid4().hex}@voorbeeld.nl"


async def begun(person: Person, office: Office, *, connect: bool = False) -> str:
    """Let somebody go to the provider; return where the browser is sent."""
    answer = await person.post(f"/sign-in/organisations/{office.id}", {"connect": connect})
    assert answer.status_code == 200, answer.text
    location: str = answer.json()["location"]
    return location


async def arrive(person: Person, office: Office, idp: Provider, *, connect: bool = False) -> httpx.Response:
    """Let somebody go to the provider and come back."""
    back = idp.sign_in(await begun(person, office, connect=connect))
    return await person.post("/sign-in/organisations", back)


async def hired(office: Office, idp: Provider, name: str = "Anna") -> str:
    """Let the organisation enrol somebody whom the provider then signs in; return their address."""
    where = address()
    await office.enrol(name, where)
    idp.claims = {"email": where.upper(), "name": "Iemand"}
    return where


async def test_who_is_enrolled_signs_in_with_an_account_of_their_own(
    office: Office, idp: Provider, house: House
) -> None:
    await hired(office, idp)
    async with Person(house, "") as anna, Person(house, "") as tablet:
        first, second = await arrive(anna, office, idp), await arrive(tablet, office, idp)
        await house.known()
        me = await anna.seen("/me")
        mine = (await anna.seen("/me/organisations"))["organisations"]
        devices = (await anna.seen("/me/devices"))["devices"]

    assert (first.status_code, first.json()["new"], second.json()["new"]) == (200, True, False)
    assert first.json()["person"] == second.json()["person"] == me["person"]
    assert (me["name"], me["guest"], me["address"]) == ("Anna", False, None)
    assert [(one["organisation"], one["enrolled"]) for one in mine] == [(str(office.id), True)]
    assert len(devices) == 2


async def test_the_way_there_carries_proof_and_the_client_proves_itself(
    office: Office, idp: Provider, house: House
) -> None:
    await hired(office, idp)
    async with Person(house, "") as anna:
        location = await begun(anna, office)
        await anna.post("/sign-in/organisations", idp.sign_in(location))
    query = {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}

    assert query["response_type"] == "code"
    assert query["code_challenge_method"] == "S256"
    assert query["redirect_uri"] == f"{house.address}/sign-in/organisation"
    assert len({query["state"], query["nonce"], query["code_challenge"]}) == 3
    assert idp.asked[-1]["authorization"].startswith("Basic ")


WRONG: dict[str, dict[str, Any]] = {
    "issuer": {"iss": "https://accounts.example"},
    "no issuer": {"iss": None},
    "audience": {"aud": "somebody else"},
    "audiences": {"aud": ["somebody else", "another"]},
    "two audiences and no party": {"aud": [CLIENT, "another"]},
    "party": {"aud": [CLIENT, "another"], "azp": "another"},
    "nonce": {"nonce": "x" * 43},
    "no nonce": {"nonce": None},
    "expired": {"exp": int(time.time()) - 3600},
    "never expires": {"exp": None},
    "from tomorrow": {"iat": int(time.time()) + 86_400},
    "nobody": {"sub": None},
    "empty": {"sub": ""},
}


@pytest.mark.parametrize("wrong", WRONG)
async def test_a_token_that_says_something_wrong_is_refused(
    office: Office, idp: Provider, house: House, wrong: str
) -> None:
    await hired(office, idp)
    idp.claims |= WRONG[wrong]
    async with Person(house, "") as anna:
        refused(await arrive(anna, office, idp), 403, "sign-in-refused")

        assert not anna.http.cookies.get("kring")


@pytest.mark.parametrize("how", ["another key", "another key, same name", "none", "secret of the key"])
async def test_a_token_that_another_key_signed_is_refused(
    office: Office, idp: Provider, house: House, how: str
) -> None:
    await hired(office, idp)
    if how.startswith("another"):
        name = idp.key.kid if "same" in how else "other"
        idp.key, idp.shown = RSAKey.generate_key(2048, {"kid": name}), [idp.key]
    else:
        idp.header = {"alg": "none" if how == "none" else "HS256"}
    async with Person(house, "") as anna:
        refused(await arrive(anna, office, idp), 403, "sign-in-refused")


async def test_a_new_key_of_the_provider_is_learnt_at_once(
    office: Office, idp: Provider, house: House
) -> None:
    await hired(office, idp)
    async with Person(house, "") as anna:
        assert (await arrive(anna, office, idp)).status_code == 200
    idp.turn_key()
    async with Person(house, "") as again:
        assert (await arrive(again, office, idp)).status_code == 200


@pytest.mark.parametrize(
    "answer", ["{", "[]", '{"id_token": 1}', "{}", '{"id_token": "a.b.c"}', "x" * 300_000]
)
async def test_an_answer_that_is_none_is_refused(
    office: Office, idp: Provider, house: House, answer: str
) -> None:
    await hired(office, idp)
    idp.answer = answer
    async with Person(house, "") as anna:
        said = await arrive(anna, office, idp)

    assert said.json()["type"] in {"/problems/sign-in-refused", "/problems/provider-unreachable"}


async def test_a_return_works_once_and_in_the_browser_that_began(
    office: Office, idp: Provider, house: House
) -> None:
    await hired(office, idp)
    async with Person(house, "") as anna, Person(house, "") as thief:
        back = idp.sign_in(await begun(anna, office))
        await begun(thief, office)
        refused(await thief.post("/sign-in/organisations", back), 403, "sign-in-refused")
        mixed = back | {"state": "x" * 43}
        refused(await anna.post("/sign-in/organisations", mixed), 403, "sign-in-refused")
        assert (await anna.post("/sign-in/organisations", back)).status_code == 200
        refused(await anna.post("/sign-in/organisations", back), 403, "sign-in-refused")


async def test_a_return_from_another_provider_is_refused(office: Office, idp: Provider, house: House) -> None:
    await hired(office, idp)
    async with Person(house, "") as anna:
        back = idp.sign_in(await begun(anna, office)) | {"iss": "https://accounts.example"}
        refused(await anna.post("/sign-in/organisations", back), 403, "sign-in-refused")


@pytest.mark.parametrize("email", [None, "vreemd@voorbeeld.nl", "geen adres"])
async def test_whom_the_organisation_does_not_know_is_not_let_in(
    office: Office, idp: Provider, house: House, email: str | None
) -> None:
    idp.claims = {"email": email}
    async with Person(house, "") as anna:
        refused(await arrive(anna, office, idp), 403, "not-of-organisation")


async def test_an_address_that_the_provider_did_not_check_is_no_address(
    office: Office, idp: Provider, house: House
) -> None:
    await hired(office, idp)
    idp.claims["email_verified"] = False
    async with Person(house, "") as anna:
        refused(await arrive(anna, office, idp), 403, "not-of-organisation")


async def test_a_provider_opens_no_account_that_its_owner_did_not_connect(
    office: Office, idp: Provider, house: House
) -> None:
    """An organisation can enrol any address, and its provider can claim any: neither opens anything."""
    where = await hired(office, idp)
    async with Person(house, "Wil") as owner, Person(house, "") as other:
        await with_account(owner, where)
        refused(await arrive(other, office, idp), 409, "connect-first")
        refused(await arrive(owner, office, idp), 409, "connect-first")
        connected = await arrive(owner, office, idp, connect=True)
        later = await arrive(other, office, idp)

    assert connected.json() == {"person": str(owner.id), "organisation": str(office.id), "new": False}
    assert later.json()["person"] == str(owner.id)


async def test_somebody_elses_account_is_not_connected(office: Office, idp: Provider, house: House) -> None:
    where = await hired(office, idp)
    async with Person(house, "Wil") as owner, Person(house, "Bo") as other:
        await with_account(owner, where)
        await with_account(other, address())
        refused(await arrive(other, office, idp, connect=True), 409, "already-claimed")


async def test_a_guest_who_connects_keeps_their_groups(office: Office, idp: Provider, house: House) -> None:
    await hired(office, idp)
    async with Person(house, "Gijs") as gijs:
        await guest(gijs)
        refused(await arrive(gijs, office, idp), 409, "connect-first")
        connected = await arrive(gijs, office, idp, connect=True)
        await house.known()
        me = await gijs.seen("/me")

    assert connected.json()["person"] == str(gijs.id)
    assert (me["guest"], len(me["groups"])) == (False, 1)


async def test_who_is_let_go_comes_in_through_the_organisation_no_more(
    office: Office, idp: Provider, house: House
) -> None:
    where = await hired(office, idp)
    async with Person(house, "") as anna, Person(house, "") as again:
        assert (await arrive(anna, office, idp)).status_code == 200
        person = (await office.people())[where]["person"]
        done(await office.admin.delete(f"{office.path}/people/{person}"), 201)
        refused(await arrive(again, office, idp), 403, "not-of-organisation")


async def test_a_provider_is_asked_before_it_is_kept(office: Office, idp: Provider) -> None:
    path = f"{office.path}/single-sign-on"
    body = {"issuer": idp.origin, "client_id": CLIENT}
    idp.description = {"issuer": "https://accounts.example"}
    refused(await office.admin.put(path, body), 409, "provider-unfit")
    idp.description = {"token_endpoint": "http://127.0.0.1:1/token"}
    refused(await office.admin.put(path, body), 409, "provider-unfit")
    for issuer in ("https://127.0.0.1", "http://rooster.voorbeeld.nl", "file:///etc/passwd", "x"):
        refused(await office.admin.put(path, body | {"issuer": issuer}), 409, "provider-unfit")
    refused(
        await office.admin.put(path, body | {"issuer": f"{idp.origin}/elsewhere"}),
        409,
        "provider-unreachable",
    )
    seen = await office.admin.seen(path)

    assert (seen["issuer"], seen["has_secret"]) == (idp.origin, True)


async def test_the_secret_is_kept_where_nobody_reads_it(office: Office, idp: Provider, house: House) -> None:
    path = f"{office.path}/single-sign-on"
    with psycopg.connect(house.database_url) as connection:
        row = str(connection.execute(KEPT, (office.id,)).fetchone())
    same = await office.admin.put(path, {"issuer": idp.origin, "client_id": CLIENT})
    kept = await office.admin.seen(path)
    done(await office.admin.put(path, {"issuer": idp.origin, "client_id": "another"}))
    other = await office.admin.seen(path)
    log = [one["what"] for one in await office.audit()]

    assert idp.origin in row
    assert SECRET not in row
    assert SECRET.encode().hex() not in row
    assert (same.status_code, kept["has_secret"], other["has_secret"]) == (200, True, False)
    assert log[:2] == ["single_sign_on_set"] * 2


async def test_what_was_removed_signs_nobody_in(office: Office, idp: Provider, house: House) -> None:
    await hired(office, idp)
    async with Person(house, "") as anna:
        name = await anna.seen(f"/sign-in/organisations/{office.id}")
        back = idp.sign_in(await begun(anna, office))
        done(await office.admin.delete(f"{office.path}/single-sign-on"), 201)
        refused(await anna.post("/sign-in/organisations", back), 403, "sign-in-refused")
        refused(await anna.get(f"/sign-in/organisations/{office.id}"), 404, "not-found")
        refused(await anna.post(f"/sign-in/organisations/{office.id}", {}), 404, "not-found")
        refused(await anna.get(f"/sign-in/organisations/{uuid4()}"), 404, "not-found")

    assert name == {"organisation": str(office.id), "name": "Het Voorbeeld"}


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # the provider's own library speaks to it
async def test_a_provider_we_did_not_write_signs_somebody_in(house: House, foreign: str) -> None:
    office, where = await register(house), address()
    await office.enrol("Anna", where)
    body = {"issuer": foreign, "client_id": CLIENT, "client_secret": SECRET}
    done(await office.admin.put(f"{office.path}/single-sign-on", body))
    async with Person(house, "") as anna, httpx.AsyncClient(trust_env=False) as browser:
        await browser.put(f"{foreign}/users/anna", json={"email": where, "name": "Anna de Vries"})
        sent = await browser.post(await begun(anna, office), data={"sub": "anna"})
        query = {k: v[0] for k, v in parse_qs(urlsplit(sent.headers["location"]).query).items()}
        back: Json = {name: query[name] for name in ("code", "state", "iss") if name in query}
        answer = await anna.post("/sign-in/organisations", back)
        me = await anna.seen("/me")
    await office.admin.http.aclose()

    assert answer.status_code == 200, answer.text
    assert UUID(answer.json()["person"]) == UUID(me["person"])
    assert me["name"] == "Anna"
