"""Whole pages on which nothing is answered yet, kept in the process by what they show: then nothing is drawn at all.

Most pages are opened so first. Like the frames that they stand in they hold nothing of anybody; a page on which
something is answered, or whose questions differ from person to person, is put together as ever.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from forms_builder.filling import compiled_frames, drafts, posted
from forms_builder.filling.compiled_frames import REVISION, TAB, Frame, Key, Pieces
from forms_builder.filling.layouts import Step, is_displayed, is_writable
from forms_builder.filling.page_parts import Part
from forms_builder.filling.spoken import is_spoken, names_in
from forms_builder.logic import Path
from forms_builder.questions import types
from forms_builder.schema import Group, Item, Question

if TYPE_CHECKING:
    from forms_builder.filling.wizard import PageWizard

LIMIT = 1_000
GAPS = {posted.REVISION: REVISION, posted.TAB: TAB}


_grounds: dict[tuple[str, str], tuple[Path, ...] | None] = {}
"""Where the parts of a page stand, by version and page: answers and rules decide which are shown. None where some part
may look different to different people."""
_kept: dict[Key, Pieces] = {}


def page(wizard: "PageWizard", key: Key) -> str | None:
    """The page, if it was kept before."""
    pieces = _kept.get(key)
    if pieces is None:
        return None
    own = {REVISION: str(wizard.storage.draft.revision), TAB: posted.new_tab()}
    return compiled_frames.filled(wizard, pieces, **own)


def keep(wizard: "PageWizard", key: Key, frame: Frame, context: Mapping[str, Any]) -> None:
    """Keep the page that is shown, unless anything on it was drawn for this person."""
    if not _drawn_for_all(context["parts"]):
        return
    if len(_kept) >= LIMIT:
        _kept.pop(next(iter(_kept)))
    service = [(name, GAPS.get(name, value)) for name, value in context["service"]]
    questions = compiled_frames.questions_html(context, service)
    if str(wizard.storage.draft.pk) not in questions:
        _kept[key] = (*frame.before, *compiled_frames.cut(questions), *frame.after)


def key_of(wizard: "PageWizard", step: Step) -> Key | None:
    """What the page's look depends on; None where it may not be kept, or something is answered on it."""
    draft, payload, now = wizard.storage.draft, wizard.storage.payload, wizard.evaluation
    ground = _ground_of(draft.version.sha256, step)
    touched = step.key in payload.raw or step.key in payload.removed
    if ground is None or touched or draft.version.program.triggered or not compiled_frames.is_plain(wizard):
        return None
    shown = [path for path in ground if path in now.relevant]
    if any(path[-1] in payload.answers or path in now.choices for path in shown):
        return None
    steps = list(wizard.get_form_list())
    return (
        wizard.look(),
        draft.version.sha256,
        step.key,
        wizard.language,
        payload.is_test,
        bool(payload.back_url),
        drafts.is_outdated(draft),
        steps.index(step.key),
        len(steps),
        steps[max(steps.index(step.key) - 1, 0)],
        tuple(shown),
        tuple(path in now.required for path in shown),
    )


def _ground_of(sha256: str, step: Step) -> tuple[Path, ...] | None:
    name = (sha256, step.key)
    if name not in _grounds:
        if len(_grounds) >= LIMIT:
            _grounds.pop(next(iter(_grounds)))
        parts = list(_parts(step.items, ()))
        plain = not names_in(step.title, step.hint) and all(_is_plain(part) for part, _path in parts)
        _grounds[name] = tuple(path for _part, path in parts) if plain else None
    return _grounds[name]


def _parts(items: Sequence[Item], at: Path) -> Iterator[tuple[Item, Path]]:
    """Everything on the page, groups looked through: they name no answers of their own."""
    for item in items:
        yield item, (*at, item.key)
        if isinstance(item, Group):
            yield from _parts(item.items, at)


def _is_plain(part: Item) -> bool:
    """Whether a part looks the same for everybody who has not answered it."""
    if isinstance(part, Group):
        return not names_in(part.label, part.hint)
    if not isinstance(part, Question) or is_spoken(part) or part.is_calculated:
        return False
    kind = types.of(part)
    usual = is_writable(part) or not kind.stored or not is_displayed(part)
    return usual and not kind.personal and not kind.reads(part)


def _drawn_for_all(parts: Sequence[Part]) -> bool:
    """Whether each question came as it is kept for everybody."""
    return all(
        _drawn_for_all(part.parts) if part.kind == "group" else part.kind == "note" or part.html is not None
        for part in parts
    )
