"""A pack folder read into typed parts. Every fault of every file is collected, then told at once (`PackError`)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from registry.packs import more
from registry.packs.forms import FormPart, ItemPart
from registry.packs.parts import (
    DemoFile,
    GrantPart,
    ListPart,
    OfficePart,
    OrganisationPart,
    PackFile,
    PlacePart,
    RecordTypePart,
    RolePart,
    WorkflowPart,
)
from registry.packs.problems import PackError, PackProblem
from registry.packs.yaml_files import YamlFile, read_yaml

MAX_FILES = 500
PLAIN_FILES = (
    *("pack", "lists", "blocks", "offices", "places", "organisations"),
    *("workflows", "record_types", "roles", "grants", "demo"),
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class FormFile:
    """A form and the file it came from, for telling where something is wrong."""

    form: FormPart
    source: YamlFile


@dataclass(frozen=True)
class Pack:
    """Everything a pack holds, in the order of its files. Nothing is checked against the database yet."""

    about: PackFile
    lists: list[ListPart] = field(default_factory=list)
    blocks: dict[str, list[ItemPart]] = field(default_factory=dict)
    forms: list[FormFile] = field(default_factory=list)
    offices: list[OfficePart] = field(default_factory=list)
    places: list[PlacePart] = field(default_factory=list)
    organisations: list[OrganisationPart] = field(default_factory=list)
    workflows: list[WorkflowPart] = field(default_factory=list)
    record_types: list[RecordTypePart] = field(default_factory=list)
    roles: list[RolePart] = field(default_factory=list)
    grants: list[GrantPart] = field(default_factory=list)
    demo: DemoFile = field(default_factory=DemoFile)
    more: dict[str, list[Any]] = field(default_factory=dict)
    """What files of other apps hold, by the file's name (`registry.packs.more`)."""
    sources: dict[str, YamlFile] = field(default_factory=dict)


def load_pack(folder: Path) -> Pack:
    """Read the pack in `folder`; `PackError` with every problem of its files."""
    reader = _Reader(folder)
    about = reader.one("pack", PackFile)
    pack = Pack(
        about=about or PackFile(key="unreadable", title={}),
        lists=reader.many("lists", ListPart),
        blocks=reader.read("blocks", dict[str, list[ItemPart]], dict),
        forms=list(reader.forms()),
        offices=reader.many("offices", OfficePart),
        places=reader.many("places", PlacePart),
        organisations=reader.many("organisations", OrganisationPart),
        workflows=reader.many("workflows", WorkflowPart),
        record_types=reader.many("record_types", RecordTypePart),
        roles=reader.many("roles", RolePart),
        grants=reader.many("grants", GrantPart),
        demo=reader.one("demo", DemoFile) or DemoFile(),
        more={one.file: reader.many(one.file, one.part) for one in more.files()},
        sources=reader.sources,
    )
    reader.refuse_strange_files()
    if reader.problems:
        raise PackError(reader.problems)
    return pack


class _Reader:
    """Reads one file after the other and keeps going after a fault."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[PackProblem] = []
        self.sources: dict[str, YamlFile] = {}
        if not folder.is_dir():
            raise PackError([PackProblem(str(folder), "There is no such folder.")])
        if not (folder / "pack.yaml").is_file():
            raise PackError([PackProblem(str(folder), "This is not a pack: it has no pack.yaml.")])

    def one(self, name: str, model: type[T]) -> T | None:
        return self.read(name, model, lambda: None)

    def many(self, name: str, model: type[T]) -> list[T]:
        return self.read(name, list[model], list)  # type: ignore[valid-type]

    def read(self, name: str, shape: Any, otherwise: Callable[[], Any]) -> Any:
        path = self.folder / f"{name}.yaml"
        if not path.is_file():
            return otherwise()
        source, value = self.parse(path, shape)
        if source:
            self.sources[name] = source
        return otherwise() if value is None else value

    def forms(self) -> Iterator[FormFile]:
        paths = sorted((self.folder / "forms").glob("*.yaml"))
        if len(paths) > MAX_FILES:
            self.problems.append(PackProblem("forms", f"More than {MAX_FILES} forms."))
        for path in paths[:MAX_FILES]:
            source, form = self.parse(path, FormPart)
            if source and form:
                yield FormFile(form, source)

    def parse(self, path: Path, shape: Any) -> tuple[YamlFile | None, Any]:
        try:
            source = read_yaml(path, path.relative_to(self.folder).as_posix())
            return source, validated(source, shape)
        except PackError as error:
            self.problems += error.problems
            return None, None

    def refuse_strange_files(self) -> None:
        """A file with a slip in its name would otherwise be left out without a word."""
        expected = {f"{name}.yaml" for name in (*PLAIN_FILES, *(one.file for one in more.files()))}
        for path in sorted(self.folder.iterdir()):
            if path.suffix in {".yaml", ".yml"} and path.name not in expected:
                self.problems.append(
                    PackProblem(path.name, f"Not a file of a pack. Known are: {', '.join(sorted(expected))}.")
                )
        for path in sorted((self.folder / "forms").glob("*.yml")):
            self.problems.append(PackProblem(f"forms/{path.name}", "Forms end in .yaml."))


def validated(source: YamlFile, shape: Any) -> Any:
    """The file's content as `shape`; `PackError` names each fault with its line."""
    try:
        return TypeAdapter(shape).validate_python(source.data)
    except ValidationError as error:
        raise PackError([_problem(source, fault["loc"], fault) for fault in error.errors()]) from error


def _problem(source: YamlFile, loc: Sequence[int | str], fault: Any) -> PackProblem:
    path, names = locate(source.data, loc)
    message = str(fault["msg"]).removeprefix("Value error, ")
    message = message if message.endswith((".", "।")) else f"{message}."
    if fault["type"] == "extra_forbidden":
        message = f"There is no attribute {str(loc[-1])!r} here."
    return PackProblem(source.name, message, names, source.line_of(path))


def locate(data: Any, loc: Sequence[int | str]) -> tuple[tuple[int | str, ...], tuple[str, ...]]:
    """Where a fault is: the path in the file, and how people call it. pydantic's names of union members are left out."""
    path: list[int | str] = []
    names: list[str] = []
    for position, step in enumerate(loc):
        last = position == len(loc) - 1
        if isinstance(data, dict) and (last or isinstance(data.get(step), dict | list)):
            path.append(step)
            names += [] if step == "items" and not last else [str(step)]
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            path.append(step)
            data = data[step]
            names.append(called(data) or str(step + 1))
    return tuple(path), tuple(names)


def called(part: Any) -> str:
    """The name of an entry: its key, or what stands for it."""
    if not isinstance(part, dict | BaseModel):
        return ""
    for name in ("key", "page", "question", "repeat", "group", "include", "code", "value", "email", "name"):
        found = part.get(name) if isinstance(part, dict) else getattr(part, name, None)
        if isinstance(found, str):
            return found
    return ""
