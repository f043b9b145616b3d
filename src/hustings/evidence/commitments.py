"""Personal text in the ledger: a commitment, opened by its key and erased with it."""

import hashlib
import hmac
import secrets

from hustings.refusal import Refusal

KEY_BYTES = 32


def new_key() -> str:
    """A fresh random key for one row's commitments: 64 hexadecimal digits."""
    return secrets.token_hex(KEY_BYTES)


def commitment(text: str, key: str) -> str:
    """`hmac-sha256:<hex>` of the text's UTF-8 bytes under that key.

    A bare digest would let anyone who guesses a name confirm the guess; under a random key of
    32 bytes nobody can, and once the key is destroyed nobody can open the commitment at all.
    """
    try:
        secret = bytes.fromhex(key)
    except ValueError:
        secret = b""
    if len(secret) != KEY_BYTES:
        raise Refusal(
            "evidence.not_a_key",
            "The key of a commitment must be 64 hexadecimal digits; make one with new_key().",
        )
    mark = hmac.new(secret, text.encode("utf-8", "surrogatepass"), hashlib.sha256)
    return f"hmac-sha256:{mark.hexdigest()}"
