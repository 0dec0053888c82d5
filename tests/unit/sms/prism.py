"""Twilio's own API document, served by prism: it answers by its examples, and refuses what does not validate.

Prism comes from npm, pinned with its hashes; `tools/api_judge.sh` brings it before the tests run.
"""

import json
import shutil
import socket
import subprocess
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import httpx2
import pytest

from tests.material import material

PRISM: Final = Path(__file__).parents[3] / "tools" / "api_judge" / "node_modules" / ".bin" / "prism"
MESSAGES: Final = "twilio_api_v2010.json"
SERVICES: Final = "twilio_messaging_v1.json"
PATIENCE: Final = 90.0


@contextmanager
def prism(
    folder: Path, *, name: str = MESSAGES, before: str | None = None, examples_hold: bool = True
) -> Generator[str]:
    """The address of prism on a free port: in place of Twilio, or before what stands in its place.

    Before something, it passes on what validates, and answers with an error if what comes back does not.

    Args:
        folder: where the document is written.
        name: which document of the material.
        before: what it stands before.
        examples_hold: whether its own examples keep to what it says; where not, only what is asked is judged.

    Raises:
        AssertionError: it does not start.
    """
    document = _document(folder, name)
    if not PRISM.exists() or shutil.which("node") is None:
        pytest.fail("prism is not here: sh tools/api_judge.sh brings it, and needs node and npm")
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    what = ["mock", document] if before is None else ["proxy", document, before]
    strict = ["--errors"] if examples_hold else []
    command = [str(PRISM), *map(str, what), *strict, "--host", "127.0.0.1", "--port", str(port)]
    with (folder / "prism.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(url, process)
        yield url
    finally:
        process.terminate()
        process.wait()


def _document(folder: Path, which: str) -> Path:
    """The document as Twilio publishes it, but for two things in the answers of lists.

    Addresses of pages are said to be whole ones, and in every example are none: that is not asked. And no
    example says that there is another page: prism gives the same one for each, and a list would never end.
    """
    published = json.loads(material("twilio", which).read_text("utf-8"))
    for path in published["paths"].values():
        answer = path.get("get", {}).get("responses", {}).get("200", {}).get("content", {})
        listed = answer.get("application/json", {})
        for name, field in listed.get("schema", {}).get("properties", {}).items():
            if name == "uri" or name.endswith("_page_uri"):
                field.pop("format", None)
        for example in listed.get("examples", {}).values():
            if "next_page_uri" in example["value"]:
                example["value"]["next_page_uri"] = None
    document = folder / "twilio.json"
    document.write_text(json.dumps(published), "utf-8")
    return document


def _wait(url: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            httpx2.get(url, timeout=5)
        except httpx2.TransportError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError("prism did not start")
