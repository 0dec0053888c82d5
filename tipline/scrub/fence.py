"""Shut this process in for good: limits on what it takes, and no system call that computing does without."""

import resource
from typing import Final

from tipline.scrub.outcome import Limits
from tipline.scrub.system_calls import allow_only_computing, forget_dumps

NO_MORE_FILES: Final = 3
"""Descriptors 0, 1 and 2 are open already; a process with this limit opens no other."""


def shut(limits: Limits) -> None:
    """Take from this process, before it reads a stranger's first byte, all that making a copy does not need.

    Limits: address space, processor time, no byte into any file, no further open file, no child, no core
    dump. Where the kernel is Linux on x86-64 or ARM64, a seccomp filter then refuses every system call that
    is not on a list of about fifty: none opens a file, a socket or another process.

    Raises:
        OSError: the kernel has the filter and does not take it.
    """
    forget_dumps()
    for what, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, NO_MORE_FILES),
        (resource.RLIMIT_AS, limits.memory),
    ):
        resource.setrlimit(what, (most, most))
    # The soft limit ends the process with SIGXCPU, which says why; the hard one, with SIGKILL, would not.
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 1))
    allow_only_computing()
