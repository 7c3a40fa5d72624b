"""The inputs of the form fields: choices that never lose a value they no longer offer, and a box with reasons."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _


class KeepsStrangers(forms.widgets.ChoiceWidget):
    """A posted or stored value that is not among the choices is shown as one more choice, and stays chosen."""

    def __init__(self, *, known: Iterable[tuple[str, str]] = (), attrs: dict[str, Any] | None = None) -> None:
        self.known = dict(known)
        """Labels of values that are not offered now but may still be the answer."""
        self.beside: Mapping[str, Sequence[Any]] = {}
        """Value → what accompanies the choice."""
        super().__init__(attrs=attrs)

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if found := self.beside.get(str(value)):
            option |= {"beside": found, "template_name": "questions/accompanied_option.html"}
        return option

    def optgroups(self, name: str, value: Sequence[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        groups = super().optgroups(name, value, attrs)  # type: ignore[arg-type]
        offered = {str(choice) for choice, _label in self.choices}
        for stranger in dict.fromkeys(one for one in value if one and one not in offered):
            label = self.label_of(stranger)
            index = len(groups)
            option = self.create_option(name, stranger, label, True, index, attrs=attrs)
            groups.append((None, [option], index))
        return groups

    def label_of(self, stranger: str) -> str:
        if stranger not in self.known:
            return stranger
        return _("%(choice)s (no longer offered)") % {"choice": self.known[stranger]}


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
        self.use_fieldset = inner.use_fieldset
        self.widgets_names = ["", "-reason"]  # with a hyphen, which no question key has

    def decompress(self, value: Any) -> list[Any]:
        return [value, None]

    def id_for_label(self, id_: str) -> str:
        """The label names the answer; the reasons have a caption of their own."""
        return self.widgets[0].id_for_label(f"{id_}_0") if id_ else ""

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

    def kept_input(self, name: str) -> str:
        """The input that carries the id of the kept file."""
        return name

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        chosen = files.get(f"{name}-file") if files else None
        if chosen is not None:
            return chosen
        return None if data.get(f"{name}-remove") else data.get(self.kept_input(name))

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and f"{name}-file" not in files

    def format_value(self, value: Any) -> str | None:  # type: ignore[override]
        return value if isinstance(value, str) and value else None

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        kept = context["widget"]["value"]
        return {**context, "kept_name": self.name_of(kept) if kept else ""}


class SignatureInput(KeptFileInput):
    """A name to type and a picture to choose; a script puts a canvas in the place of the choosing.

    Posted as `name` (what was typed), `name-kept` (the id of the kept picture), `name-file` and `name-remove`.
    """

    template_name = "questions/signature.html"

    def __init__(self, words: Mapping[str, str], accept: str, name_of: Callable[[str], str]) -> None:
        self.words = words
        super().__init__(accept, name_of)

    def kept_input(self, name: str) -> str:
        return f"{name}-kept"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return [data.get(name), super().value_from_datadict(data, files, name)]

    def format_value(self, value: Any) -> Any:
        """What was typed, and the id of the kept picture."""
        typed, kept = value if isinstance(value, (list, tuple)) else (value, None)
        return [typed or "", super().format_value(kept)]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = forms.FileInput.get_context(self, name, value, attrs)
        typed, kept = context["widget"]["value"]
        invalid = "aria-invalid" in context["widget"]["attrs"]
        shown = {"typed": typed, "kept": kept, "invalid": invalid}
        shown["kept_name"] = self.name_of(kept) if kept else ""
        context["widget"] |= {**shown, "words": self.words}
        return context

    def id_for_label(self, id_: str) -> str:
        return id_
