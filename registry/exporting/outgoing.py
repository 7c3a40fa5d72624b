"""The records of a list on their way into a file: with nothing but what the layout lets out, and noted before they leave."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar
from uuid import UUID

from registry.exporting.columns import Layout
from registry.exporting.resource import Exported
from registry.exporting.signed import UNSIGNED, Signed, Signers
from registry.query import RecordQuery
from registry.query_rows import Whole

Made = TypeVar("Made")


class Outgoing:
    """Records of one list for one file. `purpose` and `address` stand in the access event of each chunk."""

    def __init__(self, query: RecordQuery, layout: Layout, purpose: str, address: str | None) -> None:
        self._query = query
        self.layout = layout
        self._purpose = purpose
        self._address = address
        self._signers = Signers()
        self._signed: Mapping[UUID, Signed] = {}

    def chunks(self, made: Callable[[Sequence[Exported]], Made]) -> Iterator[list[Made]]:
        """What `made` makes of the records, a part of a chunk at a time, and all of a chunk when its event is written."""
        wanted = [column.question.key for column in self.layout.columns if not column.withheld]
        versions = dict(self._query.record_type.form.versions.values_list("pk", "number"))
        return self._query.stream(
            lambda rows: made(
                [
                    Exported(row.record, row.answers, versions[row.version_id], self._signed_of(row))
                    for row in rows
                ]
            ),
            wanted,
            ahead=self._find_signed,
            purpose=self._purpose,
            address=self._address,
        )

    def _signed_of(self, row: Whole) -> Signed:
        return self._signed.get(row.record.pk, UNSIGNED) if self._signed else UNSIGNED

    def _find_signed(self, ids: Sequence[UUID]) -> None:
        self._signed = self._signers.of(ids) if self.layout.signed else {}
