"""Pages from templates, the style sheet and the scripts of an application; read once, at the start."""

import gzip
import re
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Final

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import Markup
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response

from web.tongues import ENGLISH, Tongue, catalogue
from web.who_may import who_may

TEMPLATES: Final = Path(__file__).parent / "templates"
STATIC: Final = Path(__file__).parent / "static"
FOR_EVER: Final = "public, max-age=31536000, immutable"
DIGEST_LETTERS: Final = 16

EMERGENCY: Final = Markup('<bdi class="whole">911</bdi>')
"""The number to call where a life is in danger; it keeps its own direction and stays in one line."""

_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_MARGIN: Final = re.compile(r"\n\s*")


class Pages:
    """The templates of one application and the components that both share, in each of its languages."""

    def __init__(
        self,
        folder: str,
        *,
        tongues: Sequence[Tongue] = (ENGLISH,),
        filters: Mapping[str, Callable[..., object]] | None = None,
        beside: Path | None = None,
        **shared: object,
    ) -> None:
        """Compile every template of `folder`; `shared` are values that each of them sees.

        Args:
            beside: more pages of the same face, which stand elsewhere.

        Raises:
            TemplateError: a template is not one.
            OSError, PoFileError: the words of a language cannot be read.
        """
        compiled = _Compiled()
        self._environments: Final = {
            tongue.tag: _environment(_folders(folder, beside), tongue, compiled, filters or {}, shared)
            for tongue in tongues
        }

    def render(self, name: str, *, tongue: Tongue = ENGLISH, **values: object) -> str:
        """Fill in a template, in a language.

        Raises:
            UndefinedError: the template asks for what it is not given.
        """
        return self._environments[tongue.tag].get_template(name).render(values, tongue=tongue)


class _Compiled(BytecodeCache):
    """What a template was compiled to for the first language, for the others."""

    def __init__(self) -> None:
        self._kept: Final[dict[str, bytes]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what is there."""
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it."""
        self._kept[bucket.key] = bucket.bytecode_to_string()


def _folders(folder: str, beside: Path | None) -> list[Path]:
    return [*([beside] if beside else []), TEMPLATES / folder, TEMPLATES]


def _environment(
    folders: list[Path],
    tongue: Tongue,
    compiled: BytecodeCache,
    filters: Mapping[str, Callable[..., object]],
    shared: Mapping[str, object],
) -> Environment:
    made = Environment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        bytecode_cache=compiled,
    )
    made.policies["ext.i18n.trimmed"] = True
    words = catalogue(tongue.tag)
    # The extension gives an environment this method, which its type does not know.
    install = made.install_gettext_callables  # type: ignore[attr-defined]
    install(words.gettext, words.ngettext, newstyle=True)
    made.globals.update(shared, at=tongue.at, emergency=EMERGENCY)
    made.filters.update(filters)
    for path in (path for own in folders[:-1] for path in sorted(own.glob("*.html"))):
        made.get_template(path.name)
    return made


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
        """Read it from the static folder, or a folder of it, as it is."""
        self.body: Final = (STATIC / f"{name}.js").read_bytes()
        self.path: Final = _address(name.replace("/", "-"), self.body, ending="js")
        self.media_type: Final = "text/javascript"


def static_route(app: Starlette, kept: Stylesheet | Script) -> None:
    """Serve one of them to anybody, to be kept for ever: another content has another address."""
    # There is no secret in it, so packing it tells nothing; a page with a token is never packed (BREACH).
    packed = gzip.compress(kept.body, mtime=0)

    @who_may("anyone")
    async def static(request: Request) -> Response:
        headers = {"Cache-Control": FOR_EVER, "Vary": "Accept-Encoding"}
        if "gzip" not in request.headers.get("accept-encoding", ""):
            return Response(kept.body, media_type=kept.media_type, headers=headers)
        return Response(packed, media_type=kept.media_type, headers=headers | {"Content-Encoding": "gzip"})

    app.router.add_route(kept.path, static, methods=["GET"])


def _address(name: str, body: bytes, *, ending: str) -> str:
    return f"/static/{name}.{sha256(body).hexdigest()[:DIGEST_LETTERS]}.{ending}"
