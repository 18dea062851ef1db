"""The web server around the application: streams are ended first, so that stopping takes no time."""

import socket
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

import uvicorn
from litestar import Litestar
from typing_extensions import override

_LAST_ANSWERS: Final = 5
"""Seconds that answers under way are given when the server stops."""
KEEP_ALIVE: Final = 75
"""Seconds that an idle connection is kept: longer than clients do, so no request meets a closing door."""


class _Server(uvicorn.Server):
    """Lets go of the phones that listen before it waits for open connections."""

    def __init__(self, config: uvicorn.Config, app: Litestar) -> None:
        super().__init__(config)
        self._app = app

    @override
    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._app.state.rooms.drop_all()
        await super().shutdown(sockets)


def serve_until_stopped(app: Litestar, *, host: str, port: int, proxies: Sequence[str] = ()) -> None:
    """Serve an application until the process is asked to stop.

    ``proxies``: whose word is taken for where a call comes from; nobody's when empty.
    """
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_LAST_ANSWERS,
        timeout_keep_alive=KEEP_ALIVE,
        proxy_headers=bool(proxies),
        forwarded_allow_ips=list(proxies),
    )
    with suppress(KeyboardInterrupt):
        _Server(config, app).run()
