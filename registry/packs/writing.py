"""YAML as people like to read it: Bangla as Bangla, one text on one line, order as given. Used by the converter."""

from typing import Any

import yaml


class Flow(dict[str, Any]):
    """A mapping that is written on one line: `{bn: …, en: …}`."""


class _Dumper(yaml.SafeDumper):
    """Writes no aliases: the reader refuses them."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """List items stand indented below their key."""
        super().increase_indent(flow, False)


_Dumper.add_representer(
    Flow, lambda dumper, data: dumper.represent_mapping("tag:yaml.org,2002:map", data, flow_style=True)
)


def dump(data: Any, heading: str = "") -> str:
    """`data` as YAML text that ends with a line end; `heading` becomes a comment on top."""
    body = yaml.dump(
        data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000, default_flow_style=False
    )
    return f"# {heading}\n{body}" if heading else body
