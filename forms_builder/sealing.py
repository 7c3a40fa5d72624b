"""Sealing bytes: AES-256-GCM under data keys, data keys wrapped under key files outside the database.

Which answers are sealed is decided elsewhere (`questions` for a form, `registry.sealing` for records). A data key
belongs to one row and one compartment; losing the key file of a compartment, or deleting the wrapped data key,
makes what it sealed unreadable for ever. Failures raise: ciphertext is never passed on as if it were text.
"""

import base64
import hashlib
import hmac
import os
import re
import secrets
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

FORMAT = b"\x01"
NONCE_BYTES = 12
KEY_BYTES = 32
KEY_FILE = re.compile(r"^(?P<compartment>[a-z]+)-(?P<number>\d{4})\.key$")


class SealingError(Exception):
    """Something sealed cannot be opened: wrong row, changed bytes, or a key that is gone."""


class Binding(NamedTuple):
    """What sealed bytes are bound to; they open nowhere else."""

    table: str
    row: str
    compartment: str

    def as_bytes(self) -> bytes:
        return f"{self.table}|{self.row}|{self.compartment}".encode()


@dataclass(slots=True)
class DataKey:
    """A row's own key. `wrapped` is what may be stored; `secret` never is."""

    secret: bytes = field(repr=False)
    wrapped: bytes
    _cipher: AESGCM | None = field(default=None, init=False, repr=False, compare=False)

    def seal(self, data: bytes, binding: Binding) -> bytes:
        cipher = self._cipher
        if cipher is None:  # a row seals several things under its key
            cipher = self._cipher = AESGCM(self.secret)
        nonce = os.urandom(NONCE_BYTES)
        return FORMAT + nonce + cipher.encrypt(nonce, data, binding.as_bytes())

    def open(self, sealed: bytes, binding: Binding) -> bytes:
        """The bytes that were sealed; `SealingError` when anything about them or the binding differs."""
        return _open(self.secret, sealed, binding.as_bytes())


def new_data_key(compartment: str) -> DataKey:
    """A fresh key for one row, wrapped under the newest key file of the compartment."""
    return new_data_keys(compartment, 1)[0]


def new_data_keys(compartment: str, count: int) -> list[DataKey]:
    """As many fresh keys, one a row: no two are alike, and knowing one tells nothing of another."""
    number = max(_key_files(compartment), default=0) or make_key_file(compartment, 1)
    name = f"{compartment}-{number:04d}".encode()
    wrap, head = AESGCM(_key_file(compartment, number)).encrypt, name + b"\x00" + FORMAT
    length = KEY_BYTES + NONCE_BYTES
    random = secrets.token_bytes(count * length)
    made = []
    for start in range(0, count * length, length):
        secret, nonce = random[start : start + KEY_BYTES], random[start + KEY_BYTES : start + length]
        made.append(DataKey(secret, head + nonce + wrap(nonce, secret, name)))
    return made


def unwrap(wrapped: bytes) -> DataKey:
    """The data key behind its stored form; `SealingError` when its key file is gone."""
    name, _, sealed = bytes(wrapped).partition(b"\x00")
    compartment, _, number = name.decode("ascii", "replace").partition("-")
    if not number.isdigit():
        raise SealingError("This is not a wrapped key.")
    return DataKey(_open(_key_file(compartment, int(number)), sealed, name), bytes(wrapped))


def seal_text(text: str, *, table: str, row: str, compartment: str = "accounts") -> str:
    """Seal one short text together with a data key of its own; the result is plain ASCII."""
    key = new_data_key(compartment)
    sealed = key.seal(text.encode(), Binding(table, row, compartment))
    return ".".join(base64.urlsafe_b64encode(part).decode() for part in (key.wrapped, sealed))


def open_text(sealed: str, *, table: str, row: str, compartment: str = "accounts") -> str:
    """The text behind `seal_text`."""
    try:
        wrapped, payload = (base64.urlsafe_b64decode(part) for part in sealed.split("."))
    except ValueError as error:
        raise SealingError("This is not sealed text.") from error
    return unwrap(wrapped).open(payload, Binding(table, row, compartment)).decode()


def blind_token(text: str, purpose: str) -> str:
    """A name for `text` that can be compared and tells nobody without the key file what it stands for."""
    if not _key_files("blind"):
        make_key_file("blind", 1)
    return hmac.new(_key_file("blind", 1), f"{purpose}|{text}".encode(), hashlib.sha256).hexdigest()


def make_key_file(compartment: str, number: int | None = None) -> int:
    """Make a key file of a compartment, readable by its owner only: the next one, or `number` if missing."""
    folder: Path = settings.NIRAPOD_KEYS_DIR
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    number = number or max(_key_files(compartment), default=0) + 1
    draft = folder / f".{secrets.token_hex(8)}"
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400), "wb") as file:
        file.write(base64.b64encode(secrets.token_bytes(KEY_BYTES)))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(
            draft, folder / f"{compartment}-{number:04d}.key"
        )  # whole or not at all, and never over another
    except FileExistsError:
        pass  # another process made it this moment; its key is as good
    finally:
        draft.unlink()
    return number


def _key_files(compartment: str) -> list[int]:
    """Numbers of a compartment's key files. The folder is read again whenever something in it was made or taken away."""
    folder = str(settings.NIRAPOD_KEYS_DIR)
    try:
        changed = os.stat(folder).st_mtime_ns
    except OSError:
        return []
    return [number for name, number in _listed(folder, changed) if name == compartment]


@lru_cache(maxsize=4)
def _listed(folder: str, changed: int) -> tuple[tuple[str, int], ...]:
    """(compartment, number) of every key file; `changed` is when the folder last did."""
    found = (KEY_FILE.match(path.name) for path in Path(folder).iterdir())
    return tuple((match["compartment"], int(match["number"])) for match in found if match)


def _key_file(compartment: str, number: int) -> bytes:
    return _read_key(str(settings.NIRAPOD_KEYS_DIR), f"{compartment}-{number:04d}.key")


@lru_cache(maxsize=64)
def _read_key(folder: str, name: str) -> bytes:
    path = Path(folder) / name
    try:
        key = base64.b64decode(path.read_bytes(), validate=True)
    except (OSError, ValueError) as error:
        raise SealingError(f"The key file {path.name} is missing or damaged.") from error
    if len(key) != KEY_BYTES:
        raise SealingError(f"The key file {path.name} is damaged.")
    return key


def _open(secret: bytes, sealed: bytes, binding: bytes) -> bytes:
    sealed = bytes(sealed)
    if sealed[:1] != FORMAT or len(sealed) < 1 + NONCE_BYTES + 16:
        raise SealingError("These bytes are not sealed.")
    try:
        return AESGCM(secret).decrypt(sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :], binding)
    except InvalidTag as error:
        raise SealingError("Sealed bytes were changed, or belong to another row.") from error
