"""Each person's key pair for sheets, and opening what their browser sealed for it.

The browser agrees on a secret by a key of its own for each entry (ECDH on P-256, HKDF with SHA-256), seals with
AES-256-GCM and forgets that key. From then on the entry opens here only, while its person is signed in.
What it is bound to: the sheet, the entry's id, the key's id.
"""

import uuid
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
)

from trainings.models import OfflineKey

CURVE = ec.SECP256R1()
POINT_BYTES, NONCE_BYTES = 65, 12
INFO = b"nirapod sheet entry"


class Unreadable(Exception):
    """The entry was changed, belongs to another sheet, or is none."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """An entry as it lay on the device: the sender's point, a nonce, and the sealed text, in this order."""

    id: uuid.UUID
    key: uuid.UUID
    content: bytes


def key_of(user: Any) -> OfflineKey:
    """The person's key pair, made when it is first needed."""
    found: OfflineKey | None = OfflineKey.objects.filter(user=user).first()
    if found is not None:
        return found
    private = ec.generate_private_key(CURVE)
    made = OfflineKey(
        user=user, public=private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    )
    made.seal({"private": private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()).hex()})
    OfflineKey.objects.bulk_create([made], ignore_conflicts=True)  # another tab may have made one this moment
    return OfflineKey.objects.get(user=user)


def bound_to(sheet: uuid.UUID, sealed: Sealed) -> bytes:
    return f"{sheet}|{sealed.id}|{sealed.key}".encode()


def opened(key: OfflineKey, sheet: uuid.UUID, sealed: Sealed) -> bytes:
    """What was entered, as JSON; `Unreadable` otherwise. The caller has seen that the key is the sender's."""
    point, nonce = sealed.content[:POINT_BYTES], sealed.content[POINT_BYTES : POINT_BYTES + NONCE_BYTES]
    private = load_der_private_key(bytes.fromhex(key.opened()["private"]), None)
    assert isinstance(private, ec.EllipticCurvePrivateKey)  # noqa: S101 - `key_of` makes no other
    try:
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point)
        shared = private.exchange(ec.ECDH(), theirs)
        secret = HKDF(hashes.SHA256(), 32, salt=None, info=INFO).derive(shared)
        return AESGCM(secret).decrypt(
            nonce, sealed.content[POINT_BYTES + NONCE_BYTES :], bound_to(sheet, sealed)
        )
    except (InvalidTag, ValueError) as error:
        raise Unreadable from error
