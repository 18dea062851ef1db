"""The least that Litestar can do with the same call: a body is read, and nothing comes of it."""

import os

import uvicorn
from litestar import Litestar, put
from litestar.params import FromPath, JSONBody
from msgspec import Struct


class Text(Struct):
    """The body of a question, unchecked."""

    step: int
    text: str


class Done(Struct):
    """The body of a receipt."""

    position: int
    version: int


@put("/api/v1/sessions/{session_id:str}/questions/{question_id:str}", status_code=201)
async def do_nothing(session_id: FromPath[str], question_id: FromPath[str], data: JSONBody[Text]) -> Done:
    """Answer."""
    return Done(len(session_id), len(question_id) + data.step)


if __name__ == "__main__":
    uvicorn.run(
        Litestar([do_nothing], openapi_config=None, logging_config=None),
        port=int(os.environ["PORT"]),
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
        timeout_keep_alive=75,
    )
