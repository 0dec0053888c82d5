"""Pages from templates, the style sheet and the scripts of an application; read once, at the start."""

import re
from hashlib import sha256
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response

from web.who_may import who_may

TEMPLATES: Final = Path(__file__).parent / "templates"
STATIC: Final = Path(__file__).parent / "static"
FOR_EVER: Final = "public, max-age=31536000, immutable"
DIGEST_LETTERS: Final = 16

_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_MARGIN: Final = re.compile(r"\n\s*")


class Pages:
    """The templates of one application and the components that both share, compiled."""

    def __init__(self, folder: str, **shared: object) -> None:
        """Compile every template of `folder`; `shared` are values that each of them sees.

        Raises:
            TemplateError: a template is not one.
        """
        self._environment: Final = Environment(
            loader=FileSystemLoader([TEMPLATES / folder, TEMPLATES]),
            autoescape=True,
            auto_reload=False,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=StrictUndefined,
        )
        self._environment.globals.update(shared)
        self.filters: Final = self._environment.filters
        for path in sorted((TEMPLATES / folder).glob("*.html")):
            self._environment.get_template(path.name)

    def render(self, name: str, **values: object) -> str:
        """Fill in a template.

        Raises:
            UndefinedError: the template asks for what it is not given.
        """
        return self._environment.get_template(name).render(values)


class Stylesheet:
    """The one style sheet of an application, under an address that changes with its content."""

    def __init__(self, name: str, *files: str) -> None:
        """Join files of the static folder, the tokens first; comments and indentation stay behind."""
        joined = "\n".join((STATIC / file).read_text("utf-8") for file in files)
        self.body: Final = _MARGIN.sub("\n", _COMMENT.sub("", joined)).strip().encode()
        self.path: Final = _address(name, self.body, ending="css")
        self.media_type: Final = "text/css"


class Script:
    """A script of an application's pages, under an address that changes with its content."""

    def __init__(self, name: str) -> None:
        """Read it from the static folder as it is."""
        self.body: Final = (STATIC / f"{name}.js").read_bytes()
        self.path: Final = _address(name, self.body, ending="js")
        self.media_type: Final = "text/javascript"


def static_route(app: Starlette, kept: Stylesheet | Script) -> None:
    """Serve one of them to anybody, to be kept for ever: another content has another address."""

    @who_may("anyone")
    async def static(_: Request) -> Response:
        return Response(kept.body, media_type=kept.media_type, headers={"Cache-Control": FOR_EVER})

    app.router.add_route(kept.path, static, methods=["GET"])


def _address(name: str, body: bytes, *, ending: str) -> str:
    return f"/static/{name}.{sha256(body).hexdigest()[:DIGEST_LETTERS]}.{ending}"
