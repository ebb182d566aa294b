"""The rules of the house that no linter knows (docs/adr/0001-the-house.md)."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import get_commands
from django.db.models import Model

ROOT = Path(settings.BASE_DIR)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LAYERS: list[str] = PROJECT["tool"]["importlinter"]["contracts"][0]["layers"]
# "a | b" in a layer: the two do not import each other.
RANKS = {name.strip(): rank for rank, layer in enumerate(LAYERS) for name in layer.split("|")}
LONGEST_FILE = 400
LONGEST_FUNCTION = 40
NO_ROOMS = {"utils", "helpers", "misc", "common"}


def first_party_apps() -> list[str]:
    return [name for name in settings.INSTALLED_APPS if (ROOT / name / "__init__.py").exists()]


def sources() -> Iterator[Path]:
    """Python files of the apps, without migrations."""
    for name in first_party_apps():
        for path in (ROOT / name).rglob("*.py"):
            if "migrations" not in path.parts:
                yield path


def test_every_app_is_in_every_contract() -> None:
    found = set(first_party_apps())
    assert found == set(RANKS)
    assert found == set(PROJECT["tool"]["importlinter"]["root_packages"])
    only_search = PROJECT["tool"]["importlinter"]["contracts"][1]
    assert set(only_search["source_modules"]) == found - {"search"}
    assert set(PROJECT["tool"]["ruff"]["lint"]["isort"]["known-first-party"]) == found


def our_models() -> list[type[Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in RANKS]


def test_there_are_models_to_look_at() -> None:
    assert len(our_models()) > 20


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_foreign_keys_point_down(model: type[Model]) -> None:
    here = RANKS[model._meta.app_label]
    for field in model._meta.get_fields():
        target = field.related_model
        if field.auto_created or not isinstance(target, type):
            continue
        there = RANKS.get(target._meta.app_label)
        assert there is None or there >= here, f"{field} points up to {target._meta.label}"


def test_no_rooms_without_a_name() -> None:
    assert [path for path in sources() if path.stem in NO_ROOMS] == []


def test_no_file_outgrows_its_room() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in sources()
        if (lines := len(path.read_text().splitlines())) > LONGEST_FILE
    }
    assert long == {}


def functions() -> Iterator[tuple[str, int]]:
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                body = node.body[1:] if ast.get_docstring(node) else node.body
                lines = (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
                yield f"{path.relative_to(ROOT)}:{node.name}", lines


def test_functions_stay_short() -> None:
    assert {name: lines for name, lines in functions() if lines > LONGEST_FUNCTION} == {}


def test_readers_of_files_are_loaded_by_those_who_need_them() -> None:
    """They cost a web process some thirty megabytes, and what it does not load cannot be broken."""
    code = (
        "import os, sys; os.environ['DJANGO_SETTINGS_MODULE'] = 'clearinghouse.settings.test';"
        "import django; django.setup();"
        "from django.urls import get_resolver; get_resolver().url_patterns;"
        "print(*({'pikepdf', 'pypdfium2', 'openpyxl', 'rdflib', 'citeproc'} & set(sys.modules)))"
    )
    answer = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, cwd=ROOT)
    assert answer.stdout.decode().split() == []


def test_every_app_of_features_has_a_page_of_documentation() -> None:
    index = (ROOT / "README.md").read_text() + (ROOT / "docs" / "README.md").read_text()
    pages = sorted(path.name for path in (ROOT / "docs" / "features").glob("*.md"))
    assert pages
    assert [page for page in pages if page not in index] == []


def test_every_command_is_documented() -> None:
    text = (ROOT / "docs" / "operations.md").read_text()
    ours = [name for name, app in get_commands().items() if app in RANKS]
    assert [name for name in ours if f"`manage.py {name}" not in text] == []


def test_every_setting_of_the_environment_is_documented() -> None:
    text = (ROOT / "docs" / "operations.md").read_text()
    names = set()
    for path in (ROOT / "clearinghouse").rglob("*.py"):
        source = path.read_text()
        names |= set(re.findall(r'\benv(?:\.\w+)?\(\s*"([A-Z_]+)"', source))
        names |= set(re.findall(r'environ(?:\.get)?[\[(]"([A-Z_]+)"', source))
    names -= {"DJANGO_SETTINGS_MODULE", "CLEARINGHOUSE_TEST_DIR", "PYTEST_XDIST_WORKER"}
    assert [name for name in sorted(names) if f"`{name}`" not in text] == []


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = [int(path.name[:4]) for path in sorted((ROOT / "docs" / "adr").glob("*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))


def test_nothing_committed_names_a_path_of_one_machine() -> None:
    found = subprocess.run(
        ["git", "grep", "-nIE", r"(^|[^[:alnum:]_.])/(work|root|home/[a-z]+)/", "--", ":!*.lock"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.stdout == ""
