"""YAML read safely and with line numbers. Refuses what a pack never needs: aliases, tags, twice the same key, size.

Aliases are refused because a few hundred bytes of them can grow to gigabytes.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from yaml.composer import Composer
from yaml.constructor import SafeConstructor
from yaml.cyaml import CParser  # type: ignore[attr-defined]  # its types leave out what LibYAML gives
from yaml.resolver import Resolver

from registry.packs.problems import PackError, PackProblem

MAX_BYTES = 2_000_000
MAX_DEPTH = 40

Lines = dict[tuple[str | int, ...], int]


@dataclass(frozen=True, slots=True)
class YamlFile:
    """A file's content, and the line on which each part of it begins."""

    name: str
    data: Any
    lines: Lines = field(default_factory=dict)

    def line_of(self, path: tuple[str | int, ...]) -> int:
        """The line of the innermost part of `path` that is in the file; 0 when there is none."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 0)


def read_yaml(path: Path, name: str) -> YamlFile:
    """Read one file; `PackError` says where it cannot be read. `name` is how people call the file."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise PackError([PackProblem(name, f"The file is larger than {MAX_BYTES // 1_000_000} MB.")])
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise PackError([PackProblem(name, "The file is not UTF-8 text.")]) from error
    except OSError as error:
        raise PackError([PackProblem(name, f"The file cannot be read: {error.strerror}.")]) from error
    return parse_yaml(text, name)


def parse_yaml(text: str, name: str) -> YamlFile:
    try:
        loader = _Loader(text)
        try:
            node = loader.get_single_node()
            data = None if node is None else loader.construct_document(node)
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise PackError(
            [
                PackProblem(
                    name, _sentence(error.problem or "This is not YAML"), line=mark.line + 1 if mark else 0
                )
            ]
        ) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise PackError([PackProblem(name, _sentence(str(error).splitlines()[0]))]) from error
    lines: Lines = {}
    if node is not None:
        _note_lines(node, (), lines.__setitem__)
    return YamlFile(name, data, lines)


class _Loader(Composer, CParser, SafeConstructor, Resolver):
    """PyYAML's safe loader, stricter. LibYAML reads the text: four times as fast as Python does."""

    depth = 0

    def __init__(self, text: str) -> None:
        CParser.__init__(self, text)
        Composer.__init__(self)
        SafeConstructor.__init__(self)
        Resolver.__init__(self)

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise _refused("Aliases (*name) are not allowed", self.peek_event())
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise _refused(f"More than {MAX_DEPTH} levels", self.peek_event())
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key_node, _value in node.value:
            key = key_node.value
            if not isinstance(key, str) or not key_node.tag.endswith((":str", ":int")):
                raise _refused(f"The name {key!r} must be text; put it in quotes", key_node)
            if key in seen:
                raise _refused(f"{key!r} is written twice", key_node)
            seen.add(key)
        return super().construct_mapping(node, deep=deep)


def _plain_scalar(loader: _Loader, node: Any) -> str:
    return str(loader.construct_scalar(node))


# A date stays the text it was written as, and so does a number with an underscore or a colon in it.
_Loader.add_constructor("tag:yaml.org,2002:timestamp", _plain_scalar)  # type: ignore[type-var]  # a loader all the same
_Loader.yaml_implicit_resolvers = {
    sign: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":merge", ":value"))]
    for sign, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _refused(message: str, place: Any) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=message, problem_mark=place.start_mark)


def _note_lines(
    node: Any, path: tuple[str | int, ...], note: Callable[[tuple[str | int, ...], int], None]
) -> None:
    note(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            note((*path, key.value), key.start_mark.line + 1)
            _note_lines(value, (*path, key.value), note)
            note((*path, key.value), key.start_mark.line + 1)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            _note_lines(value, (*path, index), note)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}".rstrip(".") + "."
