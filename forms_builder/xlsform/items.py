"""Rows to pages, questions, groups and repeats. What a part has no place for is kept in its `extra`. Called by `document`."""

from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from django.utils.translation import gettext as _
from pydantic import JsonValue, ValidationError

from forms_builder.schema import Group, Item, Media, Page, Question, Repeat
from forms_builder.xlsform import own
from forms_builder.xlsform.asking import Asker
from forms_builder.xlsform.cells import cells_of, own_id
from forms_builder.xlsform.choices import Lists, TooMuch
from forms_builder.xlsform.columns import Key, Line
from forms_builder.xlsform.lens import AS_WRITTEN, as_written, restored
from forms_builder.xlsform.loops import fingerprint, of_turn
from forms_builder.xlsform.names import Names
from forms_builder.xlsform.report import Report
from forms_builder.xlsform.survey import Branch
from forms_builder.xlsform.types import Role

P = TypeVar("P", Page, Group, Repeat, Question)
TOGETHER = "field-list"
"""What a group looks like here in any case: its questions stand on one page."""
NO = frozenset(("", "no", "false", "false()"))


@dataclass
class Builder:
    """Builds the parts of one form. `homes` says for each row of which part it is, for rows between them."""

    sheet: str
    language: str
    names: Names
    asker: Asker
    lists: Lists
    report: Report
    lines: list[Line]
    homes: dict[int, str] = field(default_factory=dict)
    in_loop: int = 0

    def items(self, branches: list[Branch]) -> tuple[Item, ...]:
        self.refuse_twins(branches)
        return tuple(item for branch in branches for item in self.parts(branch))

    def refuse_twins(self, branches: list[Branch]) -> None:
        seen: set[str] = set()
        for branch in branches:
            if branch.name.casefold() in seen:
                message = _("The name “%(name)s” is there twice in one group.")
                self.error(branch, message % {"name": branch.name[:100]})
            if branch.name:
                seen.add(branch.name.casefold())

    def parts(self, branch: Branch) -> list[Item]:
        """The part of a row; none for metadata, two where "other" brings its own box."""
        try:
            if branch.type.role is Role.BEGIN and not branch.line.raw(own.TYPE):
                return [self.frame(branch)]
            if self.is_metadata(branch):
                kind = {"type": branch.line.word("type")}
                self.warn(branch, _("“%(type)s” is kept and asked of nobody.") % kind)
                return []
            question = self.question(branch)
            return [question, self.other_box(branch, question)] if branch.type.other else [question]
        except ValidationError as error:
            self.error(branch, str(error.errors()[0]["msg"]))
            return []

    def is_metadata(self, branch: Branch) -> bool:
        line = branch.line
        return (
            branch.type.role is Role.METADATA
            and branch.name not in self.names.referred
            and not line.raw("calculation")
            and not line.raw(own.TYPE)
        )

    def page(self, branch: Branch) -> Page:
        """A group at the top as a page."""
        self.named(branch)
        common = self.common(branch)
        hint = branch.line.text("hint")
        self.tell_not_shown(branch, common["media"])
        return self.finished(branch, Page(**common, hint=hint, items=self.items(branch.inside)))

    def frame(self, branch: Branch) -> Item:
        self.named(branch)
        common = self.common(branch)
        hint = branch.line.text("hint")
        if branch.type.ours == "loop":
            return self.loop(branch, {**common, "hint": hint})
        items = self.items(branch.inside)
        if branch.type.ours == "group":
            return self.finished(branch, Group(**common, hint=hint, items=items))
        line = branch.line
        self.tell_not_shown(branch, common["media"])
        repeat = Repeat(
            **common,
            hint=hint,
            count=line.raw("repeat_count"),
            minimum=_number(line.word(own.MINIMUM), 0),
            maximum=_number(line.word(own.MAXIMUM), 200),
            items=items,
        )
        return self.finished(branch, repeat)

    def tell_not_shown(self, branch: Branch, media: tuple[Media, ...]) -> None:
        for one in media:
            message = _("The file “%(name)s” is kept; pages and repeats are shown without one.")
            self.warn(branch, message % {"name": one.name})

    def named(self, branch: Branch) -> None:
        if not branch.name:
            self.error(branch, _("The group has no name."))

    def loop(self, branch: Branch, common: dict[str, Any]) -> Group:
        """A loop is a group for each choice of its list, with the choice's words put in. Its rows are kept."""
        found = self.lists.lists.get(branch.type.list)
        if found is None:
            self.error(branch, _("There is no choice list “%(list)s”.") % {"list": branch.type.list})
            return Group(**common)
        rows = self.own_rows(branch)
        self.in_loop += 1
        groups = []
        for choice in found:
            key = self.names.key(choice.value, branch.line.number)
            inside = self.items([_filled(inner, of_turn(choice)) for inner in branch.inside])
            groups.append(
                Group(id=own_id(key), key=key, label=choice.label, extra={"turn": choice.value}, items=inside)
            )
            self.within_budget(branch)
        self.in_loop -= 1
        items = tuple(groups)
        kept: dict[str, JsonValue] = {"rows": rows, "of": fingerprint(items)}
        common["extra"] = {**common["extra"], "loop": kept}
        return self.finished(branch, Group(**common, items=items))

    def own_rows(self, branch: Branch) -> list[JsonValue]:
        """The rows inside a frame, word for word; they are at home in it."""
        last = branch.end.number if branch.end else branch.line.number
        inside = [line for line in self.lines if branch.line.number < line.number < last]
        self.homes.update(dict.fromkeys((line.number for line in inside), ""))
        return [dict(line.cells()) for line in inside]

    def within_budget(self, branch: Branch) -> None:
        if len(self.names.given) > 20_000:
            raise TooMuch(branch.line.number)

    def common(self, branch: Branch) -> dict[str, Any]:
        """What every part has: id, key, label, rule of showing, and what has no place, word for word."""
        line, name = branch.line, branch.name
        key = self.names.key(name, line.number)
        twice = self.names.times[name] > 1
        if name and key != name and twice and name in self.names.referred and not self.in_loop:
            self.error(branch, self.why_ambiguous(name))
        extra: dict[str, JsonValue] = {}
        if name and name != key:
            extra["name"] = name
        if line.other:
            extra["columns"] = dict(line.other)
        return {
            "id": line.word(own.ID)[:64] or own_id(key),
            "key": key,
            "label": line.text("label"),
            "show_if": line.raw("relevant"),
            "media": self.asker.enclosed.media(line, self.sheet),
            "extra": extra,
        }

    def why_ambiguous(self, name: str) -> str:
        sentence = _(
            "The name “%(name)s” is used twice, so a rule cannot say which one it means. Rename one."
        )
        return sentence % {"name": name[:100]}

    def question(self, branch: Branch) -> Question:
        common = self.common(branch)
        question = self.asker.question(branch, common)
        if branch.type.role is Role.BEGIN:
            self.own_rows(branch)  # what the question is made of elsewhere
        return self.finished(branch, question)

    def finished(self, branch: Branch, part: P) -> P:
        """The part with what its row says otherwise than an export would, and what the row cannot say put right."""
        kept = as_written(cells_of(part), branch.line.values)
        extra = {**part.extra, **({AS_WRITTEN: kept} if kept else {}), **self.end_of(branch)}
        part = restored(part.model_copy(update={"extra": extra}), branch.line.joined(own.EXACT))
        if branch.type.role is Role.BEGIN and branch.end is not None:
            self.homes[branch.end.number] = f"{part.id}/end"
        self.homes[branch.line.number] = part.id
        self.report.rows[part.id] = (self.sheet, branch.line.number)
        if not self.in_loop:
            self.tell_without_effect(branch, kept)
        return part

    def end_of(self, branch: Branch) -> dict[str, JsonValue]:
        """The row that ends the frame, where it says more than that, or says it in another way."""
        if branch.end is None or branch.type.role is not Role.BEGIN:
            return {}
        cells = branch.end.cells()
        usual = "end_repeat" if branch.type.ours == "repeat" else "end_group"
        return {} if cells == {"type": usual} else {"end": dict(cells)}

    def tell_without_effect(self, branch: Branch, kept: dict[str, JsonValue]) -> None:
        """Cells that we cannot hold. (Columns that are unknown altogether are told once, at their heading.)"""
        for column, pair in kept.items():
            ours, theirs = pair if isinstance(pair, list) else ("", "")
            if column == "appearance" and str(theirs).strip() == TOGETHER:
                continue
            if not ours and str(theirs).strip().lower() not in NO and column != "label":
                message = _("“%(column)s” is kept as it is and has no effect here: %(text)s")
                self.warn(branch, message % {"column": column, "text": str(theirs)[:200]})

    def other_box(self, branch: Branch, question: Question) -> Question:
        box = box_for_other(question, self.names.key(other_key(question), branch.line.number))
        self.report.rows[box.id] = (self.sheet, branch.line.number)
        return box

    def error(self, branch: Branch, message: str) -> None:
        self.report.error(self.sheet, branch.line.number, message)

    def warn(self, branch: Branch, message: str) -> None:
        self.report.warning(self.sheet, branch.line.number, message)


def other_key(question: Question) -> str:
    return f"{question.key[:56]}_other"


def box_for_other(question: Question, key: str) -> Question:
    """Where "other" is chosen, its own words: as XLSForm's or_other makes it."""
    return Question(
        id=own_id(key),
        key=key,
        type="text",
        label={"en": "Specify other.", "bn": "অন্যান্য হলে লিখুন।"},
        show_if=f"selected(${{{question.key}}}, 'other')",
        sensitivity=question.sensitivity,
        compartment=question.compartment,
        extra={"made_for": question.key},
    )


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else otherwise


def _filled(branch: Branch, words: dict[str, str]) -> Branch:
    """A branch with %(name)s and %(label)s put in."""

    def fill(text: str) -> str:
        for name, word in words.items():
            text = text.replace(f"%({name})s", word)
        return text

    values: dict[Key, str] = {what: fill(text) for what, text in branch.line.values.items()}
    line = replace(branch.line, values=values, other=dict(branch.line.other))
    return Branch(line, branch.type, [_filled(inner, words) for inner in branch.inside], branch.end)
