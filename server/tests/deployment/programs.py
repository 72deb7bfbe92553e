"""The programs around a server that Parley does not bring: found, or asked for.

A test that needs one is skipped with the command that installs it; under
``CI`` that is a failure.
"""

import os
import pwd
import shutil
from functools import cache
from typing import Any

import pytest

_PACKAGES = {"haproxy": "haproxy", "nginx": "nginx-light", "pgbouncer": "pgbouncer"}
"""What Debian calls their packages."""


def as_nobody() -> dict[str, Any]:
    """Return what starts a process without rights, for programs that refuse to run as root."""
    if os.geteuid() != 0:
        return {}
    return {"user": "nobody", "group": pwd.getpwnam("nobody").pw_gid, "extra_groups": ()}


@cache
def program(name: str) -> str:
    """Return the path of a program, or skip the test."""
    # Debian keeps servers where only root's PATH leads.
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
    if found is None:
        give_up(f"no {name} to test with: apt-get install {_PACKAGES[name]}")
    assert found is not None
    return found


def give_up(why: str) -> None:
    """Skip the test; under CI, fail it."""
    if os.environ.get("CI"):
        pytest.fail(why)
    pytest.skip(why)
