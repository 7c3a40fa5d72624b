"""What changed inside one question: its words, rules, protection, choices and the settings of its type."""

from collections.abc import Callable, Iterator, Mapping

from forms_builder.evolution.classes import Change, change
from forms_builder.schema import Choice, Compartment, Question, Required, Text

KeepsAnswers = Callable[[str, str], bool]
"""Whether a question of the first type may become one of the second: it reads the answers that exist."""

PLAIN = {"default": "default-changed", "prefill": "prefill-changed", "appearance": "appearance-changed"}
SWITCHES = {"read_only": "read-only", "decline": "decline", "listed": "listed", "filterable": "filterable"}


def of_new(question: Question) -> Iterator[Change]:
    """A question that no earlier version has."""
    yield change("question-added", question.key)
    if question.required is Required.YES and not question.retired:
        yield change("made-required", question.key)


def of_question(old: Question, new: Question, keeps_answers: KeepsAnswers) -> Iterator[Change]:
    if old.type != new.type:
        code = "type-adapted" if keeps_answers(old.type, new.type) else "type-changed"
        yield change(code, new.key, before=old.type, after=new.type)
    if new.retired:
        # Nobody is asked any more, so its rules and words ask nothing of anybody.
        yield from [] if old.retired else [change("question-retired", new.key)]
    else:
        if old.retired:
            yield change("question-restored", new.key)
        yield from _of_words(old, new)
        yield from _of_required(old, new)
        yield from _of_rules(old, new)
        yield from _of_settings(old, new)
    yield from _of_protection(old, new)
    yield from _of_choices(old, new)


def _of_words(old: Question, new: Question) -> Iterator[Change]:
    if old.label != new.label:
        code = "translation-added" if _only_more(old.label, new.label) else "label-changed"
        yield change(code, new.key, before=old.label, after=new.label)
    if (old.hint, old.guidance) != (new.hint, new.guidance):
        yield change("hint-changed", new.key, before=old.hint, after=new.hint)
    if (old.required_message, old.check_message) != (new.required_message, new.check_message):
        yield change("message-changed", new.key)


def _of_required(old: Question, new: Question) -> Iterator[Change]:
    if old.required is new.required:
        return
    codes = {
        Required.YES: "made-required",
        Required.SOFT: "made-soft",
        Required.NO: "made-optional",
    }
    yield change(codes[new.required], new.key)


def _of_rules(old: Question, new: Question) -> Iterator[Change]:
    for name in ("show_if", "required_if", "calculate", "trigger", "choice_filter"):
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield change(f"{name.replace('_', '-')}-changed", new.key, before=before, after=after)
    if old.check != new.check:
        code = "check-changed" if new.check else "check-removed"
        yield change(code, new.key, before=old.check, after=new.check)


def _of_settings(old: Question, new: Question) -> Iterator[Change]:
    for name, code in PLAIN.items():
        if getattr(old, name) != getattr(new, name):
            yield change(code, new.key)
    for name, code in SWITCHES.items():
        if getattr(old, name) != getattr(new, name):
            yield change(f"{code}-{'on' if getattr(new, name) else 'off'}", new.key)
    for name in sorted(old.settings.keys() | new.settings.keys()):
        if old.settings.get(name) != new.settings.get(name):
            yield change("setting-changed", new.key, setting=name)
    if old.extra != new.extra:
        yield change("question-extra-changed", new.key)


def _of_protection(old: Question, new: Question) -> Iterator[Change]:
    """Retired questions too: their answers are still there to be read."""
    tiers = {"before": old.sensitivity.value, "after": new.sensitivity.value}
    if new.sensitivity.rank < old.sensitivity.rank:
        yield change("sensitivity-lowered", new.key, **tiers)
    elif new.sensitivity.rank > old.sensitivity.rank:
        yield change("sensitivity-raised", new.key, **tiers)
    if old.compartment is new.compartment:
        return
    kinds = {"before": old.compartment.value, "after": new.compartment.value}
    if old.compartment is Compartment.NONE:
        yield change("compartment-added", new.key, **kinds)
    elif new.compartment is Compartment.NONE:
        yield change("compartment-left", new.key, **kinds)
    else:
        yield change("compartment-moved", new.key, **kinds)


def _of_choices(old: Question, new: Question) -> Iterator[Change]:
    if old.choice_list != new.choice_list:
        yield change("choice-list-changed", new.key, before=old.choice_list, after=new.choice_list)
    before = {choice.value: choice for choice in old.choices}
    after = {choice.value: choice for choice in new.choices}
    for value, choice in after.items():
        yield from _of_choice(before.get(value), choice, new.key)
    for value, choice in before.items():
        if value not in after and not choice.retired:
            yield change("choice-removed", new.key, value=value, label=choice.label)
    offered = {value for value in before.keys() & after.keys() if not after[value].retired}
    if [value for value in before if value in offered] != [value for value in after if value in offered]:
        yield change("choices-reordered", new.key)


def _of_choice(old: Choice | None, new: Choice, key: str) -> Iterator[Change]:
    params = {"value": new.value, "label": new.label}
    if old is None:
        yield from [] if new.retired else [change("choice-added", key, **params)]
        return
    if old.retired != new.retired:
        yield change("choice-retired" if new.retired else "choice-restored", key, **params)
    if old.label != new.label:
        code = "choice-translated" if _only_more(old.label, new.label) else "choice-relabelled"
        yield change(code, key, value=new.value, label=new.label, before=old.label)
    if old.exclusive != new.exclusive:
        yield change(f"choice-alone-{'on' if new.exclusive else 'off'}", key, **params)
    if old.filters != new.filters:
        yield change("choice-columns-changed", key, **params)


def _only_more(old: Text, new: Text) -> bool:
    """Whether a text only gained languages."""
    return bool(_said(old)) and _said(old).items() <= _said(new).items()


def _said(text: Text) -> Mapping[str, str]:
    return {language: words for language, words in text.items() if words}
