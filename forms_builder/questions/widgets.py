"""The inputs of the form fields: choices that never lose a value they no longer offer, and a box with reasons."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _


class KeepsStrangers(forms.widgets.ChoiceWidget):
    """A posted or stored value that is not among the choices is shown as one more choice, and stays chosen."""

    def __init__(self, *, known: Iterable[tuple[str, str]] = (), attrs: dict[str, Any] | None = None) -> None:
        self.known = dict(known)
        """Labels of values that are not offered now but may still be the answer."""
        super().__init__(attrs=attrs)

    def optgroups(self, name: str, value: Sequence[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        groups = super().optgroups(name, value, attrs)  # type: ignore[arg-type]
        offered = {str(choice) for choice, _label in self.choices}
        for stranger in dict.fromkeys(one for one in value if one and one not in offered):
            label = self.known.get(stranger, stranger)
            index = len(groups)
            option = self.create_option(name, stranger, label, True, index, attrs=attrs)
            groups.append((None, [option], index))
        return groups


class OneOfFew(KeepsStrangers, forms.RadioSelect):
    """Radios. Once something is chosen, an answer that may be left out can be taken back."""

    use_fieldset = True

    def __init__(self, *, clearable: bool, known: Iterable[tuple[str, str]] = ()) -> None:
        self.clearable = clearable
        super().__init__(known=known)

    def optgroups(self, name: str, value: Sequence[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        groups = super().optgroups(name, value, attrs)
        if self.clearable and any(value):
            index = len(groups)
            option = self.create_option(name, "", _("No answer"), False, index, attrs=attrs)
            groups.append((None, [option], index))
        return groups


class OneOfMany(KeepsStrangers, forms.Select):
    """A list to choose from, beginning with nothing chosen."""

    def optgroups(self, name: str, value: Sequence[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        groups = super().optgroups(name, value, attrs)
        nothing = self.create_option(name, "", _("Choose…"), not any(value), 0, attrs=attrs)
        return [(None, [nothing], 0), *groups]


class ManyChecks(KeepsStrangers, forms.CheckboxSelectMultiple):
    use_fieldset = True


class DeclinableInput(forms.MultiWidget):
    """An input and, below it, a list of reasons for leaving it empty; posted as `name` and `name-reason`."""

    template_name = "questions/declinable.html"

    def __init__(self, inner: forms.Widget, reasons: Sequence[tuple[str, str]], caption: str) -> None:
        self.caption = caption
        super().__init__([inner, forms.Select(choices=[("", "—"), *reasons])])
        self.widgets_names = ["", "-reason"]  # with a hyphen, which no question key has

    def decompress(self, value: Any) -> list[Any]:
        return [value, None]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return {**super().get_context(name, value, attrs), "caption": self.caption}


class KeptFileInput(forms.FileInput):
    """Chooses a file; one that was sent before is kept by its id in a hidden input, and may be taken away.

    Posted as `name` (the id of the kept file), `name-file` (a new one) and `name-remove`.
    """

    template_name = "questions/kept_file.html"
    use_fieldset = True

    def __init__(self, accept: str, name_of: Callable[[str], str]) -> None:
        self.name_of = name_of
        """Gives the name of a kept file, for the person to read."""
        super().__init__({"accept": accept})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        chosen = files.get(f"{name}-file") if files else None
        if chosen is not None:
            return chosen
        return None if data.get(f"{name}-remove") else data.get(name)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and f"{name}-file" not in files

    def format_value(self, value: Any) -> str | None:  # type: ignore[override]
        return value if isinstance(value, str) and value else None

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        kept = context["widget"]["value"]
        return {**context, "kept_name": self.name_of(kept) if kept else ""}
