"""Whether a record type can go live: what is missing, what is odd, and what people will see. Changes nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from forms_builder.digits import in_readers_digits
from forms_builder.models import Draft
from forms_builder.schema.document import text_in
from registry import slots
from registry.filters import FIXED
from registry.handlers import NEW
from registry.known import live_questions, live_version
from registry.models import Action, Grant, Office, OfficeMembership, Record, RecordType, SlotMap, Watch
from registry.references import PLACEHOLDER, PatternError, check_pattern
from registry.sealing import is_sealed
from registry.tables.columns import fixed_label
from registry.type_rules import overdue
from registry.workflow.blind_tasks import blind_tasks
from registry.workflow.checking import check
from registry.workflow.configuring import surroundings, workflow_of
from registry.workflow.routing import seen_by
from registry.workflow.wording import problem_text


class Level(StrEnum):
    MISSING = "missing"
    """Nobody can work with it while this is so."""
    ODD = "odd"
    """It works, but probably not as meant."""


@dataclass(frozen=True, slots=True)
class Finding:
    level: Level
    words: str


def findings(record_type: RecordType) -> list[Finding]:
    """Everything to mend or to think about, the grave ones first."""
    found = [*_form(record_type), *_number(record_type), *_people(record_type), *_flow(record_type)]
    found += [*_list(record_type), *_names(record_type), *_kept(record_type)]
    return sorted(found, key=lambda one: one.level is Level.ODD)


def missing(record_type: RecordType) -> list[str]:
    """Without which nobody can work with it, in words."""
    return [one.words for one in findings(record_type) if one.level is Level.MISSING]


def can_go_live(record_type: RecordType) -> bool:
    return not missing(record_type)


def _missing(words: str) -> Finding:
    return Finding(Level.MISSING, words)


def _odd(words: str) -> Finding:
    return Finding(Level.ODD, words)


def _form(record_type: RecordType) -> Iterator[Finding]:
    version = live_version(record_type)
    if version is None:
        yield _missing(_("The form “%(form)s” was never published.") % {"form": record_type.form})
    elif not version.takes_answers or not record_type.form.is_open:
        yield _missing(_("The form “%(form)s” takes no answers now.") % {"form": record_type.form})
    else:
        try:
            slots.make_plan(slots.slots_of(record_type), version)
        except slots.NoSlotLeft as refusal:
            yield _missing(" ".join(refusal.messages))


def _number(record_type: RecordType) -> Iterator[Finding]:
    try:
        check_pattern(record_type.id_pattern)
    except PatternError as error:
        yield _missing(str(error))


def _people(record_type: RecordType) -> Iterator[Finding]:
    grants = list(Grant.objects.filter(record_type=record_type))
    may = {action for grant in grants for action in grant.actions}
    if Action.VIEW not in may:
        yield _missing(f"{_('No role may see these records.')} {_who_gives_grants()}")
    if Action.CREATE not in may:
        yield _missing(f"{_('No role may add these records.')} {_who_gives_grants()}")
    watched = {one.watch for one in grants if Action.VIEW in one.actions}
    if record_type.guard and Watch.GUARDED not in watched:
        yield _odd(_("Nobody sees guarded records before a grant says “guarded ones too”."))
    if Action.EDIT not in may:
        yield _odd(_("No role may change these records: slips cannot be mended."))
    groups = {grant.group_id for grant in grants}
    people = OfficeMembership.objects.filter(user__groups__in=groups, user__is_active=True)
    if groups and not people.exists():
        yield _odd(_("Nobody with such a role works in an office yet, so nobody can add a record."))


def _who_gives_grants() -> str:
    """Whoever sets types up is often not the one who says who may do what."""
    givers = Group.objects.filter(permissions__codename="add_grant").select_related("role").distinct()
    named = ", ".join(sorted(str(getattr(one, "role", one)) for one in givers))
    if not named:
        return _("A grant is needed under “Who may do what”.")
    return _("A grant is needed under “Who may do what”; who may give it: %(roles)s.") % {"roles": named}


def _flow(record_type: RecordType) -> Iterator[Finding]:
    workflow = workflow_of(record_type)
    if workflow is not None:
        for problem in check(workflow, surroundings(record_type, workflow)):
            yield _missing(_("Workflow: %(problem)s") % {"problem": problem_text(problem)})
        for problem in blind_tasks(workflow, seen_by(record_type)):
            yield _odd(_("Workflow: %(problem)s") % {"problem": problem_text(problem)})
    elif not record_type.statuses:
        yield _missing(_("There is no status to begin with."))
    if record_type.parent_type is not None and not record_type.parent_key:
        yield _odd(_("No question names the record this one belongs to, so it can only be begun from there."))


def _list(record_type: RecordType) -> Iterator[Finding]:
    known = live_questions(record_type)
    named = [*record_type.list_keys, *record_type.filter_keys, *record_type.profile_keys]
    named += [*record_type.print_keys, *record_type.duplicate_keys]
    for key in dict.fromkeys(key for key in named if key not in known and key not in FIXED):
        yield _odd(_("“%(key)s” is not asked by the form any more.") % {"key": key})
    for key in record_type.filter_keys:
        if key in known and (is_sealed(known[key]) or not known[key].filterable):
            yield _odd(
                _("“%(key)s” cannot be a filter: it is sealed, or the form does not offer it.") % {"key": key}
            )
    if not record_type.list_keys:
        yield _odd(_("The list has no columns of its own: it shows number, status and day only."))
    if not record_type.filter_keys:
        yield _odd(_("The list has no filters of its own."))


def _names(record_type: RecordType) -> Iterator[Finding]:
    if record_type.name_bn == record_type.name_en:
        yield _odd(_("The name is the same in both languages."))


def _kept(record_type: RecordType) -> Iterator[Finding]:
    """Records that nobody has looked through for what is to be kept."""
    number = overdue(record_type)
    if number:
        words = _("%(number)s records have not been changed for longer than they are to be kept.")
        yield _odd(words % {"number": in_readers_digits(number)})


@dataclass(frozen=True, slots=True)
class Shown:
    """What people will see."""

    number: str
    columns: list[str]
    filters: list[str]
    statuses: list[str]
    may: list[tuple[str, str]]
    """(role, what it may do)."""
    indexed: int
    """Questions with an index column."""
    casework: list[str]
    """What its pack says of it that no page here changes."""


def shown(record_type: RecordType, language: str) -> Shown:
    questions = live_questions(record_type)

    def label(key: str) -> str:
        question = questions.get(key)
        if question is not None:
            return text_in(question.label, language, key)
        return fixed_label(key) if key in FIXED else key

    words = dict(Action.choices)
    grants = Grant.objects.filter(record_type=record_type).select_related("group").order_by("group__name")
    return Shown(
        number=example(record_type.id_pattern),
        columns=[label(key) for key in dict.fromkeys(("_reference", "_status", *record_type.list_keys))],
        filters=[label(key) for key in dict.fromkeys(("_status", *record_type.filter_keys))],
        statuses=[str(one.get(language) or one.get("value")) for one in record_type.statuses],
        may=[
            (f"{one.group} ({one.get_scope_display()})", ", ".join(str(words.get(a, a)) for a in one.actions))
            for one in grants
        ],
        indexed=SlotMap.objects.filter(record_type=record_type).count(),
        casework=[part for part in record_type.casework if part != "signing"],
    )


def example(pattern: str) -> str:
    """The number that a first record would get today."""
    today, office = timezone.localdate(), Office.objects.order_by("pk").first()
    values: dict[str, Any] = {
        "office": office.code if office else "DHK",
        "yy": f"{today:%y}",
        "yyyy": f"{today:%Y}",
        "mm": f"{today:%m}",
    }
    return PLACEHOLDER.sub(lambda match: values.get(match["name"]) or f"{1:{match['width'] or ''}d}", pattern)


@dataclass(frozen=True, slots=True)
class Leaving:
    """What goes from everybody's pages with a type that is taken out of use."""

    records: int
    drafts: int
    """Begun by somebody, and not sent."""


def leaving(record_type: RecordType) -> Leaving:
    begun = Draft.objects.filter(purpose=NEW, state=Draft.State.OPEN, expires_at__gt=timezone.now())
    of_type = Q(target=record_type.key) | Q(target__startswith=f"{record_type.key}/")
    return Leaving(Record.objects.filter(type=record_type).count(), begun.filter(of_type).count())
