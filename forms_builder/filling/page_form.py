"""One page as a Django form: reads what was typed, keeps what cannot be read, shows only what applies.

Subclasses are made by `compiled`. The form never stores anything; the wizard does.
"""

import copy
from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorDict

from forms_builder.filling import spots
from forms_builder.filling.layouts import Step, is_writable
from forms_builder.filling.offers import Offers
from forms_builder.filling.page_judging import JudgedForm
from forms_builder.filling.reading import Reading, look_up, merged, with_wanted_rows
from forms_builder.filling.set_on_page import ShownBefore, as_shown, rows_begun, set_on_page
from forms_builder.filling.situation import Situation, worded
from forms_builder.filling.spoken import Speaker, is_spoken
from forms_builder.filling.spots import Spot
from forms_builder.filling.starting import row_defaults
from forms_builder.logic import Evaluation, Program, evaluate
from forms_builder.questions import types
from forms_builder.questions.base import FieldContext
from forms_builder.schema import Question, Required

SHOWN = "page-shown"
"""Hidden field: what was on the page when it was sent, of what comes and goes: conditional questions, and offers."""


class PageBoundField(BoundField):
    """A field that was not on the page as it was sent starts from the stored answer."""

    form: "PageForm"

    def value(self) -> Any:
        if self.form.is_bound and self.name not in self.form.typed_names:
            return self.field.prepare_value(self.initial)
        return super().value()


