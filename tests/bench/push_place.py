"""A push service that only counts: it takes every message and keeps when each came."""

import asyncio
import os
import time
from array import array
from typing import Final, cast

import uvloop
from typing_extensions import override

TAKEN: Final = b"HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n"
TIMES: Final = b"GET /times "
_HEAD_ENDS: Final = b"\r\n\r\n"


class PushPlace(asyncio.Protocol):
    """One connection: messages one after another, each answered at once."""

    times: Final = array("d")

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport, self._waiting = cast("asyncio.Transport", transport), b""

    @override
    def data_received(self, data: bytes) -> None:
        self._waiting += data
        while (end := self._waiting.find(_HEAD_ENDS)) >= 0:
            head = self._waiting[:end].lower()
            length = head.partition(b"content-length:")[2].split(b"\r\n", 1)[0]
            whole = end + len(_HEAD_ENDS) + int(length or b"0")
            if len(self._waiting) < whole:
                return
            asked, self._waiting = self._waiting[: len(TIMES)], self._waiting[whole:]
            self._answer(asked)

    def _answer(self, asked: bytes) -> None:
        if asked != TIMES:
            self.times.append(time.time())
            self._transport.write(TAKEN)
            return
        told = self.times.tobytes()
        del self.times[:]
        self._transport.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(told), told))


async def main() -> None:
    """Listen until told to end."""
    loop = asyncio.get_running_loop()
    listening = await loop.create_server(PushPlace, "127.0.0.1", int(os.environ["PORT"]), backlog=512)
    await listening.serve_forever()


if __name__ == "__main__":
    uvloop.run(main())
