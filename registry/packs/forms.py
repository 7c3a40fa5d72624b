"""Forms as a pack writes them, and how they become form documents.

The same things as in `forms_builder.schema`, written for people: a key names the part (`question: alias`), what a form
says once holds for all its questions, and shared questions come in with `include: name`.
"""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, JsonValue, Tag

from forms_builder import schema
from forms_builder.schema import Compartment, Document, Layout, Prefill, PublicUse, Sensitivity, Text
from registry.packs.parts import ChoicePart, Key, Part


class QuestionPart(Part):
    question: Key
    type: str
    label: Text
    id: str = ""
    hint: Text = {}
    guidance: Text = {}
    required: bool | Literal["soft"] = False
    required_message: Text = {}
    show_if: str = ""
    check: str = ""
    check_message: Text = {}
    calculate: str = ""
    default: str = ""
    read_only: bool = False
    prefill: Prefill = Prefill.NONE
    sensitivity: Sensitivity | None = None
    """None: as the form says."""
    compartment: Compartment = Compartment.NONE
    listed: bool = False
    filterable: bool = False
    decline: bool = False
    appearance: str = ""
    choice_list: str = Field("", alias="list")
    choices: list[ChoicePart] = []
    choice_filter: str = ""
    required_if: str = ""
    retired: bool = False
    settings: dict[str, JsonValue] = {}
    waits_for: str = ""
    """What is missing for the full answer; a warning whenever the pack is checked."""
    extra: dict[str, JsonValue] = {}


class RepeatPart(Part):
    repeat: Key
    label: Text
    id: str = ""
    hint: Text = {}
    show_if: str = ""
    count: str = ""
    minimum: int = 0
    maximum: int = 200
    items: list["ItemPart"]


class GroupPart(Part):
    group: Key
    label: Text
    id: str = ""
    hint: Text = {}
    show_if: str = ""
    items: list["ItemPart"]


class IncludePart(Part):
    include: Key


def _which(value: Any) -> str | None:
    names = ("question", "repeat", "group", "include")
    if isinstance(value, dict):
        return next((name for name in names if name in value), None)
    return next((name for name in names if hasattr(value, name)), None)


ItemPart = Annotated[
    Annotated[QuestionPart, Tag("question")]
    | Annotated[RepeatPart, Tag("repeat")]
    | Annotated[GroupPart, Tag("group")]
    | Annotated[IncludePart, Tag("include")],
    Discriminator(
        _which,
        custom_error_type="unknown_item",
        custom_error_message="An item begins with question:, repeat:, group: or include:.",
    ),
]


class PagePart(Part):
    page: Key
    label: Text
    id: str = ""
    hint: Text = {}
    show_if: str = ""
    items: list[ItemPart]


class FormPart(Part):
    """One file of `forms/`."""

    key: Key
    title: Text
    description: Text = {}
    languages: list[str] = ["bn", "en"]
    layout: Layout = Layout.TOPICS
    sensitivity: Sensitivity = Sensitivity.INTERNAL
    """For every question that says nothing else."""
    about: dict[str, str] = {}
    """Who fills it in, when, and what it belongs to: for the people who look after the form."""
    public: PublicUse | None = None
    """How people without an account fill it in; left out: they do not."""
    pages: Annotated[list[PagePart], Field(min_length=1)]


Blocks = Mapping[str, list[ItemPart]]

RepeatPart.model_rebuild()
GroupPart.model_rebuild()


class UnknownBlock(LookupError):
    """A form includes a block that the pack does not have."""


def document_of(form: FormPart, blocks: Blocks) -> Document:
    """The form document; `schema.DocumentError` or `UnknownBlock` when it cannot be one. Ids follow from the keys."""
    return schema.from_json(
        {
            "title": form.title,
            "description": form.description,
            "languages": form.languages,
            "layout": form.layout,
            "extra": {"about": form.about} if form.about else {},
            "public": form.public.model_dump(mode="json") if form.public else None,
            "pages": [_page(form, page, blocks) for page in form.pages],
        }
    )


def waiting(form: FormPart, blocks: Blocks) -> Iterator[tuple[str, str]]:
    """(key, what it waits for) of the questions that cannot give their full answer yet."""
    for page in form.pages:
        for item in flat(page.items, blocks):
            if isinstance(item, QuestionPart) and item.waits_for:
                yield item.question, item.waits_for


def flat(items: list[ItemPart], blocks: Blocks) -> Iterator[QuestionPart | RepeatPart | GroupPart]:
    """All parts with shared ones put in, parents before children."""
    for item in items:
        if isinstance(item, IncludePart):
            if item.include not in blocks:
                raise UnknownBlock(item.include)
            yield from flat(blocks[item.include], {})
            continue
        yield item
        if not isinstance(item, QuestionPart):
            yield from flat(item.items, blocks)


def _page(form: FormPart, page: PagePart, blocks: Blocks) -> dict[str, Any]:
    named = _named(form, "page", page.page, page) | {"hint": page.hint}
    return named | {"items": _items(form, page.items, blocks)}


def _items(form: FormPart, items: list[ItemPart], blocks: Blocks) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for item in items:
        if isinstance(item, IncludePart):
            if item.include not in blocks:
                raise UnknownBlock(item.include)
            found += _items(form, blocks[item.include], {})
        elif isinstance(item, QuestionPart):
            found.append(_question(form, item))
        else:
            found.append(_container(form, item, blocks))
    return found


def _named(
    form: FormPart, kind: str, key: str, part: PagePart | QuestionPart | RepeatPart | GroupPart
) -> dict[str, Any]:
    return {
        "kind": kind,
        "id": part.id or f"{form.key}.{key}"[:64],
        "key": key,
        "label": part.label,
        "show_if": part.show_if,
    }


def _container(form: FormPart, item: RepeatPart | GroupPart, blocks: Blocks) -> dict[str, Any]:
    inside = {"hint": item.hint, "items": _items(form, item.items, blocks)}
    if isinstance(item, GroupPart):
        return _named(form, "group", item.group, item) | inside
    limits = {"count": item.count, "minimum": item.minimum, "maximum": item.maximum}
    return _named(form, "repeat", item.repeat, item) | limits | inside


_SAME_NAME = (
    *(
        "type",
        "hint",
        "guidance",
        "required_message",
        "check",
        "check_message",
        "calculate",
        "default",
        "read_only",
    ),
    *(
        "prefill",
        "compartment",
        "listed",
        "filterable",
        "decline",
        "appearance",
        "choice_filter",
        "required_if",
    ),
    *("retired", "settings", "extra"),
)
_REQUIRED = {True: "yes", False: "no", "soft": "soft"}


def _question(form: FormPart, item: QuestionPart) -> dict[str, Any]:
    return _named(form, "question", item.question, item) | {
        **{name: getattr(item, name) for name in _SAME_NAME},
        "required": _REQUIRED[item.required],
        "sensitivity": item.sensitivity or form.sensitivity,
        "choice_list": item.choice_list,
        "choices": [choice_json(choice) for choice in item.choices],
    }


def choice_json(choice: ChoicePart) -> dict[str, Any]:
    """A choice as a form document has it."""
    label = {"bn": choice.bn, "en": choice.en}
    return {**choice.model_dump(exclude={"bn", "en"}), "label": label}
