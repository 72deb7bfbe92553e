"""JWTs: which are taken, and what they say."""

import base64
import json
import time
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from pydantic import SecretStr

from server.auth.identity import BadCredential, ExpiredCredential, NotYetCredential
from server.auth.jwt import LEEWAY_SECONDS, MAX_TOKEN_LENGTH, JwtVerifier, mint_token
from server.settings import BadSettings, Settings

SECRET = "s" * 64
RSA_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
EC_KEY = ec.generate_private_key(ec.SECP256R1())
ED_KEY = ed25519.Ed25519PrivateKey.generate()

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey


def public_pem(key: PrivateKey) -> str:
    """Return the public half as a deployment gives it."""
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def private_pem(key: PrivateKey) -> str:
    """Return the half that no server should have."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def make_settings(key: str = SECRET, **fields: Any) -> Settings:
    """Return settings for JWTs under one key."""
    return Settings(auth="jwt", jwt_key=SecretStr(key), **fields)


def make_claims(**claims: Any) -> dict[str, Any]:
    """Return claims that are taken; None takes one away."""
    full = {"sub": "ana", "name": "Ana", "items": ["foo"], "exp": int(time.time()) + 3600, **claims}
    return {name: value for name, value in full.items() if value is not None}


def sign(claims: dict[str, Any], key: Any = SECRET, algorithm: str = "HS256") -> str:
    """Return a JWT."""
    return jwt.encode(claims, key, algorithm=algorithm)


def unsigned(header: dict[str, Any], claims: dict[str, Any], signature: str = "") -> str:
    """Return a JWT whose header says what it likes."""
    parts = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in (header, claims)]
    return ".".join([*parts, signature])


def refuse(token: str, settings: Settings | None = None) -> str:
    """Assert that a token is refused; return the sentence."""
    with pytest.raises(BadCredential) as caught:
        JwtVerifier(settings or make_settings()).verify(token)
    return str(caught.value)


def test_identity_is_what_the_claims_say() -> None:
    """AU9: A JWT under algorithm and key is taken, and its claims are the identity."""
    claims = make_claims()
    identity = JwtVerifier(make_settings()).verify(sign(claims))
    assert (identity.author, identity.name, identity.items) == ("ana", "Ana", frozenset({"foo"}))


def test_identity_ends_with_the_token() -> None:
    """AU7: The end of the identity is that of the token, as long as the token itself is taken."""
    claims = make_claims()
    identity = JwtVerifier(make_settings()).verify(sign(claims))
    assert identity.expires_at == claims["exp"] + LEEWAY_SECONDS


@pytest.mark.parametrize(
    ("algorithm", "key"),
    [("RS256", RSA_KEY), ("PS256", RSA_KEY), ("ES256", EC_KEY), ("EdDSA", ED_KEY)],
)
def test_public_keys_verify(algorithm: str, key: PrivateKey) -> None:
    """AU9: Each kind of public key takes what its private half signed, and nothing else."""
    settings = make_settings(public_pem(key), jwt_algorithm=algorithm)
    assert JwtVerifier(settings).verify(sign(make_claims(), key, algorithm)).author == "ana"
    refuse(sign(make_claims()), settings)


@pytest.mark.parametrize("algorithm", ["HS384", "HS512"])
def test_another_algorithm_is_refused_even_under_the_right_key(algorithm: str) -> None:
    """AU9: The algorithm is pinned: the token's header does not choose it."""
    refuse(sign(make_claims(), SECRET, algorithm))


def test_an_unsigned_token_is_refused() -> None:
    """AU9: Algorithm none is no algorithm."""
    for algorithm in ("none", "None", "NONE", ""):
        refuse(unsigned({"alg": algorithm, "typ": "JWT"}, make_claims()))


def test_a_public_key_is_never_a_shared_secret() -> None:
    """AU9: A token that is HMAC-signed with the public key's text is refused under RS256."""
    import hashlib
    import hmac

    pem = public_pem(RSA_KEY)
    head = unsigned({"alg": "HS256", "typ": "JWT"}, make_claims()).rstrip(".")
    signature = base64.urlsafe_b64encode(hmac.digest(pem.encode(), head.encode(), hashlib.sha256))
    refuse(f"{head}.{signature.decode().rstrip('=')}", make_settings(pem, jwt_algorithm="RS256"))


def test_another_key_is_refused() -> None:
    """AU9: What another key signed is refused."""
    refuse(sign(make_claims(), "x" * 64))
    refuse(sign(make_claims(), rsa.generate_private_key(public_exponent=65537, key_size=2048), "RS256"),
           make_settings(public_pem(RSA_KEY), jwt_algorithm="RS256"))  # fmt: skip


@pytest.mark.parametrize("claim", ["exp", "sub"])
def test_a_claim_is_required(claim: str) -> None:
    """AU9: A JWT without ``exp`` or ``sub`` is refused."""
    assert "MissingRequiredClaim" in refuse(sign(make_claims(**{claim: None})))


