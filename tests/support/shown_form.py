"""What a browser sends when somebody saves a page as it opened: every box, tick and choice that the page shows."""

from typing import Any

from bs4 import BeautifulSoup, Tag


def shown_by(response: Any, having: str = "") -> dict[str, list[str]]:
    """The boxes of the first form of the page that posts and has a box of the name `having`."""
    page = BeautifulSoup(response.content, "html.parser")
    found = page.select("form[method=post], form[method=POST]")
    form = next(one for one in found if not having or one.select_one(f"[name='{having}']"))
    sent: dict[str, list[str]] = {}
    for box in form.select("input[name], textarea[name], select[name]"):
        values = _values(box)
        if values:
            sent.setdefault(str(box["name"]), []).extend(values)
    return sent


def _values(box: Tag) -> list[str]:
    if box.name == "select":
        options = list(box.select("option[selected]"))
        if not options and not box.has_attr("multiple"):
            options = list(box.select("option"))[:1]
        return [str(option.get("value", option.get_text())) for option in options]
    if box.name == "textarea":
        return [box.get_text().removeprefix("\n")]
    if box.get("type") in ("submit", "button", "file", "image"):
        return []
    if box.get("type") in ("checkbox", "radio") and not box.has_attr("checked"):
        return []
    return [str(box.get("value", "on" if box.get("type") == "checkbox" else ""))]
