"""The designer's blocks: a form of pages, pages of questions, groups and repeats; one block for each question type.

Generated from the table of question types and from `shown`, so that a type added later appears by itself.
"""

from collections.abc import Collection, Sequence
from functools import cache
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.telepath import register
from wagtail.blocks import Block, BlockGroup, StreamBlock, StructBlock
from wagtail.blocks.struct_block import StructBlockAdapter

from forms_builder.designer import inputs, shown, wording
from forms_builder.designer.conversion import BLOCK, DEPTH, KEPT, KEPT_SUMMARY, ORIGINAL
from forms_builder.designer.preview import preview_of
from forms_builder.designer.shown import Shown
from forms_builder.designer.vocabulary import vocabulary
from forms_builder.questions import QuestionType
from forms_builder.questions.families import in_order

IN_FRONT = (
    *("label_en", "label_bn", "key", "block", "required", "choice_list", "choices", "setting_rows"),
    *("setting_statement_en", "setting_statement_bn", "calculate", "setting_of", "setting_bands", "count"),
    "show_if",
)
"""What stands open in a part; the rest is folded away behind the gear."""
MANY_LINES = {
    **{"choices": 5, "description_en": 2, "description_bn": 2, "setting_rows": 5, "setting_bands": 4},
    **{"setting_statement_en": 4, "setting_statement_bn": 4, "setting_of": 2},
}
NOT_TYPED = {"autocomplete": "off", "spellcheck": "false"}
OFFERED = {"choice_list": "choice-lists", "block": "other-forms"}
"""Input → the list of the page that its box offers (`designer/live_sentence.html`)."""
STRUCTURE = _("Structure")
RULES = ("show_if", "check", "required_if", "choice_filter", "calculate", "count")
SCRIPTS = (
    "names",
    "tools",
    "keys",
    "part",
    "rule-write",
    "rule-values",
    "rule-rows",
    "cascade",
    "rule-text",
    "rule",
    "form",
)
"""In the order they build on each other."""


class PartBlock(StructBlock):
    """A page, group, repeat or question. The page builds its inputs when it is unfolded: most never are."""


def may_do_without(question_type: QuestionType) -> bool:
    """Whether most questions of the type have no calculation: they are asked, or their settings say how it is done."""
    return question_type.asked or type(question_type).calculation is not QuestionType.calculation


class QuestionBlock(PartBlock):
    """One question of one type."""

    def __init__(self, question_type: QuestionType, **kwargs: Any) -> None:
        self.question_type = question_type
        names = shown.of_question(question_type)
        note = {"label_en": 3, "label_bn": 3} if not question_type.stored else {}
        super().__init__(
            _inputs(names, note),
            label=question_type.label,
            icon=question_type.icon,
            group=question_type.group,
            description=question_type.description,
            form_layout=_layout(names, folded={"calculate"} if may_do_without(question_type) else set()),
            **kwargs,
        )

    def get_preview_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        return {**(parent_context or {}), **preview_of(self.question_type)}

    class Meta:
        form_classname = "struct-block designer-part"
        label_format = "{key} · {label_en}"
        preview_template = "designer/question_preview.html"


class KeptBlock(PartBlock):
    """A part the designer cannot show; it stays as it is, and can be moved or deleted."""

    class Meta:
        label = _("Kept as it is")
        icon = "lock"
        group = STRUCTURE
        form_classname = "struct-block designer-part designer-kept"
        label_format = "{summary}"


class FormBlock(StructBlock):
    """A whole form: the one block of the editor. Its adapter lets a struct stand where Wagtail has a stream."""

    class Meta:
        label = _("Form")
        form_classname = "struct-block designer-form"


class FormBlockAdapter(StructBlockAdapter):
    js_constructor = "nirapod.designer.FormBlock"

    def js_args(self, block: StructBlock) -> list[Any]:
        name, children, meta = super().js_args(block)
        return [name, children, {**meta, "vocabulary": vocabulary()}]

    @cached_property
    def media(self) -> forms.Media:
        scripts = [f"nirapod/designer/{name}.js" for name in SCRIPTS]
        return super().media + forms.Media(js=scripts, css={"all": ["nirapod/designer/editor.css"]})


class PartBlockAdapter(StructBlockAdapter):
    js_constructor = "nirapod.designer.PartBlock"


register(FormBlockAdapter(), FormBlock)
register(PartBlockAdapter(), PartBlock)


