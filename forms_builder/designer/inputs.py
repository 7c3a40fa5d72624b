"""The small blocks the designer is made of: one input each. None is required, so that a draft may be unfinished."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from wagtail.admin.telepath import register
from wagtail.blocks import BooleanBlock, CharBlock, ChoiceBlock, IntegerBlock
from wagtail.blocks.field_block import FieldBlockAdapter

Options = Iterable[tuple[str, Any]]


def _help(words: Mapping[str, Any]) -> Any:
    """The help as it is: one that names an address cannot be read yet, while the addresses are put together."""
    found = words.get("help_text")
    return "" if found is None else found


class LineBlock(CharBlock):
    """One line, kept as typed."""

    def __init__(self, *, attrs: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.field = forms.CharField(
            required=False,
            strip=False,
            help_text=_help(kwargs),
            widget=forms.TextInput(dict(attrs or {})),
        )


class LinesBlock(CharBlock):
    """Several lines, kept as typed; begins with one."""

    def __init__(self, *, rows: int = 1, attrs: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.field = forms.CharField(
            required=False,
            strip=False,
            help_text=_help(kwargs),
            widget=forms.Textarea({"rows": str(rows), **(attrs or {})}),
        )


class RuleBlock(LinesBlock):
    """A rule. The page puts rows over the box where the rule can be shown as rows; the box holds what counts."""


class RuleBlockAdapter(FieldBlockAdapter):
    js_constructor = "nirapod.designer.RuleBlock"


register(RuleBlockAdapter(), RuleBlock)


class HiddenBlock(CharBlock):
    """Carries what is not shown from the page back to the server."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.field = forms.CharField(required=False, strip=False, widget=forms.HiddenInput())

    class Meta:
        form_classname = "designer-hidden"


def pick(choices: Options, default: str, **kwargs: Any) -> ChoiceBlock:
    """A choice; blank only where a blank is one of the choices."""
    options = list(choices)
    return ChoiceBlock(choices=options, default=default, required="" not in dict(options), **kwargs)


def tick(**kwargs: Any) -> BooleanBlock:
    return BooleanBlock(required=False, **kwargs)


def count(default: int, least: int = 0, **kwargs: Any) -> IntegerBlock:
    return IntegerBlock(required=False, default=default, min_value=least, **kwargs)
