"""Files that answers name belong to the record, so that the record's access rules are the files'."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from forms_builder.models import Attachment
from forms_builder.questions import types
from forms_builder.schema import Question
from registry.answers import Answers, each
from registry.models import Record, RecordFile


def link_files(record: Record, known: Mapping[str, Question], answers: Answers, user: Any) -> None:
    """Link the files that `user` sent with the answers. Files of others, or of other records, stay theirs."""
    keys = dict(files_in(known, answers))
    if not keys:
        return
    sent = Attachment.objects.filter(pk__in=keys, owner=user, record_file=None)
    RecordFile.objects.bulk_create(
        RecordFile(record=record, attachment=attachment, key=keys[attachment.pk]) for attachment in sent
    )


def files_in(known: Mapping[str, Question], answers: Answers) -> Iterator[tuple[UUID, str]]:
    """(id of the attachment, key of the question) of every file that the answers name."""
    for key, _, answer in each(answers):
        question = known.get(key)
        file = types.of(question).file_of(answer) if question is not None else ""
        if file:
            try:
                yield UUID(file), key
            except ValueError:  # nothing that was ever kept
                continue
