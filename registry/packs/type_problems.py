"""A pack's record types looked at together: no two may give the same number, and each lies where it can lie."""

from collections.abc import Iterator, Mapping
from itertools import combinations

from forms_builder.questions.outside import RecordLinkType
from forms_builder.schema import Document, find_question
from registry.packs.loading import Pack
from registry.packs.parts import RecordTypePart
from registry.packs.problems import PackProblem
from registry.references import same_numbers
from registry.workflow.document import Measure


def type_problems(pack: Pack, documents: Mapping[str, Document]) -> Iterator[PackProblem]:
    """What the types say of each other and cannot hold."""
    codes = [part.code for part in pack.offices]
    for one, other in combinations(pack.record_types, 2):
        if same_numbers(one.pattern, other.pattern, codes):
            message = f"Its numbers could be those of {one.key!r}: {other.pattern}, {one.pattern}."
            yield _problem(other, "pattern", message)
    above = {part.key: part.parent for part in pack.record_types}
    for part in pack.record_types:
        if _lies_below_itself(part.key, above):
            yield _problem(part, "parent", "It would lie below itself.")
        elif part.parent and above.get(part.parent):
            yield _problem(part, "parent", f"{part.parent!r} lies below another record type itself.")
        for rollup in part.rollups:
            if rollup.measure is not Measure.COUNT and not rollup.question:
                yield _problem(part, "rollups", f"{rollup.key!r} measures no question.")
        question = find_question(documents[part.form], part.parent_key) if part.form in documents else None
        if (
            part.parent_key
            and part.form in documents
            and (not question or question.type != RecordLinkType.name)
        ):
            yield _problem(part, "parent_key", f"{part.parent_key!r} is not a question for another record.")


def _lies_below_itself(key: str, above: Mapping[str, str | None]) -> bool:
    seen, now = set(), above.get(key)
    while now and now not in seen:
        seen.add(now)
        now = above.get(now)
    return key in seen


def _problem(part: RecordTypePart, name: str, message: str) -> PackProblem:
    return PackProblem("record_types.yaml", message, (part.key, name))