def test_an_expired_token_is_refused() -> None:
    """AU7, AU9: ``exp`` is checked, with a small leeway for clocks that differ; a forged one proves nothing."""
    past = make_claims(exp=int(time.time()) - 60)
    with pytest.raises(ExpiredCredential):
        JwtVerifier(make_settings()).verify(sign(past))
    assert "InvalidSignature" in refuse(sign(past, "another key, as long as the one that is right"))
    recent = int(time.time()) - LEEWAY_SECONDS // 2
    assert JwtVerifier(make_settings()).verify(sign(make_claims(exp=recent))).author == "ana"


@pytest.mark.parametrize("claim", ["nbf", "iat"])
@pytest.mark.parametrize("ahead", [15, 3600])
def test_a_token_of_the_future_is_not_valid_yet(claim: str, ahead: int) -> None:
    """AU16: ``nbf`` and ``iat`` are checked where they are given; a forged one proves nothing."""
    future = make_claims(**{claim: int(time.time()) + ahead})
    with pytest.raises(NotYetCredential):
        JwtVerifier(make_settings()).verify(sign(future))
    assert "InvalidSignature" in refuse(sign(future, "another key, as long as the one that is right"))


def test_a_clock_that_is_a_little_ahead_is_taken() -> None:
    """AU16: The leeway holds for the beginning of a token too."""
    soon = int(time.time()) + LEEWAY_SECONDS // 2
    assert JwtVerifier(make_settings()).verify(sign(make_claims(nbf=soon, iat=soon))).author == "ana"


def test_several_keys_verify() -> None:
    """AU17: Each is tried in turn, and what none of them signed is refused."""
    keys = [ec.generate_private_key(ec.SECP256R1()) for _ in range(3)]
    settings = make_settings("\n".join(public_pem(key) for key in keys), jwt_algorithm="ES256")
    for key in keys:
        assert JwtVerifier(settings).verify(sign(make_claims(), key, "ES256")).author == "ana"
    refuse(sign(make_claims(), EC_KEY, "ES256"), settings)
    past = make_claims(exp=int(time.time()) - 60)
    with pytest.raises(ExpiredCredential):
        JwtVerifier(settings).verify(sign(past, keys[0], "ES256"))


def test_issuer_is_checked_when_it_is_configured() -> None:
    """AU9: With an issuer configured, ``iss`` has to be there and be the same."""
    settings = make_settings(jwt_issuer="login")
    assert JwtVerifier(settings).verify(sign(make_claims(iss="login"))).author == "ana"
    refuse(sign(make_claims(iss="other")), settings)
    refuse(sign(make_claims()), settings)


def test_audience_is_checked_when_it_is_configured() -> None:
    """AU9: With an audience configured, ``aud`` has to be there and name it."""
    settings = make_settings(jwt_audience="parley")
    assert JwtVerifier(settings).verify(sign(make_claims(aud=["shop", "parley"]))).author == "ana"
    refuse(sign(make_claims(aud="shop")), settings)
    refuse(sign(make_claims()), settings)


def test_a_token_for_somebody_else_is_refused_without_a_configured_audience() -> None:
    """AU9: A token that names an audience was not meant for a server that has none."""
    refuse(sign(make_claims(aud="shop")))


@pytest.mark.parametrize(
    ("claim", "items"),
    [
        ("*", None),
        (["foo", "bar"], frozenset({"foo", "bar"})),
        ([], frozenset()),
        (None, frozenset()),
        (["*"], frozenset({"*"})),
        (["Cafe\u0301"], frozenset({"Caf\u00e9"})),
    ],
)
def test_items_are_what_may_be_joined(claim: Any, items: frozenset[str] | None) -> None:
    """AU9: ``items`` lists what may be joined, ``"*"`` stands for all, none without it."""
    assert JwtVerifier(make_settings()).verify(sign(make_claims(items=claim))).items == items


@pytest.mark.parametrize("claim", ["foo", 7, True, {"foo": 1}, [7], [["foo"]], ["a/b"], [""], ["\ud800"]])
def test_items_of_another_shape_are_refused(claim: Any) -> None:
    """AU9: What is neither a list of names nor ``"*"`` opens nothing, and says so."""
    assert "items claim" in refuse(sign(make_claims(items=claim)))


@pytest.mark.parametrize("sub", ["", "a\nb", "\ud800", "x" * 256, "安" * 86])
def test_a_sub_that_is_no_author_is_refused(sub: str) -> None:
    """AU9: ``sub`` becomes the author of entries, so it has to fit one."""
    assert "sub claim" in refuse(sign(make_claims(sub=sub)))


@pytest.mark.parametrize("sub", [7, ["ana"], {"id": 1}])
def test_a_sub_that_is_no_text_is_refused(sub: Any) -> None:
    """AU9: ``sub`` is text."""
    refuse(jwt.api_jws.encode(json.dumps(make_claims(sub=sub)).encode(), SECRET, algorithm="HS256"))


