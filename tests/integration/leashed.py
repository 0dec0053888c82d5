"""Run a Python module that dies with who started it: `python -m tests.integration.leashed PID MODULE …`.

A test that hangs ends without a last word (see `faulthandler_exit_on_timeout`), and so does one that is
killed: nobody is left then to end what it has started. The leash is put on here and not by the one who
starts, who has threads and must run no Python between fork and exec.
"""

import ctypes
import os
import runpy
import signal
import sys

from cli.demo.children import PR_SET_PDEATHSIG


def main() -> None:
    """Put the leash on, and become the module."""
    _, parent, module, *arguments = sys.argv
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != int(parent):
        sys.exit("whoever started this is gone")
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
