"""Which verifier the settings choose."""

import pytest
from pydantic import SecretStr

from server.auth.demo import DemoVerifier
from server.auth.jwt import JwtVerifier
from server.auth.verifiers import make_verifier
from server.settings import BadSettings, Settings


def test_the_setting_chooses() -> None:
    """AU9: JWTs are asked for where they are configured, and demo auth only where it is."""
    assert isinstance(make_verifier(Settings(auth="demo")), DemoVerifier)
    assert isinstance(make_verifier(Settings(auth="jwt", jwt_key=SecretStr("x" * 32))), JwtVerifier)


def test_nothing_is_chosen_by_default() -> None:
    """AU2: Nobody gets in because a setting was forgotten."""
    with pytest.raises(BadSettings, match="PARLEY_AUTH is not set: set PARLEY_AUTH=jwt"):
        make_verifier(Settings(auth=None))
