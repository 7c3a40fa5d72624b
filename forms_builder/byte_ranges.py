"""Parts of a file as a browser asks for them (RFC 9110, range requests). Sound and film need it; pure arithmetic."""

import re

_RANGE = re.compile(r"^bytes=(\d{0,12})-(\d{0,12})$", re.ASCII)


def wanted_part(asked: str, size: int) -> tuple[int, int] | None:
    """The first and last byte of a `Range` header; the first behind the last where the file has no such part.

    None: nothing was asked for, or something that is answered with the whole file, such as several parts at once.
    """
    found = _RANGE.match(asked.strip())
    if not found or found[1] == found[2] == "":
        return None
    if not found[1]:
        return max(size - int(found[2]), 0), size - 1
    return int(found[1]), min(int(found[2] or size), size - 1)


def content_range(first: int, last: int, size: int) -> str:
    """The header that says which part an answer is, or of how many bytes none was given."""
    return f"bytes {first}-{last}/{size}" if first <= last else f"bytes */{size}"
