"""Sending a page of 20 answers: ours seals and keeps them and goes on; the peer stores them in the clear and says thanks."""

import json

from nirapod.bench import forms, visiting
from nirapod.bench.browser import Browser
from nirapod.bench.result import Result, times_faster
from nirapod.bench.timing import ratio, take_turns

OURS, WHOLE, PEER = "a page of our wizard", "begin, one page, check, send", "a form page of Wagtail"


def measure() -> Result:
    visiting.without_limits()
    address = forms.peer_page()
    peer, data = forms.peer_visit(address)
    browser, ours, typed = visiting.begun()

    def ask_ours() -> None:
        _expect(302, browser.post(ours, typed).status)

    def ask_peer() -> None:
        _expect(200, peer.post(address, data).status)

    def whole() -> None:
        visitor = Browser()
        start = visitor.post(f"/en/forms/{visiting.KEY}/", {}).headers["Location"]
        page = visitor.get(start).headers["Location"]
        check = visitor.post(page, {**typed, "page-revision": "0"}).headers["Location"]
        revision = dict(visiting.HIDDEN.findall(visitor.get(check).content))[b"page-revision"].decode()
        _expect(302, visitor.post(check, {"page-revision": revision}).status)

    times = take_turns({OURS: ask_ours, WHOLE: whole, PEER: ask_peer}, rounds=5, calls=10)
    return Result(
        "Sending a form page of 20 answers (POST)",
        times,
        [times_faster("times faster than the peer", ratio(times[PEER], times[OURS]), 1.5)],
        [
            "Ours keeps what was typed before it looks at it, seals it, and writes twice; the peer writes once, in the clear.",
            f"{len(json.dumps(typed))} bytes of answers.",
        ],
    )


def _expect(wanted: int, found: int) -> None:
    if found != wanted:
        raise RuntimeError(f"Answered {found}, not {wanted}.")
