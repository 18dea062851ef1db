"""A mail server in a few lines: it speaks SMTP, says what it is told to, and keeps what it was given."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass
class MailServer:
    """Where it listens, what it was given, and how it answers.

    ``answers``: for each verb the answers it gives one after another before its usual one.
    ``extensions``: what it says it can do. ``tls``: with what it answers STARTTLS, or at once.
    """

    extensions: tuple[str, ...] = ("SMTPUTF8", "8BITMIME")
    answers: dict[str, list[str]] = field(default_factory=dict)
    tls: ssl.SSLContext | None = None
    port: int = 0
    heard: list[str] = field(default_factory=list)
    mails: list[bytes] = field(default_factory=list)
    connections: int = 0
    at_once: int = 0
    most_at_once: int = 0

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Hold one conversation."""
        self.connections += 1
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await self._say(writer, "220 mail.example ready")
            while line := (await reader.readline()).decode().rstrip("\r\n"):
                self.heard.append(line)
                if not await self._answer(line, reader, writer):
                    break
        except (ConnectionError, ssl.SSLError):
            pass
        finally:
            self.at_once -= 1
            writer.close()

    async def _answer(self, line: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        verb = line.partition(" ")[0].upper()
        planned = self.answers.get(verb)
        if planned:
            answer = planned.pop(0)
            await self._say(writer, answer)
            return not answer.startswith("421")
        match verb:
            case "EHLO":
                lines = ["mail.example", *self.extensions]
                said = [f"250{'-' if n + 1 < len(lines) else ' '}{one}" for n, one in enumerate(lines)]
                await self._say(writer, *said)
            case "STARTTLS" if self.tls is not None:
                await self._say(writer, "220 go on")
                await writer.start_tls(self.tls)
                self.extensions = tuple(one for one in self.extensions if one != "STARTTLS")
            case "AUTH":
                await self._say(writer, "235 welcome")
            case "DATA":
                await self._say(writer, "354 go on")
                self.mails.append(await reader.readuntil(b"\r\n.\r\n"))
                await self._say(writer, "250 taken")
            case "QUIT":
                await self._say(writer, "221 bye")
                return False
            case _:
                await self._say(writer, "250 fine")
        return True

    @staticmethod
    async def _say(writer: asyncio.StreamWriter, *lines: str) -> None:
        writer.write("".join(f"{line}\r\n" for line in lines).encode())
        await writer.drain()


@asynccontextmanager
async def listening(server: MailServer, *, at_once: bool = False) -> AsyncIterator[MailServer]:
    """Let a mail server listen; ``at_once``: it speaks TLS from the first byte."""
    tls = server.tls if at_once else None
    running = await asyncio.start_server(server.talk, "127.0.0.1", 0, ssl=tls)
    server.port = running.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        running.close()
