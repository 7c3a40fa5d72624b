"""Sealed bytes: they open for the right row with the right key, and for nothing else."""

import base64
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms_builder import sealing
from forms_builder.sealing import (
    Binding,
    SealingError,
    make_key_file,
    new_data_key,
    open_text,
    seal_text,
    unwrap,
)

HERE = Binding("registry_record", "1", "identity")


@pytest.fixture(autouse=True)
def keys(tmp_path: Path, settings: object) -> Path:
    settings.NIRAPOD_KEYS_DIR = tmp_path / "keys"  # type: ignore[attr-defined]
    sealing._read_key.cache_clear()
    return tmp_path / "keys"


def test_what_was_sealed_opens_again() -> None:
    key = new_data_key("identity")
    sealed = key.seal("রহিমা (ডেমো)".encode(), HERE)
    assert unwrap(key.wrapped).open(sealed, HERE).decode() == "রহিমা (ডেমো)"


@pytest.mark.parametrize(
    "elsewhere",
    [
        Binding("registry_record", "2", "identity"),
        Binding("registry_record", "1", "clinical"),
        Binding("forms_builder_draft", "1", "identity"),
    ],
)
def test_sealed_bytes_moved_to_another_row_do_not_open(elsewhere: Binding) -> None:
    key = new_data_key("identity")
    with pytest.raises(SealingError):
        key.open(key.seal(b"x", HERE), elsewhere)


def test_one_changed_bit_is_noticed() -> None:
    key = new_data_key("identity")
    sealed = bytearray(key.seal(b"some answer", HERE))
    sealed[-1] ^= 1
    with pytest.raises(SealingError):
        key.open(bytes(sealed), HERE)


def test_the_same_text_never_seals_to_the_same_bytes() -> None:
    key = new_data_key("identity")
    assert key.seal(b"x", HERE) != key.seal(b"x", HERE)


@pytest.mark.parametrize(
    "rubbish", [b"", b"\x01", b"plain text that was never sealed at all", b"\x02" + b"0" * 40]
)
def test_bytes_that_are_not_sealed_are_refused_not_shown(rubbish: bytes) -> None:
    with pytest.raises(SealingError):
        new_data_key("identity").open(rubbish, HERE)


def test_without_the_key_file_nothing_opens(keys: Path) -> None:
    wrapped = new_data_key("identity").wrapped
    (keys / "identity-0001.key").unlink()
    sealing._read_key.cache_clear()
    with pytest.raises(SealingError, match="identity-0001"):
        unwrap(wrapped)


def test_a_new_key_file_seals_what_is_new_and_the_old_one_still_opens(keys: Path) -> None:
    old = new_data_key("identity")
    sealed = old.seal(b"x", HERE)
    assert make_key_file("identity") == 2
    assert new_data_key("identity").wrapped.startswith(b"identity-0002")
    assert unwrap(old.wrapped).open(sealed, HERE) == b"x"


def test_key_files_are_readable_by_their_owner_only(keys: Path) -> None:
    new_data_key("identity")
    assert stat.S_IMODE((keys / "identity-0001.key").stat().st_mode) == 0o400
    assert stat.S_IMODE(keys.stat().st_mode) == 0o700


def test_a_compartment_is_never_opened_with_another_ones_key_file(keys: Path) -> None:
    wrapped = new_data_key("identity").wrapped
    new_data_key("clinical")
    with pytest.raises(SealingError):
        unwrap(wrapped.replace(b"identity-0001", b"clinical-0001"))


def test_many_processes_may_need_the_first_key_at_once(keys: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: new_data_key("identity"), range(16)))
    for key in made:
        assert unwrap(key.wrapped).open(key.seal(b"x", HERE), HERE) == b"x"
    assert [path.name for path in keys.iterdir()] == ["identity-0001.key"]


def test_a_damaged_key_file_is_named(keys: Path) -> None:
    keys.mkdir(parents=True)
    (keys / "identity-0001.key").write_bytes(base64.b64encode(b"short"))
    with pytest.raises(SealingError, match="identity-0001"):
        new_data_key("identity")


def test_short_texts_carry_their_own_key() -> None:
    sealed = seal_text("JBSWY3DP", table="mfa", row="1")
    assert "JBSWY3DP" not in sealed
    assert sealed.isascii()
    assert open_text(sealed, table="mfa", row="1") == "JBSWY3DP"
    with pytest.raises(SealingError):
        open_text(sealed, table="mfa", row="2")
    with pytest.raises(SealingError):
        open_text("JBSWY3DP", table="mfa", row="1")


@given(st.binary(max_size=2000))
def test_any_bytes_come_back_as_they_were(data: bytes) -> None:
    key = sealing.DataKey(b"k" * 32, b"")
    assert key.open(key.seal(data, HERE), HERE) == data
