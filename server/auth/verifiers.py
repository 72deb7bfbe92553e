"""Chooses the verifier that the settings ask for."""

from server.auth.demo import DemoVerifier
from server.auth.identity import Verifier
from server.auth.jwt import JwtVerifier
from server.settings import BadSettings, Settings

NO_AUTH = (
    "PARLEY_AUTH is not set: set PARLEY_AUTH=jwt (and PARLEY_JWT_KEY) to let in who your login signs a token for, "
    "or PARLEY_AUTH=demo to let in anybody."
)


def make_verifier(settings: Settings) -> Verifier:
    """Return the verifier; whether its key fits is checked here and now.

    Raises:
        BadSettings: nobody said who may come in, or the key does not fit.
    """
    if settings.auth is None:
        raise BadSettings(NO_AUTH)
    return DemoVerifier() if settings.auth == "demo" else JwtVerifier(settings)
