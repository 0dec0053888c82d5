"""What no Python file of the system may do, beyond what the linter can say."""

import ast
import itertools
import sys
from collections.abc import Iterator
from typing import Final

import pytest

from tests.house.tree import PACKAGES, Rule, Source, faults, python, sample

MUTABLE_CALLS: Final = {"list", "dict", "set", "bytearray", "defaultdict", "deque", "Counter", "OrderedDict"}
MUTABLE_DISPLAYS: Final = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
CHANGES: Final = {
    "add",
    "append",
    "clear",
    "extend",
    "insert",
    "pop",
    "popitem",
    "remove",
    "setdefault",
    "update",
}
CRYPTO_STANDS_ON: Final = sys.stdlib_module_names | {"crypto", "cryptography", "shamir_mnemonic", "mnemonic"}
FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef)
ALEMBIC: Final = "tipline/store/migrations"


def _changeable_global(source: Source) -> Iterator[str]:
    tables = set()
    for node in source.tree.body:
        if isinstance(node, ast.Assign):
            name, value, promised = ast.unparse(node.targets[0]), node.value, False
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            name, value = ast.unparse(node.target), node.value
            promised = ast.unparse(node.annotation).startswith("Final")
        else:
            continue
        made = isinstance(value, ast.Call) and ast.unparse(value.func).rpartition(".")[2] in MUTABLE_CALLS
        if not made and not isinstance(value, MUTABLE_DISPLAYS):
            continue
        if name != "__all__" and (made or not promised or ast.unparse(value) in {"[]", "{}"}):
            yield f"{node.lineno}: {name} is no constant"
        tables.add(name)
    for line, name in _changed(source):
        if name in tables:
            yield f"{line}: {name} is changed"
    for inner in ast.walk(source.tree):
        if isinstance(inner, ast.Global):
            yield f"{inner.lineno}: global {', '.join(inner.names)}"


def _changed(source: Source) -> Iterator[tuple[int, str]]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store | ast.Del):
            yield node.lineno, ast.unparse(node.value)
        elif isinstance(node, ast.AugAssign):
            yield node.lineno, ast.unparse(node.target)
        elif (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CHANGES
        ):
            yield node.lineno, ast.unparse(node.func.value)


def _work_at_import(source: Source) -> Iterator[str]:
    if source.within("cli", ALEMBIC):  # typer's commands are put together at import; Alembic runs env.py
        return
    for node in source.tree.body:
        if isinstance(node, ast.Expr) and not isinstance(node.value, ast.Constant):
            yield f"{node.lineno}: runs when it is imported: {ast.unparse(node)[:60]}"


def _inline_import(source: Source) -> Iterator[str]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import | ast.ImportFrom) and node not in source.tree.body:
            yield f"{node.lineno}: an import that is not at the top"


def _type_checking(source: Source) -> Iterator[str]:
    for node in ast.walk(source.tree):
        named = isinstance(node, ast.Name) and node.id == "TYPE_CHECKING"
        if named or (isinstance(node, ast.Attribute) and node.attr == "TYPE_CHECKING"):
            yield f"{getattr(node, 'lineno', 0)}: TYPE_CHECKING"


def _no_docstring(source: Source) -> Iterator[str]:
    if not ast.get_docstring(source.tree):
        yield "1: no sentence that says what the file is for"
    if source.within(ALEMBIC):
        return
    bodies = [source.tree.body]
    bodies += [node.body for node in source.tree.body if isinstance(node, ast.ClassDef) and _is_public(node)]
    for node in itertools.chain.from_iterable(bodies):
        if isinstance(node, FUNCTIONS) and _is_public(node) and not ast.get_docstring(node):
            yield f"{node.lineno}: {node.name} has no docstring"


def _is_public(node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return not node.name.startswith("_")


def _prints(source: Source) -> Iterator[str]:
    if source.within("tipline/log.py"):  # its lines go to standard error
        return
    for call in _calls(source):
        if ast.unparse(call.func) in {"print", "sys.stdout.write", "sys.stderr.write", "pprint"}:
            yield f"{call.lineno}: only cli talks to a terminal"


def _logs(source: Source) -> Iterator[str]:
    if source.within(
        "tipline/log.py", "sms/carrier.py"
    ):  # the second mutes the logger that Twilio's client brings
        return
    for line, name in _imports(source):
        if name.partition(".")[0] in {"logging", "syslog", "warnings"}:
            yield f"{line}: tipline.log is the one way to log"


def _reads_the_clock(source: Source) -> Iterator[str]:
    for call in _calls(source):
        owner, _, name = ast.unparse(call.func).rpartition(".")
        of_day = name in {"now", "utcnow", "today"} and owner.rpartition(".")[2] in {"datetime", "date"}
        of_epoch = (owner, name) in {
            ("time", "time"),
            ("time", "time_ns"),
            ("time", "localtime"),
            ("time", "gmtime"),
        }
        if of_day or of_epoch:
            yield f"{call.lineno}: time is passed in"


def _random(source: Source) -> Iterator[str]:
    for line, name in _imports(source):
        if name == "random":
            yield f"{line}: only `secrets` draws"


def _foreign_to_crypto(source: Source) -> Iterator[str]:
    for line, name in _imports(source):
        if name.partition(".")[0] not in CRYPTO_STANDS_ON:
            yield f"{line}: crypto stands on three packages and the standard library alone, not on {name}"


def _says_nothing(source: Source) -> Iterator[str]:
    empty = {"Manager", "Helper", "Helpers", "Util", "Utils", "Base", "Impl"}
    for word in source.path.stem.split("_"):
        if word.capitalize() in empty:
            yield f"1: the file's name says nothing: {word}"
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ClassDef) and empty & set(_words(node.name)):
            yield f"{node.lineno}: the class's name says nothing: {node.name}"


