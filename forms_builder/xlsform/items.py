"""Rows to questions, groups and repeats. What a part has no place for is kept in its `extra`. Called by `reading`."""

import uuid
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _
from pydantic import JsonValue, ValidationError

from forms_builder.questions import types
from forms_builder.schema import Choice, Group, Item, Question, Repeat, Required
from forms_builder.xlsform.choices import EXPANDED, OTHER, Lists
from forms_builder.xlsform.columns import Line
from forms_builder.xlsform.names import Names
from forms_builder.xlsform.report import Report
from forms_builder.xlsform.survey import Branch
from forms_builder.xlsform.types import Role

NAMESPACE = uuid.UUID("6f0f0d5e-7a0b-4f5b-9c53-5b1f6a1d8c11")
ACKNOWLEDGED = (Choice(value="OK", label={"en": "OK", "bn": "ঠিক আছে"}),)
"""What ODK stores when somebody acknowledges."""
YES = frozenset(("yes", "true", "true()"))
NO = frozenset(("", "no", "false", "false()"))
SPECIFY = {"en": "Specify other.", "bn": "অন্যান্য হলে লিখুন।"}


@dataclass
class Builder:
    """Builds the parts of one form. `metadata` collects rows that are asked of nobody."""

    sheet: str
    language: str
    names: Names
    lists: Lists
    report: Report
    metadata: list[JsonValue] = field(default_factory=list)
    in_loop: int = 0

    def items(self, branches: list[Branch]) -> tuple[Item, ...]:
        self.refuse_twins(branches)
        return tuple(item for branch in branches for item in self.parts(branch))

    def refuse_twins(self, branches: list[Branch]) -> None:
        seen: set[str] = set()
        for branch in branches:
            if branch.name.casefold() in seen:
                self.error(
                    branch,
                    _("The name “%(name)s” is there twice in one group.") % {"name": branch.name[:100]},
                )
            if branch.name:
                seen.add(branch.name.casefold())

    def parts(self, branch: Branch) -> list[Item]:
        """The part of a row; none for metadata, two where "other" brings its own box."""
        try:
            if branch.type.role is Role.BEGIN:
                return [self.frame(branch)]
            if self.is_metadata(branch):
                self.metadata.append(
                    {
                        "type": branch.line.raw("type"),
                        "name": branch.name,
                        "row": branch.line.number,
                        **as_kept(branch.line),
                    }
                )
                self.warn(
                    branch, _("“%(type)s” is kept and asked of nobody.") % {"type": branch.line.word("type")}
                )
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
        )

    def frame(self, branch: Branch) -> Item:
        if not branch.name:
            self.error(branch, _("The group has no name."))
        common = self.common(branch)
        hint = branch.line.text("hint", self.language)
        if branch.type.ours == "loop":
            return Group(**common, hint=hint, items=self.turns(branch))
        items = self.items(branch.inside)
        if branch.type.ours == "group":
            return Group(**common, hint=hint, items=items)
        return Repeat(**common, hint=hint, count=branch.line.raw("repeat_count"), items=items)

    def turns(self, branch: Branch) -> tuple[Item, ...]:
        """A loop is a group for each choice of its list, with the choice's words put in."""
        found = self.lists.lists.get(branch.type.list)
        if found is None:
            self.error(branch, _("There is no choice list “%(list)s”.") % {"list": branch.type.list})
            return ()
        self.in_loop += 1
        self.lists.take(branch.type.list, False)
        groups = []
        for choice in found:
            words = {"name": choice.value, "label": next(iter(choice.label.values()), choice.value)}
            key = self.names.key(choice.value, branch.line.number)
            inside = self.items([_filled(inner, words) for inner in branch.inside])
            identity = str(uuid.uuid5(NAMESPACE, f"{branch.line.number}:{key}"))
            groups.append(
                Group(id=identity, key=key, label=choice.label, extra={"turn": choice.value}, items=inside)
            )
            self.within_budget(branch)
        self.in_loop -= 1
        return tuple(groups)

    def within_budget(self, branch: Branch) -> None:
        if len(self.names.given) > 20_000:
            raise TooMuch(branch.line.number)

    def common(self, branch: Branch) -> dict[str, Any]:
        """What every part has: id, key, label, rule of showing, and the rest word for word."""
        line, name = branch.line, branch.name
        key = self.names.key(name, line.number)
        if name and key != name and name in self.names.referred and not self.in_loop:
            self.error(branch, self.why_not(name))
        extra: dict[str, JsonValue] = {"type": line.raw("type"), **as_kept(line)}
        if name != key:
            extra["name"] = name
        identity = str(uuid.uuid5(NAMESPACE, f"{line.number}:{key}"))
        self.report.rows[identity] = (self.sheet, line.number)
        label = line.text("label", self.language)
        return {"id": identity, "key": key, "label": label, "show_if": line.raw("relevant"), "extra": extra}

    def why_not(self, name: str) -> str:
        if self.names.times[name] > 1:
            return _(
                "The name “%(name)s” is used twice, so a rule cannot say which one it means. Rename one."
            ) % {"name": name}
        sentence = _(
            "A rule refers to “%(name)s”. Give it a name of a–z, 0–9 and _ that begins with a letter, here and in the rule."
        )
        return sentence % {"name": name[:100]}

    def question(self, branch: Branch) -> Question:
        line, ours = branch.line, branch.type.ours
        if branch.type.role is Role.METADATA and line.raw("calculation"):
            ours = "calculated"
        if not branch.name and ours != "note":
            self.error(branch, _("The question has no name."))
        if branch.type.nearest and ours != "calculated":
            sentence = _("The type “%(type)s” is asked as “%(ours)s”; its own name is kept.")
            self.warn(branch, sentence % {"type": line.word("type"), "ours": types[ours].label})
        if ours == "calculated" and not (
            line.raw("calculation") or line.raw("default") or "trigger" in line.other
        ):
            self.error(branch, _("The calculation is missing."))
        if ours == "text" and "multiline" in line.raw("appearance").split():
            ours = "long_text"
        required, read_only = self.yes(branch, "required"), self.yes(branch, "read_only")
        common = self.common(branch)
        common["label"] = common["label"] or self.stand_in_label(branch, common["extra"])
        return Question(
            **common,
            type=ours,
            hint=line.text("hint", self.language),
            guidance=line.text("guidance_hint", self.language),
            required=Required.YES if required else Required.NO,
            required_message=line.text("required_message", self.language),
            check=line.raw("constraint"),
            check_message=line.text("constraint_message", self.language),
            calculate=line.raw("calculation"),
            default=line.raw("default"),
            read_only=read_only,
            appearance=line.raw("appearance"),
            choices=self.choices(branch),
            choice_filter=line.raw("choice_filter"),
        )

    def yes(self, branch: Branch, column: str) -> bool:
        """A cell that says yes or no. Where it is a rule, which we cannot hold yet, it is kept and told."""
        word = branch.line.word(column).lower()
        if word not in YES | NO:
            branch.line.keep(column)
            self.warn(branch, _("A rule in “%(column)s” is kept and has no effect yet.") % {"column": column})
        return word in YES

    def stand_in_label(self, branch: Branch, extra: dict[str, JsonValue]) -> dict[str, str]:
        """Words for a question that only has a hint or a picture."""
        if branch.type.role is Role.METADATA or branch.type.ours in ("note", "calculated"):
            return {}
        extra["no_label"] = True
        self.warn(branch, _("The question has no text; its hint or its name stands in."))
        return branch.line.text("hint", self.language) or {self.language: branch.name}

    def choices(self, branch: Branch) -> Any:
        name = branch.type.list
        if not name:
            return ACKNOWLEDGED if branch.type.ours == "choose_one" else ()
        if name not in self.lists.lists:
            self.error(branch, _("There is no choice list “%(list)s”.") % {"list": name[:100]})
            return ()
        taken = self.lists.take(name, branch.type.other)
        if self.lists.copied > EXPANDED:
            raise TooMuch(branch.line.number)
        return taken

    def other_box(self, branch: Branch, question: Question) -> Question:
        """Where "other" is chosen, its own words: as XLSForm's or_other makes it."""
        key = self.names.key(f"{question.key[:56]}_other", branch.line.number)
        identity = str(uuid.uuid5(NAMESPACE, f"{branch.line.number}:{key}"))
        self.report.rows[identity] = (self.sheet, branch.line.number)
        rule = f"selected(${{{question.key}}}, '{OTHER.value}')"
        return Question(
            id=identity, key=key, type="text", label=SPECIFY, show_if=rule, extra={"made_for": question.key}
        )

    def error(self, branch: Branch, message: str) -> None:
        self.report.error(self.sheet, branch.line.number, message)

    def warn(self, branch: Branch, message: str) -> None:
        self.report.warning(self.sheet, branch.line.number, message)


class TooMuch(Exception):
    """The form would become too large. The argument is the row."""


def as_kept(line: Line) -> dict[str, JsonValue]:
    return {"columns": dict(line.other)} if line.other else {}


def _filled(branch: Branch, words: dict[str, str]) -> Branch:
    """A branch with %(name)s and %(label)s put in."""

    def fill(text: str) -> str:
        for name, word in words.items():
            text = text.replace(f"%({name})s", word)
        return text

    values = {what: fill(text) for what, text in branch.line.values.items()}
    line = replace(branch.line, values=values, other=dict(branch.line.other))
    return Branch(line, branch.type, [_filled(inner, words) for inner in branch.inside])
