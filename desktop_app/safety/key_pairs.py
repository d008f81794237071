"""Key pairs: what is wrapped to the public half is opened by the private half alone (HPKE, RFC 9180).

So a new data key can be wrapped for people whose passwords nobody knows.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.hpke import Suite

HALF_BYTES, TAG_BYTES = 32, 16
NAME = "hpke x25519 hkdf-sha256 aes-256-gcm"


def new_pair() -> tuple[bytes, bytes]:
    """A private half and its public half."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    private = X25519PrivateKey.generate()
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


def wrap(content: bytes, public: bytes, bound: bytes) -> bytes:
    """``content`` for the holder of the private half; ``bound`` must be the same when it is opened."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

    return _suite().encrypt(content, X25519PublicKey.from_public_bytes(public), info=bound)


def unwrap(wrapped: bytes, private: bytes, bound: bytes) -> bytes | None:
    """The content, or None when it was wrapped for another half, or a byte of it or of ``bound`` was changed."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    try:
        return _suite().decrypt(wrapped, X25519PrivateKey.from_private_bytes(private), info=bound)
    except InvalidTag:
        return None


def wrapped_bytes(content_bytes: int) -> int:
    """How long ``content_bytes`` bytes are once wrapped: an ephemeral public half and a tag more."""
    return HALF_BYTES + content_bytes + TAG_BYTES


def witness(key: bytes, public: bytes, bound: bytes) -> bytes:
    """A mark that only who holds the data key can make: this public half belongs here.

    Without it, whoever can write the keys file could put a half of their own in, and be given the next data key.
    """
    return hmac.digest(
        hmac.digest(key, b"crdesk key witness", hashlib.sha256), bound + public, hashlib.sha256
    )


def _suite() -> Suite:
    from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

    return Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