def _words(name: str) -> list[str]:
    spaced = "".join(f" {letter}" if letter.isupper() else letter for letter in name)
    return spaced.replace("_", " ").split()


def _imports(source: Source) -> Iterator[tuple[int, str]]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, node.module or ""


def _calls(source: Source) -> Iterator[ast.Call]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call):
            yield node


SYSTEM: Final = PACKAGES
BELOW_CLI: Final = ("crypto", "tipline", "sms", "web")
EVERYWHERE: Final = ()

CLOCKS: Final = ("tipline/log.py", "tipline/clock.py")
"""A log line carries the second it was written in; the clock is what the others are given."""


@pytest.mark.parametrize(
    ("rule", "places", "but"),
    [
        pytest.param(_changeable_global, SYSTEM, (ALEMBIC,), id="no global but constants"),
        pytest.param(_work_at_import, SYSTEM, (), id="nothing runs at import"),
        pytest.param(_inline_import, EVERYWHERE, (), id="imports are at the top"),
        pytest.param(_type_checking, EVERYWHERE, ("tests/house",), id="no TYPE_CHECKING"),
        pytest.param(_no_docstring, SYSTEM, (), id="every file and public function says what it is for"),
        pytest.param(_prints, BELOW_CLI, (), id="only cli prints"),
        pytest.param(_logs, SYSTEM, (), id="only tipline.log logs"),
        pytest.param(_reads_the_clock, BELOW_CLI, CLOCKS, id="time is passed in"),
        pytest.param(_random, SYSTEM, ("cli/demo",), id="only secrets draws"),
        pytest.param(_foreign_to_crypto, ("crypto",), (), id="crypto stands on little"),
        pytest.param(_says_nothing, EVERYWHERE, (), id="names say something"),
    ],
)
def test_no_file_breaks_the_rule(rule: Rule, places: tuple[str, ...], but: tuple[str, ...]) -> None:
    read = [source for source in python(*places) if not source.within(*but)]

    assert read
    assert "\n".join(faults(rule, read)) == ""


@pytest.mark.parametrize(
    ("rule", "broken"),
    [
        (_changeable_global, "SEEN = []"),
        (_changeable_global, "SEEN: Final = {}"),
        (_changeable_global, "SEEN: Final[dict[str, int]] = {}"),
        (_changeable_global, "SEEN: Final = dict()"),
        (_changeable_global, "WORDS = {'a': 1}"),
        (_changeable_global, "WORDS: Final = {'a': 1}\ndef f():\n    WORDS['b'] = 2"),
        (_changeable_global, "WORDS: Final = {'a': 1}\ndef f():\n    WORDS.update(b=2)"),
        (_changeable_global, "WORDS: Final = ['a']\ndef f():\n    WORDS.append('b')"),
        (_changeable_global, "SEEN: dict[str, int] = defaultdict(int)"),
        (_changeable_global, "def f():\n    global count"),
        (_work_at_import, "start()"),
        (_inline_import, "def f():\n    import os"),
        (_inline_import, "try:\n    import uvloop\nexcept ImportError:\n    pass"),
        (_type_checking, "if typing.TYPE_CHECKING:\n    pass"),
        (_no_docstring, "x = 1"),
        (_no_docstring, '"""A file."""\ndef tell(): ...'),
        (_no_docstring, '"""A file."""\nclass A:\n    async def tell(self): ...'),
        (_prints, "def f():\n    print(1)"),
        (_prints, "sys.stderr.write('x')"),
        (_logs, "import logging"),
        (_logs, "from logging.config import dictConfig"),
        (_reads_the_clock, "now = datetime.now(UTC)"),
        (_reads_the_clock, "now = datetime.datetime.utcnow()"),
        (_reads_the_clock, "today = date.today()"),
        (_reads_the_clock, "now = time.time()"),
        (_random, "import random"),
        (_random, "from random import choice"),
        (_foreign_to_crypto, "import tipline.errors"),
        (_foreign_to_crypto, "from argon2 import low_level"),
        (_says_nothing, "class TipManager: ..."),
        (_says_nothing, "class BaseTip: ..."),
    ],
)
def test_the_rule_sees_a_file_that_breaks_it(rule: Rule, broken: str) -> None:
    assert len(list(rule(sample(broken)))) == 1


@pytest.mark.parametrize(
    ("rule", "kept"),
    [
        (_changeable_global, "LEVELS: Final[Mapping[str, int]] = {'a': 1}"),
        (_changeable_global, "WORDS: Final = {'a': 1}\ndef f(words):\n    words['b'] = WORDS['a']"),
        (_changeable_global, "POWERS: Final[Powers] = {'a': 1}"),
        (_changeable_global, "WORDS: Final = frozenset({'a'})"),
        (_changeable_global, "def f():\n    seen = []"),
        (_work_at_import, '"""A file."""\nX = f()'),
        (_no_docstring, '"""A file."""\ndef _inner(): ...'),
        (_reads_the_clock, "now = clock.now()"),
        (_reads_the_clock, "since = time.monotonic()"),
        (_random, "import secrets"),
        (_foreign_to_crypto, "from cryptography.hazmat.primitives import hashes"),
        (_says_nothing, "class Database: ..."),
    ],
)
def test_the_rule_lets_a_good_file_be(rule: Rule, kept: str) -> None:
    assert list(rule(sample(kept))) == []


def test_a_file_named_for_nothing_is_seen() -> None:
    assert len(list(_says_nothing(sample("", path="tipline/text_utils.py")))) == 1
