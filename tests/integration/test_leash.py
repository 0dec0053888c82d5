"""Nothing that a test has started outlives it, however it ends."""

import os
import subprocess
import sys
from contextlib import suppress

import pytest

pytestmark = pytest.mark.processes

PATIENCE_S = 60
STARTS_ONE = """
import os, subprocess, sys
server = ["http.server", "0", "--bind", "127.0.0.1"]
command = [sys.executable, "-m", "tests.integration.leashed", str(os.getpid()), *server]
child = subprocess.Popen(command, stderr=subprocess.DEVNULL)
print(child.pid, flush=True)
child.wait()
"""


def test_a_process_dies_with_the_test_that_started_it() -> None:
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-c", STARTS_ONE]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as test:
        assert test.stdout is not None
        child, serving = int(test.stdout.readline()), test.stdout.readline()

        test.kill()

        try:
            # The pipe ends when neither of them holds it any more.
            test.communicate(timeout=PATIENCE_S)
        finally:
            with suppress(ProcessLookupError):
                os.kill(child, 9)
    assert serving.startswith("Serving HTTP")
