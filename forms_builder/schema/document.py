"""The form document, schema version 1: pages hold questions, groups and repeats.

A document is data, never changed in place: an edit makes a new one. What only one question type knows
(rows of a matrix, bands of a score) is in `settings`; what came in from elsewhere and has no place here is
kept word for word in `extra` and goes out again.
"""

import re
from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    SerializerFunctionWrapHandler,
    field_validator,
    model_serializer,
)

SCHEMA_VERSION: Final = 1
MOST_DRAFT_DAYS: Final = 365
MOST_BLANK_ROWS: Final = 40
KEY_PATTERN = re.compile(r"^[a-z][a-z0-9_]{0,62}$")  # keys are written into SQL and column headings

Text = dict[str, str]
"""One text in several languages: language code → text. A missing language falls back, see `text_in`."""


class Sensitivity(StrEnum):
    """How far an answer may be seen; the order is the order of the letters in `RANK`."""

    PUBLIC = "P"
    INTERNAL = "I"
    CONFIDENTIAL = "C"
    RESTRICTED = "R"

    @property
    def rank(self) -> int:
        return "PICR".index(self.value)


class Compartment(StrEnum):
    """Which key seals an answer: people allowed to one kind of secret are not allowed to the others."""

    NONE = "none"
    IDENTITY = "identity"
    LOCATION = "location"
    CLINICAL = "clinical"
    LEGAL = "legal"


class Required(StrEnum):
    NO = "no"
    YES = "yes"
    SOFT = "soft"
    """May be sent empty; the record then lists it as missing."""


class Prefill(StrEnum):
    """Answers that the system knows by itself."""

    NONE = ""
    REFERENCE = "reference"
    """The record's own number, given when it is saved; not asked."""
    USER = "user"
    TODAY = "today"
    OFFICE = "office"


class Layout(StrEnum):
    QUESTION = "question"
    """One question a page: the public, and survivors themselves."""
    TOPICS = "topics"
    """One page of the document a page."""
    SHEET = "sheet"
    """A grid of rows."""


