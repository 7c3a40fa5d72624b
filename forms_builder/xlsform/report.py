"""What reading a workbook found: the document, the counts, and remarks by sheet and row."""

from dataclasses import dataclass, field

from forms_builder.schema import Document


@dataclass(frozen=True, slots=True)
class Remark:
    """Where, and one sentence. Row 0 where no row is meant."""

    sheet: str
    row: int
    message: str


@dataclass(frozen=True, slots=True)
class Brought:
    """A file that came with a workbook and is used."""

    name: str
    content_type: str
    content: bytes


@dataclass(slots=True)
class Report:
    """The outcome for one workbook. `document` is None where nothing sensible could be read."""

    document: Document | None = None
    title: str = ""
    questions: int = 0
    groups: int = 0
    """Groups on the screen; the frame around a repeat counts as one, as in an XForm."""
    repeats: int = 0
    languages: list[str] = field(default_factory=list)
    errors: list[Remark] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)
    brought: dict[str, Brought] = field(default_factory=dict)
    """sha256 → file."""
    rows: dict[str, tuple[str, int]] = field(default_factory=dict)
    """Part id → sheet and row."""

    @property
    def ok(self) -> bool:
        return self.document is not None and not self.errors

    def error(self, sheet: str, row: int, message: str) -> None:
        self.errors.append(Remark(sheet, row, message))

    def warning(self, sheet: str, row: int, message: str) -> None:
        self.warnings.append(Remark(sheet, row, message))
