"""Web push in bytes: the published example of RFC 8291, and what a receiver makes of ours."""

import json

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from hypothesis import given
from hypothesis import strategies as st

from egiz.desk.core.domain import webpush

# RFC 8291, appendix A.
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
AS_PRIVATE = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
UA_PUBLIC = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl"
    "7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def test_the_example_of_rfc_8291_comes_out_bit_for_bit():
    key = ec.derive_private_key(int.from_bytes(webpush.unpacked(AS_PRIVATE)), ec.SECP256R1())
    receiver = webpush.Receiver.read(UA_PUBLIC, AUTH)
    message = b"When I grow up, I want to be a watermelon"
    made = webpush.encrypt(message, receiver, salt=webpush.unpacked(SALT), ephemeral=key)
    assert webpush.packed(made) == BODY


def test_the_same_message_is_never_encrypted_alike():
    receiver = webpush.Receiver.read(UA_PUBLIC, AUTH)
    assert webpush.encrypt(b"x", receiver) != webpush.encrypt(b"x", receiver)


def test_a_message_longer_than_one_record_is_refused():
    receiver = webpush.Receiver.read(UA_PUBLIC, AUTH)
    assert len(webpush.encrypt(b"x" * webpush.MOST_BYTES, receiver)) == 86 + 4096
    with pytest.raises(ValueError, match="at most 4079 bytes"):
        webpush.encrypt(b"x" * (webpush.MOST_BYTES + 1), receiver)


@pytest.mark.parametrize(
    ("public", "secret"),
    [
        ("", ""),
        (UA_PUBLIC[:-4], AUTH),
        (UA_PUBLIC[:-2] + "AA", AUTH),  # no point of the curve
        (UA_PUBLIC, AUTH[:-4]),
        ("ключ", AUTH),
    ],
)
def test_what_is_no_key_is_refused(public, secret):
    with pytest.raises(webpush.PushKeyError):
        webpush.Receiver.read(public, secret)


def signed(header):
    """The claims of an Authorization header whose signature holds (RFC 8292)."""
    scheme, _space, rest = header.partition(" ")
    parts = dict(one.strip().split("=", 1) for one in rest.split(","))
    head, body, signature = parts["t"].split(".")
    raw = webpush.unpacked(signature)
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), webpush.unpacked(parts["k"]))
    numbers = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    key.verify(numbers, f"{head}.{body}".encode(), ec.ECDSA(hashes.SHA256()))
    assert (scheme, len(raw)) == ("vapid", 64)
    assert json.loads(webpush.unpacked(head)) == {"typ": "JWT", "alg": "ES256"}
    return json.loads(webpush.unpacked(body))


def test_a_request_is_signed_for_one_service_and_for_half_a_day():
    key = webpush.server_key("secret")
    header = webpush.authorization("https://push.example.net:8443/p/x?y=1", key, "mailto:a@b.example", 1000)
    assert signed(header) == {
        "aud": "https://push.example.net:8443",
        "exp": 1000 + 12 * 3600,
        "sub": "mailto:a@b.example",
    }
    head, body, rest = header.split(".")
    with pytest.raises(InvalidSignature):
        signed(f"{head}.{webpush.packed(b'{}')}.{rest}")
    assert body


@given(st.text(min_size=1))
def test_the_servers_key_stays_as_long_as_its_secret(secret):
    one, again = webpush.server_key(secret), webpush.server_key(secret)
    assert one.private_numbers() == again.private_numbers()
    assert one.private_numbers() != webpush.server_key(f"{secret}x").private_numbers()