class PageForm(JudgedForm):
    """A page of a form. After construction `answers` and `evaluation` say what the whole form looks like now."""

    bound_field_class = PageBoundField
    use_required_attribute = False

    step: ClassVar[Step]
    program: ClassVar[Program]
    language: ClassVar[str]
    source: ClassVar[str] = ""
    """Hash of the published document; blank for one under design."""
    row_fields: ClassVar[Mapping[str, forms.Field]]
    watched: ClassVar[frozenset[str]]
    fixed_spots: ClassVar[tuple[Spot, ...]]
    """All there are on a page without repeats."""

    evaluation: Evaluation
    answers: dict[str, Any]

    def __init__(self, *, situation: Situation, **kwargs: Any) -> None:
        super().__init__(**kwargs, label_suffix="")
        self.situation = situation
        self.repeat_errors: dict[str, str] = {}
        self.opened: list[str] = []
        self.offers = Offers(self)
        self.unreadable: Mapping[str, str] = {}
        """Fields whose text could not be turned into an answer → why."""
        self.set_names: frozenset[str] = frozenset()
        """Fields, also of other pages, whose answer was just set because another one changed."""
        stored = spots.stored_rows(self.step.items, situation.answers)
        self.rows = self._posted_rows(stored) if self.is_bound else stored
        self._make_fields()
        self.typed_names = self._typed_names() if self.is_bound else frozenset()
        if self.is_bound:
            self.full_clean()
        else:
            self._settle({})
            self._errors = ErrorDict()

    # -- Reading -----------------------------------------------------------------------------------

    def _make_fields(self) -> None:
        """Fields of rows, and those that differ from person to person; Django copied the others already."""
        for spot in self.all_spots():
            question = spot.part
            if not isinstance(question, Question) or not is_writable(question):
                continue
            if types.of(question).personal:
                stored = look_up(self.situation.answers, spot.path)
                self.fields[spot.name] = self._made_for_person(question, None, stored)
            elif spot.name not in self.fields:
                self.fields[spot.name] = copy.deepcopy(self.row_fields[question.key])

    def _made_for_person(self, question: Question, choices: Any, stored: Any) -> forms.Field:
        before, now = self.situation.answers, self.chosen_around(question)
        if any((before.get(key) or "") != chosen for key, chosen in now.items()):
            stored = None  # an upazila of the district that was chosen before is no answer any more
        context = FieldContext(self.language, choices, self.situation.user, {**before, **now}, stored)
        return worded(types.of(question).form_field(question, context), question, self.language)

    def chosen_around(self, question: Question) -> dict[str, Any]:
        """What was just sent for the questions that decide what this one offers, before anything is cleaned."""
        names = {key: self.add_prefix(key) for key in types.of(question).reads(question)}
        return {key: self.data[name] for key, name in names.items() if name in self.data}

    def _posted_rows(self, stored: spots.RowIds) -> spots.RowIds:
        """The rows that were sent; those of a repeat that this person may not see stay as they are."""
        hidden = {name for name in stored if name.partition("-")[0] in self.situation.withheld}
        posted = spots.posted_rows(self.step.items, self.data, stored)
        return {**posted, **{name: stored[name] for name in hidden}}

    def all_spots(self) -> list[Spot]:
        return list(spots.spots(self.step.items, self.rows) if self.rows else self.fixed_spots)

    def _typed_names(self) -> frozenset[str]:
        """Fields that the browser sent, or would have sent had something been chosen."""
        shown = set(self.data.get(SHOWN, "").split()) if SHOWN in self.data else None
        return frozenset(
            spot.name
            for spot in self.all_spots()
            if spot.name in self.fields
            and not self._is_withheld(spot)
            and (shown is None or not spot.conditional or spot.name in shown)
            and not self.fields[spot.name].widget.value_omitted_from_data(self.data, self.files, spot.name)
        )

    def _is_withheld(self, spot: Spot) -> bool:
        """Whatever a page says that it showed: this was never on it."""
        return any(key in self.situation.withheld for key in spot.path)

    def _post_clean(self) -> None:
        """Django's hook after the single fields: turn values into answers, then apply the form's rules."""
        read: dict[str, Any] = {}
        for spot in self.all_spots():
            if spot.name not in self.typed_names or not isinstance(spot.part, Question):
                continue
            read[spot.name] = None
            if spot.name in self.cleaned_data:
                try:
                    answer = types.of(spot.part).clean(spot.part, self.cleaned_data[spot.name])
                    read[spot.name] = self.offers.still_offered(spot, answer)
                except ValidationError as error:
                    self.add_error(spot.name, error)
        self.unreadable = {name: str(errors[0]) for name, errors in self.errors.items()}
        self._settle(read)
        if self.situation.quiet or self.opened:
            self._errors = ErrorDict()
        else:
            self._add_faults()

    def _settle(self, read: Mapping[str, Any]) -> None:
        """Merge what was read into the stored answers, evaluate, and leave out what does not apply."""
        stored = self.situation.answers
        answers = self._merged(stored, read)
        self.evaluation = self._evaluate(answers)
        refused = self._refused(read)
        if refused:
            kept = {name: value for name, value in read.items() if name not in refused}
            answers = self._merged(stored, kept)
            self.evaluation = self._evaluate(answers)
        self.answers = answers
        self._set_values(read)
        self._add_wanted_rows()
        self._start_values()
        self._leave_out_hidden()
        self._bound_fields_cache.clear()  # type: ignore[attr-defined]  # some fields were made anew

    def _set_values(self, read: Mapping[str, Any]) -> None:
        """What the changed answers put in elsewhere; it counts instead of what stood there."""
        if not self.program.triggered:
            return
        before = ShownBefore(self.data.get(SHOWN, ""))
        self.answers, self.set_names = set_on_page(self, read, before)
        if self.set_names:
            self.typed_names -= self.set_names
            self.evaluation = self._evaluate(self.answers)
            for name in self.set_names:
                self._drop_error(name)

    def _add_wanted_rows(self) -> None:
        if not with_wanted_rows(self.step.items, self.rows, self.evaluation):
            return
        before = set(self.fields)
        self._make_fields()
        self.answers = self._merged(self.answers, {})
        self.evaluation = self._evaluate(self.answers)
        if self.situation.posted:
            self.opened += [name for name in self.fields if name not in before]

    def _merged(self, stored: Mapping[str, Any], read: Mapping[str, Any]) -> dict[str, Any]:
        new_row = partial(row_defaults, user=self.situation.user)
        return rows_begun(self, merged(self.step.items, stored, Reading(read, self.rows, new_row)))

    def _evaluate(self, answers: Mapping[str, Any]) -> Evaluation:
        if self.situation.judged is not None and answers == self.situation.answers:
            return self.situation.judged
        return evaluate(self.program, answers, self.situation.moment).without(self.situation.withheld)

    def _refused(self, read: Mapping[str, Any]) -> set[str]:
        """Typed into questions that were hidden before and are hidden now: nobody could have seen them."""
        hidden = {
            s.name: s.path for s in self.all_spots() if s.name in read and not self.evaluation.shows(s.path)
        }
        if not hidden:
            return set()
        rows = spots.stored_rows(self.step.items, self.situation.answers)
        before = self._evaluate(self.situation.answers)
        seen = {spot.name for spot in spots.spots(self.step.items, rows) if before.shows(spot.path)}
        on_page = set(self.data.get(SHOWN, "").split())
        return set(hidden) - seen - on_page

    def _start_values(self) -> None:
        self.initial = {}
        for spot in self.all_spots():
            if spot.name in self.fields and isinstance(spot.part, Question):
                answer = self.answer_at(spot)
                self.initial[spot.name] = types.of(spot.part).initial(spot.part, answer)

    def answer_at(self, spot: Spot) -> Any:
        """The answer as it stands, calculated ones included."""
        calculated = isinstance(spot.part, Question) and spot.part.is_calculated
        return look_up(self.evaluation.answers if calculated else self.answers, spot.path)

    def _leave_out_hidden(self) -> None:
        shown: list[str] = []
        before = set(self.data.get(SHOWN, "").split())
        for spot in self.all_spots():
            if not self.shows(spot):
                self.fields.pop(spot.name, None)
                self._drop_error(spot.name)
                continue
            if spot.conditional:
                shown.append(spot.name)
                if self.situation.posted and spot.name not in before and spot.name in self.fields:
                    self.opened.append(spot.name)
            self._finish_field(spot)
            offer = self.offers.named(spot) if spot.name in self.fields else ""
            if offer:
                shown.append(offer)
                told = spot.name in self.opened or spot.name in self.unreadable
                unseen = self.situation.posted and offer not in before and not told
                if unseen and look_up(self.answers, spot.path) is None:
                    self.opened.append(spot.name)
        self.shown_names = " ".join([*shown, *as_shown(self)])

    def shows(self, spot: Spot) -> bool:
        return self.situation.everything or self.evaluation.shows(spot.path)

    def _finish_field(self, spot: Spot) -> None:
        """What differs from person to person and from answer to answer."""
        question = spot.part
        if spot.name not in self.fields or not isinstance(question, Question):
            return
        if spot.path in self.evaluation.choices:
            choices, stored = self.evaluation.choices[spot.path], self.answer_at(spot)
            self.fields[spot.name] = self._made_for_person(question, choices, stored)
        field = self.fields[spot.name]
        if is_spoken(question):
            speaker = Speaker(self.program, self.evaluation, self.language)
            field.label = speaker.text(question.label, spot.path)
            field.help_text = speaker.text(question.hint, spot.path)
        field.required = question.required is Required.YES or spot.path in self.evaluation.required
        field.soft_required = question.required is Required.SOFT  # type: ignore[attr-defined]

    def _drop_error(self, name: str) -> None:
        if self._errors:
            self._errors.pop(name, None)
