"""Certificates as PDF, typeset by Typst: PDF/A-2a to keep for years, PDF/UA-1 for screen readers."""

import asyncio
import io
from importlib.resources import files
from typing import Final

import segno
import typst

_TEMPLATE: Final = files("backend.adapters").joinpath("certificate.typ").read_bytes()


class Typesetter:
    """Sets one certificate after another, beside everything else the house does."""

    def __init__(self) -> None:
        self._one_at_a_time = asyncio.Lock()

    async def certificate(self, content: bytes, check_url: str) -> bytes:
        """Return a PDF of what a certificate says, given as JSON, with a QR code of where to check it."""
        async with self._one_at_a_time:
            return await asyncio.to_thread(typeset, content, check_url)


def typeset(content: bytes, check_url: str) -> bytes:
    """Return the PDF; nothing is read from the machine, neither fonts nor files."""
    inputs = {"content": content.decode(), "qr": qr_of(check_url)}
    return typst.compile(
        _TEMPLATE, format="pdf", sys_inputs=inputs, ignore_system_fonts=True, pdf_standards=["a-2a", "ua-1"]
    )


def qr_of(address: str) -> str:
    """Return a QR code as SVG."""
    drawn = io.BytesIO()
    segno.make_qr(address, error="m").save(drawn, kind="svg", border=2, xmldecl=False)
    return drawn.getvalue().decode()
