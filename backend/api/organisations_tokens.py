"""Tokens with which programs read an organisation: shown once, for a year at most."""

from datetime import date, datetime, timedelta
from typing import Annotated, Final
from uuid import UUID, uuid5

from litestar import Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from backend.api import documented
from backend.api.moving import Key
from backend.api.organisations_offices import Office
from backend.api.problems import Problem
from backend.api.receipts import Receipt, receipt
from backend.api.texts import Name, named
from backend.domain.organisation.commands import IssueToken, RevokeToken
from events.organisation import Scope

Here = NamedDependency[Office]
_LONGEST: Final = timedelta(days=366)


class NewToken(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A token: what it is for, what it may read, and until when."""

    label: Name
    scopes: Annotated[list[Scope], Meta(min_length=1, max_length=len(Scope))]
    expires_at: Annotated[datetime, Meta(tz=True)]


class IssuedToken(Receipt, frozen=True, kw_only=True):
    """A new token with its secret, which is shown this once."""

    id: UUID
    token: str


class TokenView(Struct, frozen=True, kw_only=True):
    """A token without its secret."""

    token: UUID
    label: str
    scopes: list[Scope]
    made_by: UUID
    made_at: datetime
    expires_at: datetime
    last_used_on: date | None
    revoked: bool


class TokenList(Struct, frozen=True):
    """The organisation's tokens, newest first."""

    tokens: list[TokenView]


@post(
    "/organisations/{organisation_id:uuid}/tokens",
    operation_id="issue_token",
    responses=documented.command("only-administrators", "expiry-out-of-reach", gives=IssuedToken),
)
async def issue_token(
    data: JSONBody[NewToken], office: Here, idempotency_key: Key = None
) -> Response[IssuedToken]:
    """Issue a token; asked again under the same key, it gets another secret in place of the first."""
    clock = office.ports.clock
    now = clock.now()
    if not now < data.expires_at <= now + _LONGEST:
        raise Problem("expiry-out-of-reach")
    token = uuid5(office.id, f"{office.by} issues {idempotency_key}") if idempotency_key else clock.new_id()
    scopes = tuple(sorted(set(data.scopes)))
    command = IssueToken(token=token, scopes=scopes, expires_at=data.expires_at, by=office.by, at=now)
    answer = await office.handle(command, key=token)
    secret = await office.ports.offices.tokens.keep(
        office.id, token, label=named(data.label), scopes=scopes, expires_at=data.expires_at
    )
    return Response(
        IssuedToken(position=answer.position, version=answer.version, id=token, token=secret),
        status_code=201,
    )


@get(
    "/organisations/{organisation_id:uuid}/tokens",
    operation_id="list_tokens",
    responses=documented.query("only-administrators"),
)
async def list_tokens(office: Here) -> TokenList:
    """See the organisation's tokens, without their secrets."""
    kept = await office.ports.offices.tokens.of(office.id)
    return TokenList(
        [
            TokenView(
                token=token,
                label=kept[token].label if token in kept else "",
                scopes=list(issued.scopes),
                made_by=issued.by,
                made_at=issued.at,
                expires_at=issued.expires_at,
                last_used_on=kept[token].last_used_on if token in kept else None,
                revoked=token in office.organisation.revoked,
            )
            for token, issued in reversed(office.organisation.tokens.items())
        ]
    )


@delete(
    "/organisations/{organisation_id:uuid}/tokens/{token_id:uuid}",
    operation_id="revoke_token",
    status_code=200,
    responses=documented.command("only-administrators", "unknown-token"),
)
async def revoke_token(token_id: FromPath[UUID], office: Here) -> Response[Receipt]:
    """Revoke a token, at once and for good."""
    command = RevokeToken(token=token_id, by=office.by, at=office.ports.clock.now())
    answer = await office.handle(command)
    await office.ports.offices.tokens.revoke(office.id, token_id)
    return receipt(answer)


ROUTES = (issue_token, list_tokens, revoke_token)
