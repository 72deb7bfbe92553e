"""Keys: which fit an algorithm, and how a wrong one is told."""

from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from pydantic import SecretStr

from server.auth.jwt_keys import ALGORITHMS, read_keys
from server.settings import BadSettings, Settings
from server.tests.auth.test_jwt import EC_KEY, ED_KEY, RSA_KEY, private_pem, public_pem

SHORT_RSA_KEY = rsa.generate_private_key(public_exponent=65537, key_size=1024)
OTHER_EC_KEY = ec.generate_private_key(ec.SECP256R1())
OTHER_CURVE_KEY = ec.generate_private_key(ec.SECP384R1())


def make_settings(key: str, algorithm: Any) -> Settings:
    """Return settings with one key."""
    return Settings(auth="jwt", jwt_key=SecretStr(key), jwt_algorithm=algorithm)


@pytest.mark.parametrize(("algorithm", "length"), [("HS256", 32), ("HS384", 48), ("HS512", 64)])
def test_a_secret_is_as_long_as_its_hash(algorithm: str, length: int) -> None:
    """AU9: A secret of the hash's length is a key, a shorter one is not."""
    assert read_keys(make_settings("x" * length, algorithm)) == [b"x" * length]
    with pytest.raises(BadSettings, match=f"at least {length} bytes, and the key has {length - 1}"):
        read_keys(make_settings("x" * (length - 1), algorithm))


@pytest.mark.parametrize(
    ("algorithm", "key"),
    [
        ("HS256", public_pem(RSA_KEY)),
        ("RS256", "x" * 64),
        ("RS256", public_pem(EC_KEY)),
        ("RS256", public_pem(SHORT_RSA_KEY)),
        ("PS512", public_pem(ED_KEY)),
        ("ES256", public_pem(RSA_KEY)),
        ("ES256", public_pem(OTHER_CURVE_KEY)),
        ("ES384", public_pem(EC_KEY)),
        ("EdDSA", public_pem(EC_KEY)),
        ("RS256", private_pem(RSA_KEY)),
        ("RS256", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"),
    ],
)
def test_a_key_of_another_kind_is_refused(algorithm: str, key: str) -> None:
    """AU9: Algorithm and key are a pair, checked at the start, in a sentence without the key."""
    with pytest.raises(BadSettings) as caught:
        read_keys(make_settings(key, algorithm))
    assert key[:40] not in str(caught.value)


def test_every_algorithm_has_a_key_that_fits() -> None:
    """AU9: Nothing can be configured that no key could serve."""
    keys = ["x" * 64, public_pem(RSA_KEY), public_pem(EC_KEY), public_pem(OTHER_CURVE_KEY), public_pem(ED_KEY)]
    keys.append(public_pem(ec.generate_private_key(ec.SECP521R1())))
    for algorithm in ALGORITHMS:
        assert any(fits(key, algorithm) for key in keys), algorithm


def fits(key: str, algorithm: str) -> bool:
    """Return whether a key is taken for an algorithm."""
    try:
        read_keys(make_settings(key, algorithm))
    except BadSettings:
        return False
    return True


def test_a_public_key_may_stand_in_one_line() -> None:
    """AU9: A variable in an env file writes line ends as two characters."""
    assert read_keys(make_settings(public_pem(EC_KEY).replace("\n", "\\n"), "ES256"))


def test_a_key_may_stand_in_a_file(tmp_path: Path) -> None:
    """AU9: The key is read from a file, without the line end that editors add."""
    file = tmp_path / "key"
    file.write_text("x" * 32 + "\n", "utf-8")
    assert read_keys(Settings(auth="jwt", jwt_key_file=file)) == [b"x" * 32]


def test_a_key_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """AU9: Without its key the server does not start, and says why."""
    binary = tmp_path / "key"
    binary.write_bytes(b"\xff\xfe")
    for file, reason in ((tmp_path / "none", "No such file"), (binary, "it is not text"), (tmp_path, "Is a directory")):
        with pytest.raises(BadSettings, match=f"PARLEY_JWT_KEY_FILE names cannot be read: {reason}"):
            read_keys(Settings(auth="jwt", jwt_key_file=file))


def test_no_key_is_told() -> None:
    """AU9: Settings without a key make no verifier."""
    with pytest.raises(BadSettings, match="PARLEY_JWT_KEY"):
        read_keys(Settings(auth="demo"))


def test_several_keys_may_stand_in_a_file(tmp_path: Path) -> None:
    """AU17: Each PEM block is a key, whatever stands around and between them."""
    file = tmp_path / "keys.pem"
    text = f"\ufeff# the new one\n{public_pem(EC_KEY)}\n# the old one\n{public_pem(OTHER_EC_KEY)}"
    file.write_text(text.replace("\n", "\r\n"), "utf-8")
    assert len(read_keys(Settings(auth="jwt", jwt_key_file=file, jwt_algorithm="ES256"))) == 2


@pytest.mark.parametrize(
    "second",
    [
        public_pem(RSA_KEY),
        public_pem(OTHER_CURVE_KEY),
        public_pem(EC_KEY)[:60],
        public_pem(EC_KEY).replace("END PUBLIC", "END CERTIFICATE"),
        private_pem(EC_KEY),
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
    ],
    ids=["kind", "curve", "cut", "mixed", "private", "certificate"],
)
def test_each_of_several_keys_has_to_fit(second: str) -> None:
    """AU17: A block that is no key under the algorithm stops the start, wherever it stands."""
    for blocks in ([public_pem(EC_KEY), second], [second, public_pem(EC_KEY)]):
        with pytest.raises(BadSettings):
            read_keys(make_settings("\n".join(blocks), "ES256"))


@pytest.mark.parametrize(
    "text", [f"{'x' * 40}\n{'y' * 40}", f'"{"x" * 40}"', f"'{'x' * 40}'"], ids=["two", "quoted", "single"]
)
def test_a_secret_that_would_match_nothing_is_refused(tmp_path: Path, text: str) -> None:
    """AU15: Two lines, or quotation marks around it, are no secret that a login signs with."""
    file = tmp_path / "key"
    file.write_text(text, "utf-8")
    with pytest.raises(BadSettings, match="shared secret, and"):
        read_keys(Settings(auth="jwt", jwt_key_file=file))
