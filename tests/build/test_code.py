"""How the code is cut: one idea a file, short functions, arrows that models and templates keep too."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

from tests.build.conftest import ROOT, repository_files

PACKAGES = ("site/nirapod", "forms_builder", "registry", "trainings", "knowledge")
LONGEST_FILE = 300
LONGEST_FUNCTION = 60
# Who may know whom: an app knows itself and those before it. The user model is known to all.
ORDER = ("forms_builder", "registry", "trainings")
TEMPLATE_USE = re.compile(r"{%\s*(?:extends|include)\s+\"([a-z_]+)/")


def modules() -> Iterator[Path]:
    for path in repository_files():
        if path.suffix == ".py" and "migrations" not in path.parts:
            if any(path.is_relative_to(package) for package in PACKAGES) or path.parts[0] == "tests":
                yield path


def test_every_file_opens_with_what_lives_in_it() -> None:
    silent = [
        str(path) for path in modules() if source(path) and not ast.get_docstring(ast.parse(source(path)))
    ]
    assert not silent


def test_no_file_is_longer_than_one_idea() -> None:
    lengths = {str(path): len(source(path).splitlines()) for path in modules()}
    assert not {path: length for path, length in lengths.items() if length > LONGEST_FILE}


def test_no_function_is_longer_than_a_screen() -> None:
    long = [
        f"{path}:{node.lineno} {node.name}"
        for path in modules()
        for node in ast.walk(ast.parse(source(path)))
        if isinstance(node, ast.FunctionDef)
        and node.end_lineno
        and node.end_lineno - node.lineno >= LONGEST_FUNCTION
    ]
    assert not long


def source(path: Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


@pytest.mark.parametrize("label", ORDER)
def test_models_point_only_to_apps_below(label: str) -> None:
    above = set(ORDER[ORDER.index(label) + 1 :]) | {"jobs", "knowledge"}
    wrong = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config(label).get_models()
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model
        if field.related_model._meta.app_label in above
    ]
    assert not wrong


@pytest.mark.parametrize("label", ORDER)
def test_templates_use_only_templates_of_apps_below(label: str) -> None:
    above = set(ORDER[ORDER.index(label) + 1 :]) | {"knowledge"}
    folder = Path("templates") / label
    wrong = [
        str(path)
        for path in repository_files()
        if path.is_relative_to(folder) and above & set(TEMPLATE_USE.findall(source(path)))
    ]
    assert not wrong


def test_no_template_switches_escaping_off() -> None:
    loose = re.compile(r"\|\s*safe\b|autoescape\s+off")
    wrong = [str(p) for p in repository_files() if p.suffix == ".html" and loose.search(source(p))]
    assert not wrong
