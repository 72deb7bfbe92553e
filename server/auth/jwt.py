"""Verifies the JWTs that somebody's own login signs, and makes one for trying."""

import re
from typing import Any

import jwt
from pydantic import TypeAdapter, ValidationError

from server.auth.identity import BadCredential, ExpiredCredential, Identity, NotYetCredential
from server.auth.jwt_keys import VerificationKey, read_keys
from server.protocol.entries import MAX_AUTHOR_BYTES, MAX_NAME_LENGTH, Author, Name
from server.protocol.item_ids import normalize_item_id
from server.protocol.visible import has_visible, without_direction_controls
from server.settings import BadSettings, Settings

EVERY_ITEM = "*"
"""As the ``items`` claim it opens every item; inside a list it is a name."""

LEEWAY_SECONDS = 10
"""How far the clocks of login and server may be apart."""

MAX_TOKEN_LENGTH = 8_192
"""Longer than any that fits a cookie; nothing longer is even parsed."""

_AUTHOR: TypeAdapter[str] = TypeAdapter(Author)
_NAME: TypeAdapter[str] = TypeAdapter(Name)
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


class JwtVerifier:
    """Takes JWTs under one algorithm and the keys of one kind, all fixed at the start."""

    def __init__(self, settings: Settings) -> None:
        self._keys: list[VerificationKey] = read_keys(settings)
        # AU9: the token's own header never chooses how it is verified.
        self._algorithms = [str(settings.jwt_algorithm)]
        self._issuer = settings.jwt_issuer
        self._audience = settings.jwt_audience

    def verify(self, token: str) -> Identity:
        """Return who the token speaks for, and until when."""
        if len(token) > MAX_TOKEN_LENGTH:
            raise BadCredential(f"a JWT has at most {MAX_TOKEN_LENGTH} characters, this one had {len(token)}")
        try:
            claims = self._claims(token)
            expires_at = float(int(claims["exp"]) + LEEWAY_SECONDS)
        except jwt.ExpiredSignatureError:
            raise ExpiredCredential("the JWT has expired") from None
        except jwt.ImmatureSignatureError:
            raise NotYetCredential("the JWT is not valid yet") from None
        except (jwt.PyJWTError, ValueError, TypeError, OverflowError, RecursionError) as error:
            # The library's sentences may repeat a part of the token.
            raise BadCredential(f"the JWT is refused: {type(error).__name__}") from None
        return Identity(_author(claims["sub"]), _name(claims.get("name")), _items(claims.get("items")), expires_at)

    def _claims(self, token: str) -> dict[str, Any]:
        required = ["exp", "sub"]
        if self._issuer is not None:
            required.append("iss")
        if self._audience is not None:
            required.append("aud")
        for key in self._keys[:-1]:
            try:
                return self._decode(token, key, required)
            except jwt.InvalidSignatureError:
                continue  # AU17: the next one may be the key that signed it.
        return self._decode(token, self._keys[-1], required)

    def _decode(self, token: str, key: VerificationKey, required: list[str]) -> dict[str, Any]:
        return jwt.decode(
            token,
            key,
            algorithms=self._algorithms,
            issuer=self._issuer,
            audience=self._audience,
            leeway=LEEWAY_SECONDS,
            options={"require": required},
        )


def _author(claim: Any) -> str:
    try:
        author = _AUTHOR.validate_python(claim, strict=True)
    except ValidationError:
        author = ""
    if not 1 <= len(author.encode(errors="surrogatepass")) <= MAX_AUTHOR_BYTES:
        raise BadCredential(f"the sub claim is 1 to {MAX_AUTHOR_BYTES} bytes of text without a control character")
    return author


def _name(claim: Any) -> str | None:
    # A name that is too long is cut: to refuse it would lock its owner out, and
    # to drop it would let them choose another's (ID6).
    if claim is None:
        return None
    if not isinstance(claim, str):
        raise BadCredential("the name claim is text")
    name = without_direction_controls(_CONTROLS.sub(" ", claim)).strip()[:MAX_NAME_LENGTH].strip()
    try:
        return _NAME.validate_python(name, strict=True) if has_visible(name) else None
    except ValidationError:
        raise BadCredential("the name claim is text without a lone surrogate") from None


def _items(claim: Any) -> frozenset[str] | None:
    if claim == EVERY_ITEM:
        return None
    if claim is None:
        return frozenset()
    if not isinstance(claim, list):
        raise BadCredential(f"the items claim is a list of names, or {EVERY_ITEM!r} for all")
    try:
        return frozenset(normalize_item_id(item) for item in claim)
    except (ValueError, TypeError):
        raise BadCredential("the items claim lists something that is no item's name") from None


def _check_wishes(item: str, name: str) -> None:
    if item != EVERY_ITEM:
        try:
            normalize_item_id(item)
        except ValueError as error:
            raise BadCredential(str(error)) from None
    if not has_visible(name):
        raise BadCredential("a person's name has a character that shows, this one had none")


def mint_token(settings: Settings, item: str, name: str, sub: str, ttl_seconds: float, *, now: float) -> str:
    """Return a JWT that ``JwtVerifier`` takes under the same settings.

    Args:
        settings: What the server would verify it with.
        item: The one item that it opens, or ``"*"`` for all.
        name: The person's name, as others read it.
        sub: The person's id.
        ttl_seconds: How long it is good for.
        now: Seconds since 1970.

    Raises:
        BadSettings: the settings hold no secret to sign with.
        BadCredential: the server would refuse the token.
    """
    if settings.auth != "jwt":
        raise BadSettings("Only PARLEY_AUTH=jwt has tokens to make; under demo auth any text is one.")
    _check_wishes(item, name)
    key = read_keys(settings)[0]
    if not isinstance(key, bytes):
        raise BadSettings(
            f"PARLEY_JWT_ALGORITHM={settings.jwt_algorithm} signs with a private key, which only your login has; "
            "a server that knows the public one cannot make tokens."
        )
    claims: dict[str, Any] = {"sub": sub, "name": name, "iat": int(now), "exp": int(now + ttl_seconds)}
    claims["items"] = EVERY_ITEM if item == EVERY_ITEM else [item]
    if settings.jwt_issuer is not None:
        claims["iss"] = settings.jwt_issuer
    if settings.jwt_audience is not None:
        claims["aud"] = settings.jwt_audience
    token = jwt.encode(claims, key, algorithm=settings.jwt_algorithm)
    JwtVerifier(settings).verify(token)
    return token
