"""The keys that JWTs are verified with, checked once, when the server starts."""

import re
from typing import get_args

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed448 import Ed448PublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from server.settings import Algorithm, BadSettings, Settings
from server.variables import secret_text

VerificationKey = bytes | RSAPublicKey | EllipticCurvePublicKey | Ed25519PublicKey | Ed448PublicKey

ALGORITHMS: tuple[str, ...] = get_args(Algorithm)
"""Every algorithm that can be pinned; each takes one kind of key."""

# RFC 7518 §3.2: a secret is at least as long as the hash.
_MIN_SECRET_BYTES = {"HS256": 32, "HS384": 48, "HS512": 64}
# RFC 7518 §3.4.
_CURVES = {"ES256": "secp256r1", "ES384": "secp384r1", "ES512": "secp521r1"}
_PEM_BLOCK = re.compile(r"-----BEGIN ([A-Z0-9 ]+)-----.*?-----END \1-----", re.DOTALL)
# RFC 7518 §3.3.
_MIN_RSA_BITS = 2048


def read_keys(settings: Settings) -> list[VerificationKey]:
    """Return the configured keys, of the kind that the algorithm takes.

    A secret is one; of public keys there may be several, so that a login can
    change over from one to the next.

    Raises:
        BadSettings: there is no key, or one does not fit; the sentence does not
            repeat it.
    """
    text = _key_text(settings)
    algorithm = settings.jwt_algorithm
    if algorithm in _MIN_SECRET_BYTES:
        return [_secret(text, algorithm)]
    return [_public_key(block, algorithm) for block in _pem_blocks(text, algorithm)]


def _pem_blocks(text: str, algorithm: str) -> list[str]:
    # A variable in an env file has no line ends of its own.
    text = text.replace("\\n", "\n")
    blocks = [found[0] for found in _PEM_BLOCK.finditer(text)]
    if "PRIVATE KEY-----" in text:
        raise BadSettings("The JWT key is a private key; give the server its public half only.")
    if "-----BEGIN CERTIFICATE-----" in text:
        raise BadSettings(
            "The JWT key is a certificate; give the server the public key in it, as "
            "`openssl x509 -pubkey -noout -in FILE` prints it."
        )
    if not blocks or len(blocks) != text.count("-----BEGIN"):
        raise BadSettings(
            f"PARLEY_JWT_ALGORITHM={algorithm} takes public keys as PEM texts, from -----BEGIN to -----END, and "
            f"{'one of those given' if blocks else 'the key'} is none."
        )
    return blocks


def _key_text(settings: Settings) -> str:
    if settings.jwt_key is not None:
        return settings.jwt_key.get_secret_value()
    if settings.jwt_key_file is None:
        raise BadSettings("PARLEY_AUTH=jwt needs a key: set one of PARLEY_JWT_KEY and PARLEY_JWT_KEY_FILE.")
    try:
        # An editor may have written a byte order mark before it.
        return settings.jwt_key_file.read_text("utf-8-sig").strip()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not text"
        raise BadSettings(f"The file that PARLEY_JWT_KEY_FILE names cannot be read: {reason}.") from None


def _secret(text: str, algorithm: str) -> bytes:
    if "-----BEGIN" in text:
        raise BadSettings(f"PARLEY_JWT_ALGORITHM={algorithm} takes a shared secret, and the key is a PEM text.")
    try:
        secret = secret_text(text).encode()
    except ValueError as error:
        raise BadSettings(f"The JWT key is a shared secret, and {error}.") from None
    if len(secret) < _MIN_SECRET_BYTES[algorithm]:
        raise BadSettings(
            f"PARLEY_JWT_ALGORITHM={algorithm} takes a secret of at least {_MIN_SECRET_BYTES[algorithm]} bytes, "
            f"and the key has {len(secret)}."
        )
    return secret


def _public_key(text: str, algorithm: str) -> VerificationKey:
    try:
        key = load_pem_public_key(text.encode())
    except Exception:  # The library raises its own kinds, ValueError and TypeError.
        raise BadSettings(
            f"PARLEY_JWT_ALGORITHM={algorithm} takes a public key as PEM text, and the key is none."
        ) from None
    fits = (
        (algorithm[:2] in ("RS", "PS") and isinstance(key, RSAPublicKey) and key.key_size >= _MIN_RSA_BITS)
        or (isinstance(key, EllipticCurvePublicKey) and key.curve.name == _CURVES.get(algorithm))
        or (algorithm == "EdDSA" and isinstance(key, Ed25519PublicKey | Ed448PublicKey))
    )
    if not fits:
        raise BadSettings(f"PARLEY_JWT_ALGORITHM={algorithm} takes another kind of key, or a longer one.")
    assert isinstance(key, RSAPublicKey | EllipticCurvePublicKey | Ed25519PublicKey | Ed448PublicKey)
    return key
