"""The programs around a server that Parley does not bring: found, or asked for.

A test that needs one is skipped with the command that installs it; under
``CI`` that is a failure.
"""

import os
import pwd
import shutil
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

_INSTALLED_BY = {
    "caddy": "npm run setup",
    "haproxy": "apt-get install haproxy",
    "nginx": "apt-get install nginx",
    "pgbouncer": "apt-get install pgbouncer",
}


def as_nobody() -> dict[str, Any]:
    """Return what starts a process without rights, for programs that refuse to run as root."""
    if os.geteuid() != 0:
        return {}
    return {"user": "nobody", "group": pwd.getpwnam("nobody").pw_gid, "extra_groups": ()}


@cache
def program(name: str) -> str:
    """Return the path of a program, or skip the test."""
    # A locked package brings its program beside Python; Debian keeps servers where only root's PATH leads.
    places = [str(Path(sys.executable).parent), os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"]
    found = shutil.which(name, path=os.pathsep.join(places))
    if found is None:
        give_up(f"no {name} to test with: {_INSTALLED_BY[name]}")
    assert found is not None
    return found


def give_up(why: str) -> None:
    """Skip the test; under CI, fail it."""
    if os.environ.get("CI"):
        pytest.fail(why)
    pytest.skip(why)
