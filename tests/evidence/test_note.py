"""A signed note …"""

import base64
import binascii
import os

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from hustings.evidence import note, verify
from hustings.refusal import Refusal

# The example in the documentation of Go's sumdb/note, from which C2SP's signed note comes.
KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
NOTE = """If you think cryptography is the answer to your problem,
then you don't know what your problem is.

— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
""".encode()
ORIGIN = "commission.example/invented-2025"
SIGNER = Ed25519PrivateKey.from_private_bytes(b"an invented seed of 32 bytes ...")
REFUSED = (verify.Invalid, UnicodeDecodeError, binascii.Error)
PUBLIC = SIGNER.public_key().public_bytes_raw()


def signed(text, *, name=ORIGIN, signer=SIGNER):
    public = signer.public_key().public_bytes_raw()
    mark = base64.b64encode(verify.key_id(name, public) + signer.sign(text.encode())).decode()
    return f"{text}\n— {name} {mark}\n".encode()


def test_of_c2sp_is_opened():
    name, public = verify.read_key(KEY)
    assert name == "PeterNeumann"
    assert verify.open_note(NOTE, name, public).startswith("If you think")
    assert note.verifier_key(name, public) == KEY


@given(st.integers(0, len(NOTE) - 1), st.integers(1, 255))
@settings(deadline=None)
def test_with_any_byte_changed_is_not_opened(place, change):
    changed = bytearray(NOTE)
    changed[place] ^= change
    name, public = verify.read_key(KEY)
    with pytest.raises(REFUSED):
        verify.open_note(bytes(changed), name, public)


@given(st.binary(max_size=200))
@settings(deadline=None)
def test_is_nothing_that_fuzzing_finds(data):
    with pytest.raises(REFUSED):
        verify.open_note(data, ORIGIN, PUBLIC)


def test_of_the_ledger_is_a_checkpoint():
    head = note.Checkpoint(ORIGIN, 7, os.urandom(32))
    data = note.signed(head, SIGNER).encode()
    assert note.opened(data, ORIGIN, PUBLIC) == head
    assert verify.read_checkpoint(data, ORIGIN, PUBLIC) == (7, head.root)
    assert note.signed(head, SIGNER).encode() == data


ROOT = base64.b64encode(b"r" * 32).decode()


@pytest.mark.parametrize(
    "text",
    [
        f"{ORIGIN}\n07\n{ROOT}\n",
        f"{ORIGIN}\n-1\n{ROOT}\n",
        f"{ORIGIN}\n+1\n{ROOT}\n",
        f"{ORIGIN}\n1.0\n{ROOT}\n",
        f"{ORIGIN}\n٣\n{ROOT}\n",
        f"{ORIGIN}\n\n{ROOT}\n",
        f"{ORIGIN}\n{'9' * 30}\n{ROOT}\n",
        f"{ORIGIN}\r\n7\r\n{ROOT}\r\n",
        f"{ORIGIN}\n7\n{ROOT}\nan extension\n",
        f"{ORIGIN}\n7\n{ROOT}\n{ROOT}\n",
        f"{ORIGIN}\n7\n{ROOT[:-4]}\n",
        f"{ORIGIN}\n7\n{ROOT[:-2]}R=\n",
        f"{ORIGIN}\n7\n",
        f"other.example/2020\n7\n{ROOT}\n",
        f" {ORIGIN}\n7\n{ROOT}\n",
        f"\n7\n{ROOT}\n",
    ],
)
def test_of_another_form_is_no_checkpoint_though_well_signed(text):
    with pytest.raises(verify.Invalid):
        verify.read_checkpoint(signed(text), ORIGIN, PUBLIC)
    with pytest.raises(Refusal, match="checkpoint"):
        note.opened(signed(text), ORIGIN, PUBLIC)


def test_needs_the_signature_of_the_key_that_was_asked_for():
    text = f"{ORIGIN}\n7\n{ROOT}\n"
    other = Ed25519PrivateKey.generate()
    for data in (
        signed(text, signer=other),
        signed(text, name="other.example"),
        text.encode() + b"\n",
        signed(text)[:-1],
        signed(text) + b"\n",
        signed(text).replace(b"\n\n", b"\n"),
    ):
        with pytest.raises(verify.Invalid):
            verify.read_checkpoint(data, ORIGIN, PUBLIC)


def test_may_bear_further_signatures_such_as_a_witness_gives():
    text = f"{ORIGIN}\n7\n{ROOT}\n"
    witness = signed(text, name="witness.example", signer=Ed25519PrivateKey.generate())
    both = signed(text) + witness.rpartition(b"\n\n")[2]
    assert verify.read_checkpoint(both, ORIGIN, PUBLIC)[0] == 7


@pytest.mark.parametrize(
    "text",
    ["", "a", "a+b", "a+00000000+AAAA", KEY[:-1], KEY + "\n", KEY.replace("c74f", "c74e"),
     KEY.replace("Peter", "Paul"), KEY.replace("Peter", "Peter ")],
)  # fmt: skip
def test_key_of_another_form_is_refused(text):
    with pytest.raises(REFUSED):
        verify.read_key(text)


def test_signature_is_that_of_rfc_8032():
    public = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
    signature = bytes.fromhex(
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc6"
        "1e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    )
    assert verify.is_signed(public, b"", signature)
    assert not verify.is_signed(public, b"\0", signature)


@given(st.binary(max_size=40), st.binary(min_size=32, max_size=32))
@settings(max_examples=30, deadline=None)
def test_signature_is_what_the_library_makes(message, seed):
    signer = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = signer.public_key().public_bytes_raw(), signer.sign(message)
    assert verify.is_signed(public, message, signature)
    assert not verify.is_signed(public, message + b"x", signature)
    # The same point with S + L: a second signature that nobody made (RFC 8032, 5.1.7).
    scalar = int.from_bytes(signature[32:], "little") + verify.ORDER
    assert not verify.is_signed(public, message, signature[:32] + scalar.to_bytes(32, "little"))


@pytest.mark.parametrize("public", [b"", b"\xff" * 32, b"\x02" + b"\0" * 31, b"\0" * 31])
def test_signature_under_what_is_no_key_is_none(public):
    assert not verify.is_signed(public, b"", b"\0" * 64)
