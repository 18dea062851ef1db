"""The house with one door more, behind which nothing is done: what a question costs but for itself."""

import os

from litestar import Response, put
from litestar.params import JSONBody

from backend.api.contributions import Here
from backend.api.receipts import Receipt
from backend.api.said import NewThought
from backend.app import application
from backend.serving import serve_until_stopped
from backend.settings import Settings


@put("/api/v1/sessions/{session_id:uuid}/nothings/{question_id:uuid}", operation_id="ask_question")
async def do_nothing(data: JSONBody[NewThought], meeting: Here) -> Response[Receipt]:
    """Answer whoever might ask a question in this meeting."""
    nothing = Receipt(position=len(data.text), version=meeting.session.version)
    return Response(nothing, status_code=201, headers={"ETag": f'"{nothing.version}"'})


if __name__ == "__main__":
    settings = Settings.from_environment(os.environ)
    app = application(settings, os.environ["DATABASE_URL"])
    app.register(do_nothing)
    serve_until_stopped(app, host="127.0.0.1", port=settings.port)
