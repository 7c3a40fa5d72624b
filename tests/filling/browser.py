"""A browser without JavaScript: opens pages, types into their forms, presses their buttons."""

from typing import Any

from bs4 import BeautifulSoup, Tag
from django.http import HttpResponse
from django.test import Client

MOVED = (301, 302, 303)


class Browser:
    """One tab. Tabs of the same client share the session."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.address = ""
        self.status = 200
        self.response: Any = None
        self.page = BeautifulSoup("", "html.parser")

    def begin(self, purpose: str, target: str) -> "Browser":
        return self.open(f"/workspace/fill/{purpose}/{target}/").press()

    def open(self, address: str) -> "Browser":
        return self._arrive(self.client.get(address), address)

    def new_tab(self) -> "Browser":
        """The same page again, in another tab."""
        return Browser(self.client).open(self.address)

    def press(self, button: str = "", **typed: Any) -> "Browser":
        """Type into fields by name, a list for several values, and press the button with this value or text."""
        form = self.form()
        data = {**self.values(form), **{name.replace("__", "-"): value for name, value in typed.items()}}
        data |= self._button(form, button)
        action = form.get("action") or self.address.partition("#")[0]
        return self._arrive(self.client.post(action, data), str(action))

    def post(self, data: dict[str, Any], query: str = "", **headers: str) -> "Browser":
        """Send data of one's own making to the present address."""
        address = self.address.partition("#")[0].partition("?")[0] + query
        return self._arrive(self.client.post(address, data, headers=headers), address)

    def form(self) -> Tag:
        forms = list(self.page.select("main form[method=post]"))
        assert forms, f"no form on {self.address}: {self.text[:300]}"
        return forms[-1]

    def values(self, form: Tag | None = None) -> dict[str, Any]:
        """What the browser would send: field name → text or list of texts."""
        found: dict[str, list[str]] = {}
        for field in (form or self.form()).select("input, select, textarea"):
            name, value = str(field.get("name", "")), _value(field)
            if name and value is not None:
                found.setdefault(name, []).append(value)
        return {name: values if len(values) > 1 else values[0] for name, values in found.items()}

    def name_ending(self, ending: str) -> str:
        """The name of the last field that ends so: of the newest row."""
        return str(self.page.select(f"[name$='{ending}']")[-1]["name"])

    @property
    def text(self) -> str:
        """What stands on the page, in one line."""
        main = self.page.select_one("main") or self.page
        return " ".join(main.get_text(" ").split())

    @property
    def title(self) -> str:
        return " ".join(self.page.title.get_text().split()) if self.page.title else ""

    @property
    def step(self) -> str:
        return self.address.partition("?")[0].partition("#")[0].rstrip("/").rpartition("/")[2]

    def field(self, name: str) -> Tag | None:
        return self.page.select_one(f"main [name='{name}']")

    def errors(self) -> list[str]:
        """What the error summary says."""
        return [item.get_text(strip=True) for item in self.page.select(".error-summary li")]

    def _button(self, form: Tag, button: str) -> dict[str, str]:
        buttons = [one for one in form.select("button[name]") if one.get("value")]
        for one in buttons:
            if button and (button == one["value"] or button in one.get_text()):
                return {str(one["name"]): str(one["value"])}
        assert not button, f"no button {button!r} on {self.address}"
        return {str(buttons[0]["name"]): str(buttons[0]["value"])} if buttons else {}

    def _arrive(self, response: HttpResponse, address: str) -> "Browser":
        while response.status_code in MOVED:
            address = response.headers["Location"]
            response = self.client.get(address)
        self.address, self.status, self.response = address, response.status_code, response
        self.page = BeautifulSoup(getattr(response, "content", b"").decode(), "html.parser")
        return self


def _value(field: Tag) -> str | None:
    """The value one input sends, or None when it sends nothing."""
    if field.name == "textarea":
        return field.get_text().removeprefix("\n")
    if field.name == "select":
        chosen = field.select_one("option[selected]") or field.select_one("option")
        return str(chosen.get("value", "")) if chosen else ""
    if field.get("type") in ("checkbox", "radio"):
        return str(field.get("value", "on")) if field.has_attr("checked") else None
    return None if field.get("type") == "file" else str(field.get("value", ""))
