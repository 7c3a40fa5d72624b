"""What is wrong with a pack, and where: file, line, path inside the file. No traceback ever reaches the person."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PackProblem:
    """One fault. `path` reads from the outside in: ("pages", "page_general", "alias")."""

    file: str
    message: str
    path: tuple[str, ...] = ()
    line: int = 0

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return (
            f"{where}: {' › '.join(self.path)}: {self.message}" if self.path else f"{where}: {self.message}"
        )


class PackError(Exception):
    """A pack cannot be used. Holds every problem found, not only the first."""

    def __init__(self, problems: Iterable[PackProblem]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(map(str, self.problems)))