@pytest.mark.parametrize(
    ("claim", "name"),
    [(None, None), ("", None), (" \n ", None), ("Ana\nMaria", "Ana Maria"), ("x" * 100, "x" * 64), ("安娜", "安娜")],
)
def test_a_name_is_made_to_fit(claim: str | None, name: str | None) -> None:
    """ID6: The credential's name is cut to fit rather than dropped, so that nobody picks another."""
    assert JwtVerifier(make_settings()).verify(sign(make_claims(name=claim))).name == name


@pytest.mark.parametrize("claim", [7, ["Ana"], {}, "\ud800"])
def test_a_name_that_is_no_text_is_refused(claim: Any) -> None:
    """ID6: A name that nobody can show is a bad credential, not a free choice."""
    assert "name claim" in refuse(sign(make_claims(name=claim)))


@pytest.mark.parametrize("exp", ["soon", 1e400, "9" * 5000, [1], True])
def test_an_end_that_is_no_time_is_refused(exp: Any) -> None:
    """AU9: ``exp`` is a time, whatever the signer wrote."""
    refuse(sign(make_claims(exp=exp)))


@pytest.mark.parametrize(
    "token",
    [
        "",
        "a",
        "a.b",
        "a.b.c",
        "..",
        "é.é.é",
        "\ud800.a.b",
        unsigned({"alg": "HS256", "crit": ["x"]}, {"sub": "a"}),
        unsigned({"alg": "HS256", "b64": False}, {"sub": "a"}),
        unsigned({"alg": ["HS256"]}, {"sub": "a"}),
        base64.urlsafe_b64encode(b"[" * 6000).decode().rstrip("=") + ".e30.e30",
        "x" * (MAX_TOKEN_LENGTH + 1),
    ],
)
def test_garbage_is_a_bad_credential(token: str) -> None:
    """AU9: Whatever a client shows, it is refused and nothing else happens."""
    refuse(token)


@pytest.mark.parametrize("claims", [{"exp": 1}, {"iss": "other"}, {"sub": "SECRET123\n"}, {"items": "SECRET123"}])
def test_a_refusal_does_not_repeat_the_token(claims: dict[str, Any]) -> None:
    """AU8: The sentence may be logged, so nothing of the token is in it."""
    token = sign(make_claims(**claims))
    sentence = refuse(token, make_settings(jwt_issuer="login") if "iss" in claims else None)
    assert "SECRET123" not in sentence
    assert not any(part in sentence for part in token.split("."))


def test_a_minted_token_is_taken() -> None:
    """AU9: What the server's tool makes opens the item that it was made for, with issuer and audience."""
    settings = make_settings(jwt_issuer="login", jwt_audience="parley", jwt_algorithm="HS384")
    token = mint_token(settings, "foo", "Ana", "ana", 60, now=time.time())
    identity = JwtVerifier(settings).verify(token)
    assert (identity.author, identity.name, identity.items) == ("ana", "Ana", frozenset({"foo"}))


def test_a_token_may_be_minted_for_every_item() -> None:
    """AU9: ``"*"`` for all."""
    token = mint_token(make_settings(), "*", "Ana", "ana", 60, now=time.time())
    assert JwtVerifier(make_settings()).verify(token).items is None


def test_a_token_that_would_be_refused_is_not_minted() -> None:
    """AU9: The tool checks what it made."""
    for item in ("a/b", "foo\u200b", " foo"):
        with pytest.raises(BadCredential, match="an item's name has no"):
            mint_token(make_settings(), item, "Ana", "ana", 60, now=time.time())
    with pytest.raises(BadCredential, match="a character that shows"):
        mint_token(make_settings(), "foo", "\u3164", "ana", 60, now=time.time())
    with pytest.raises(BadCredential, match="sub claim"):
        mint_token(make_settings(), "foo", "Ana", "", 60, now=time.time())


@pytest.mark.parametrize(
    ("claim", "name"),
    [("\u200b\u3164", None), ("\u202eanA", "anA"), ("\u2066 \u2069", None), ("A\u200bna", "A\u200bna")],
)
def test_a_name_claim_is_no_name_when_it_shows_nothing(claim: str, name: str | None) -> None:
    """FR16, FR17, ID6: Its owner comes in all the same, and bidi controls are taken out of it."""
    assert JwtVerifier(make_settings()).verify(sign(make_claims(name=claim))).name == name


def test_a_public_key_cannot_mint() -> None:
    """AU9: A server that only verifies says that it cannot sign."""
    settings = make_settings(public_pem(RSA_KEY), jwt_algorithm="RS256")
    with pytest.raises(BadSettings, match="private key"):
        mint_token(settings, "foo", "Ana", "ana", 60, now=time.time())


def test_demo_auth_has_nothing_to_mint() -> None:
    """AU9: Under demo auth there is no JWT."""
    with pytest.raises(BadSettings, match="any text"):
        mint_token(Settings(auth="demo"), "foo", "Ana", "ana", 60, now=time.time())