@cache
def document_block() -> FormBlock:
    """The block of a whole form. Blocks are shared: each kind stands once in what the browser gets."""
    questions = [(question_type.name, QuestionBlock(question_type)) for question_type in in_order()]
    others = [(BLOCK, _reused()), (KEPT, _kept())]
    items = StreamBlock([*questions, *others], **_stream(_("Questions")))
    for _level in range(DEPTH):
        items = StreamBlock([*questions, *_holders(items), *others], **_stream(_("Questions")))
    pages = StreamBlock(
        [("page", _holder(shown.PAGE, items, _("Page"), "doc-full"))], **_stream(_("Pages"), False)
    )
    names = [one.name for one in shown.DOCUMENT]
    return FormBlock(
        [*_inputs(shown.DOCUMENT), ("pages", pages)],
        form_layout=BlockGroup([*names[:2], "pages"], settings=[*names[2:], ORIGINAL]),
    )


def _stream(label: Any, collapsed: bool = True) -> dict[str, Any]:
    return {"required": False, "label": label, "collapsed": collapsed}


def _holders(items: StreamBlock) -> list[tuple[str, Block]]:
    return [
        (
            "group",
            _holder(
                shown.GROUP, items, _("Group"), "folder-open-inverse", _("Questions that belong together.")
            ),
        ),
        (
            "repeat",
            _holder(
                shown.REPEAT,
                items,
                _("Repeat"),
                "copy",
                _("Questions asked again for each row, like family members."),
            ),
        ),
    ]


def _holder(
    names: Sequence[Shown], items: StreamBlock, label: Any, icon: str, description: Any = ""
) -> StructBlock:
    return PartBlock(
        [*_inputs(names), ("items", items)],
        label=label,
        icon=icon,
        group=STRUCTURE,
        description=description,
        form_classname="struct-block designer-part",
        label_format="{key} · {label_en}",
        form_layout=_layout(names, "items"),
    )


def _reused() -> StructBlock:
    return PartBlock(
        _inputs(shown.BLOCK),
        label=_("Questions of another form"),
        icon="copy",
        group=STRUCTURE,
        description=_("Asked here too, as the other form has them when this one is published."),
        form_classname="struct-block designer-part",
        label_format="{key} · {label_en} · {block}",
        form_layout=_layout(shown.BLOCK),
    )


def _kept() -> StructBlock:
    summary = inputs.LineBlock(label=_("What it is"), attrs={"readonly": "readonly"})
    return KeptBlock([(KEPT_SUMMARY, summary), (ORIGINAL, inputs.HiddenBlock())])


def _layout(names: Sequence[Shown], *more: str, folded: Collection[str] = ()) -> BlockGroup:
    """`folded`: what stands behind the gear although it stands open in other parts."""
    present = [one.name for one in names]
    front = [name for name in IN_FRONT if name in present and name not in folded]
    return BlockGroup([*front, *more], settings=[*(name for name in present if name not in front), ORIGINAL])


def _inputs(names: Sequence[Shown], rows: dict[str, int] | None = None) -> list[tuple[str, Block]]:
    """The inputs of a part, and the one that carries the part itself."""
    made = [(one.name, _input(one, (rows or {}).get(one.name, 0))) for one in names]
    return [*made, (ORIGINAL, inputs.HiddenBlock())]


@cache
def _input(one: Shown, rows: int) -> Block:
    """The input that fits what is shown: its options, else the kind of its default.

    What two types show alike is one block, so that the browser gets it once.
    """
    words = {"label": wording.label(one.name), "help_text": wording.HELP.get(one.name)}
    default = getattr(one, "default", "")
    if one.name in wording.OPTIONS:
        return inputs.pick(wording.OPTIONS[one.name], getattr(one, "new", None) or default, **words)
    if isinstance(default, bool):
        return inputs.tick(**words)
    if isinstance(default, int):
        return inputs.count(default, least=getattr(one, "least", 0), **words)
    if one.name in RULES:
        return inputs.RuleBlock(rows=1, attrs=NOT_TYPED, **words)
    rows = rows or MANY_LINES.get(one.name, 0)
    if getattr(one, "lines", False) or rows:
        return inputs.LinesBlock(rows=rows or 1, attrs=_typing(one), **words)
    return inputs.LineBlock(attrs=_typing(one), default=default, **words)


def _typing(one: Shown) -> dict[str, str]:
    """Attributes of the box: the language of a text, no help from the browser where keys and rules are written."""
    language = getattr(one, "language", "")
    if language:
        return {"lang": language}
    offered = OFFERED.get(one.name)
    return {**NOT_TYPED, "list": offered} if offered else dict(NOT_TYPED)
