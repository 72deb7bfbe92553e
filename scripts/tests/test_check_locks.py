"""The check of the locks."""

import json
from pathlib import Path

import pytest

from scripts.check_locks import DEV, NPM, RUNTIME, complaints

PIN = "{name}=={version} \\\n    --hash=sha256:00\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text(
        '[project]\ndependencies = ["Some_Package>=2"]\n[dependency-groups]\ndev = ["tester"]\n', "utf-8"
    )
    runtime = PIN.format(name="some-package", version="2.1")
    (tmp_path / RUNTIME).write_text(runtime, "utf-8")
    (tmp_path / DEV).write_text(runtime + PIN.format(name="tester", version="1"), "utf-8")
    (tmp_path / NPM).write_text(json.dumps({"packages": {"": {}, "a": {"integrity": "sha512-0"}}}), "utf-8")
    return tmp_path


def rewrite(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


def test_locks_that_fit_pass(project: Path) -> None:
    """Names are compared as package hosts do, whatever their case and dashes."""
    assert complaints(project) == []


def test_a_missing_package_is_named(project: Path) -> None:
    """A dependency that was added without `npm run lock` is told."""
    rewrite(project / "pyproject.toml", '"tester"', '"tester", "other"')
    assert complaints(project) == [f"{DEV} lacks other"]


def test_a_version_that_is_too_old_is_named(project: Path) -> None:
    """So is one that was raised."""
    rewrite(project / "pyproject.toml", "Some_Package>=2", "Some_Package>=3")
    assert len(complaints(project)) == 2


def test_locks_that_differ_are_named(project: Path) -> None:
    """What is tested must be what is shipped."""
    rewrite(project / DEV, "some-package==2.1", "some-package==2.2")
    assert complaints(project) == [f"{DEV} does not have some-package 2.1, which {RUNTIME} has"]


def test_a_package_without_a_hash_is_named(project: Path) -> None:
    """In either language."""
    rewrite(project / DEV, "tester==1 \\\n    --hash=sha256:00", "tester==1")
    (project / NPM).write_text(json.dumps({"packages": {"a": {}}}), "utf-8")
    assert complaints(project) == [f"{DEV} has tester without a hash", f"{NPM} has a without a hash"]


@pytest.mark.parametrize("line", ["--index-url x", "# from " + "https:" + "//host.example", "--find-links wheels"])
def test_an_address_is_named(project: Path, line: str) -> None:
    """Whoever installs chooses where from."""
    rewrite(project / RUNTIME, "some-package", f"{line}\nsome-package")
    assert f"{RUNTIME} names an address" in complaints(project)
