"""Showing a page of 20 questions: ours as a visitor has it, beside a form page of Wagtail with the same fields."""

from nirapod.bench import forms, visiting
from nirapod.bench.result import Result, times_faster
from nirapod.bench.timing import ratio, take_turns

OURS, PEER = "a page of our wizard", "a form page of Wagtail"


def measure() -> Result:
    address = forms.peer_page()
    peer, _data = forms.peer_visit(address)
    browser, ours, _typed = visiting.begun()
    for asked, at in ((peer, address), (browser, ours)):
        answer = asked.get(at)
        if answer.status != 200 or answer.content.count(b"A hint of a few words") < len(forms.fields()):
            raise RuntimeError(f"{at} does not show the form: {answer.status}")
    times = take_turns({OURS: lambda: browser.get(ours), PEER: lambda: peer.get(address)})
    return Result(
        "Showing a form page of 20 questions (GET)",
        times,
        [times_faster("times faster than the peer", ratio(times[PEER], times[OURS]), 8)],
        [
            "Ours opens a sealed draft and judges the whole form; the peer keeps nothing between pages.",
            "Both through the whole stack of middleware, without a network.",
        ],
    )
