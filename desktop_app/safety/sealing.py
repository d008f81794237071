"""Sealing small pieces of text or bytes with AES-256-GCM: nobody reads or changes them without the key."""

from __future__ import annotations

import secrets

NONCE_BYTES, TAG_BYTES = 12, 16


def seal(key: bytes, content: bytes, bound: bytes) -> bytes:
    """Nonce and sealed content; ``bound`` is not stored but must be the same when it is opened."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, content, bound)


def unseal(key: bytes, sealed: bytes, bound: bytes) -> bytes | None:
    """The content, or None when the key is another, or a byte of it or of ``bound`` was changed."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if len(sealed) < NONCE_BYTES + TAG_BYTES:
        return None
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound)
    except InvalidTag:
        return None