class Frozen(BaseModel):
    """Base of all parts: immutable, unknown attributes refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Media(Frozen):
    """A file that accompanies a text: seen, heard or watched with it."""

    kind: Literal["image", "big-image", "audio", "video"]
    name: str
    language: str = ""
    """Of the text; blank for all."""
    sha256: str = ""
    """Which file of that name; put in when the form is published. Blank: the file never came."""


class Choice(Frozen):
    value: str
    label: Text
    media: tuple[Media, ...] = ()
    retired: bool = False
    exclusive: bool = False
    """Cannot be chosen together with others ("none")."""
    filters: dict[str, str] = Field(default_factory=dict)
    """Columns that a `choice_filter` compares: the district of an upazila."""


class Keyed(Frozen):
    """What every named part has. `id` never changes, not even when a part moves; `key` names the answer."""

    id: str = Field(min_length=1, max_length=64)
    key: str
    label: Text = Field(default_factory=dict)
    show_if: str = ""
    media: tuple[Media, ...] = ()
    extra: dict[str, JsonValue] = Field(default_factory=dict)

    @field_validator("key")
    @classmethod
    def _key_is_plain(cls, key: str) -> str:
        if not KEY_PATTERN.match(key):
            raise ValueError(
                "A key is made of a–z, 0–9 and _, begins with a letter, and has at most 63 signs."
            )
        return key

    @model_serializer(mode="wrap")
    def _always_with_kind(self, handler: SerializerFunctionWrapHandler) -> dict[str, object]:
        """The kind tells the reader which part this is, so it is written even where defaults are left out."""
        return {"kind": getattr(self, "kind"), **handler(self)}  # noqa: B009 - only subclasses have one


class Question(Keyed):
    kind: Literal["question"] = "question"
    type: str
    hint: Text = Field(default_factory=dict)
    guidance: Text = Field(default_factory=dict)
    required: Required = Required.NO
    required_if: str = ""
    """A rule: while it holds, the question is required, whatever `required` says."""
    required_message: Text = Field(default_factory=dict)
    check: str = ""
    check_message: Text = Field(default_factory=dict)
    calculate: str = ""
    trigger: str = ""
    """`${a}, ${b}`: `calculate` is worked out once each time one of these is answered anew, and may be changed then."""
    default: str = ""
    read_only: bool = False
    prefill: Prefill = Prefill.NONE
    sensitivity: Sensitivity = Sensitivity.INTERNAL
    compartment: Compartment = Compartment.NONE
    listed: bool = False
    filterable: bool = False
    decline: bool = False
    """Offers "unknown", "not asked" and "declined" beside the answer."""
    appearance: str = ""
    choice_list: str = ""
    """Key of a reusable list; its choices are copied into `choices` when the form is published."""
    choices: tuple[Choice, ...] = ()
    choice_filter: str = ""
    retired: bool = False
    settings: dict[str, JsonValue] = Field(default_factory=dict)

    @property
    def is_calculated(self) -> bool:
        """Whether the answer always is what the rule says, whatever anybody typed."""
        return bool(self.calculate) and not self.trigger.strip()


class Group(Keyed):
    kind: Literal["group"] = "group"
    hint: Text = Field(default_factory=dict)
    block: str = ""
    """Key of a form whose questions are copied in when this one is published (a reusable block)."""
    items: tuple["Item", ...] = ()


class Repeat(Keyed):
    kind: Literal["repeat"] = "repeat"
    hint: Text = Field(default_factory=dict)
    count: str = ""
    """Expression for a fixed number of rows; blank where the person adds rows."""
    minimum: int = Field(default=0, ge=0)
    maximum: int = Field(default=200, ge=1, le=2000)
    items: tuple["Item", ...] = ()


Item = Annotated[Question | Group | Repeat, Field(discriminator="kind")]


class Page(Keyed):
    kind: Literal["page"] = "page"
    hint: Text = Field(default_factory=dict)
    items: tuple[Item, ...] = ()


class Expected(Frozen):
    """What has to come of a test case. Places are written as `key`, in a repeat as `repeat/1/key`."""

    shown: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    faults: dict[str, str] | None = None
    """Place → kind of fault, all of them; None where faults do not matter to the case."""
    values: dict[str, JsonValue] = Field(default_factory=dict)
    """Place → what is calculated; None for nothing."""


class TestCase(Frozen):
    """Answers and what has to come of them: the form is not published while it comes out otherwise."""

    __test__ = False  # the name is the domain's, not a collection of tests

    id: str = Field(min_length=1, max_length=64)
    name: str = Field(min_length=1, max_length=200)
    today: str = Field("", pattern=r"^(\d{4}-\d{2}-\d{2})?$")
    """The day rules take for today; blank for the day on which the case is run."""
    answers: dict[str, JsonValue] = Field(default_factory=dict)
    expected: Expected = Expected()


class PrintSettings(Frozen):
    """How the form looks on paper."""

    hints: bool = True
    """Hints are printed under the questions."""
    blank_rows: int | None = Field(default=None, ge=1, le=MOST_BLANK_ROWS)
    """Empty rows of each repeat for filling in by hand; None: as many as are usual for its kind."""
    footer: Text = Field(default_factory=dict)
    """At the foot of each sheet."""


class PublicUse(Frozen):
    """How people without an account fill the form in."""

    left_out: tuple[str, ...] = ()
    """Keys of questions and repeats that they are not asked: the staff's own."""
    answers: dict[str, JsonValue] = Field(default_factory=dict)
    """What is answered for them by itself: the channel, the office."""
    by_link: bool = False
    """Only for those who were given a signed link, which says what it is about (`forms_builder.public.links`)."""


class Document(Frozen):
    """A whole form. `languages` are in the order people are offered them; the first is the default.

    Attributes may be added with a default and without a new schema version: what stands at its default is left out
    of the JSON, so documents that were stored before stay readable and keep their hash.
    """

    schema_version: Literal[1] = SCHEMA_VERSION
    title: Text = Field(default_factory=dict)
    description: Text = Field(default_factory=dict)
    languages: tuple[str, ...] = ("bn", "en")
    layout: Layout = Layout.TOPICS
    pages: tuple[Page, ...] = ()
    test_cases: tuple[TestCase, ...] = ()
    print: PrintSettings = PrintSettings()
    draft_days: int | None = Field(default=None, ge=1, le=MOST_DRAFT_DAYS)
    """Days that a begun draft is kept after it was last saved; None: as the installation has it."""
    public: PublicUse | None = None
    """None: only people with an account fill it in."""
    files: dict[str, str] = Field(default_factory=dict)
    """Files that came with the form: name → sha256."""
    extra: dict[str, JsonValue] = Field(default_factory=dict)


Group.model_rebuild()
Repeat.model_rebuild()
Page.model_rebuild()
Document.model_rebuild()


def media_in(media: tuple[Media, ...], language: str) -> tuple[Media, ...]:
    """What accompanies a text in `language`; of each kind that of another language where there is none."""
    found: dict[str, Media] = {}
    for one in media:
        if one.kind not in found or one.language == language:
            found[one.kind] = one
    return tuple(found.values())


def text_in(text: Text, language: str, fallback: str = "") -> str:
    """The text in `language`, else in any other language it has, else `fallback`."""
    return text.get(language) or next((value for value in text.values() if value), fallback)
