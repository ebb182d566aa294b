"""Whatever an inspector's process does, the answer is a refusal and never an error."""

import subprocess
import sys
from pathlib import Path

import pytest

from files.enums import Refusal, Refused
from files.intake import isolation

INSPECTORS = {
    "hangs": ("import time; time.sleep(60)", Refusal.TOO_COMPLEX),
    "spins": ("while True: pass", Refusal.TOO_COMPLEX),
    "is_killed": ("import os; os.kill(os.getpid(), 9)", Refusal.TOO_COMPLEX),
    "crashes": ("import os; os.kill(os.getpid(), 11)", Refusal.DAMAGED),
    "fails": ("raise RuntimeError('\\u00e4' * 2001)", Refusal.DAMAGED),
    "swells": ("x = bytearray(400 * 1024 ** 2)", Refusal.TOO_COMPLEX),
    "fills_the_disk": ("raise OSError(28, 'No space left')", Refusal.STORAGE_FULL),
    "says_nothing": ("import os; os._exit(0)", Refusal.DAMAGED),
    "says_nonsense": ("import os; os.write(1, b'[1'); os._exit(0)", Refusal.DAMAGED),
    "says_another_kind": ("return 'exe'", Refusal.DAMAGED),
    "says_a_list": ("import os; os.write(1, b'[]'); os._exit(0)", Refusal.DAMAGED),
    "talks_without_end": (
        "import sys\n    while True: sys.stdout.write('x' * 1000000)",
        Refusal.DAMAGED,
    ),
}
SOURCE = """
from files.intake import isolation
isolation.CPU_SECONDS = 1
isolation.FILE_SIZE = 2_000_000
isolation.MEMORY = 300 * 1024 * 1024
def inspect() -> str:
    {body}
    return "pdf"
isolation.serve(inspect, [])
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose modules the inspector's process finds, with the real package beside them."""
    (tmp_path / "files").symlink_to(Path(isolation.__file__).parent.parent)
    monkeypatch.setattr(isolation, "_PROJECT", tmp_path)
    monkeypatch.setattr(isolation, "WALL_SECONDS", 5)
    return tmp_path


@pytest.mark.parametrize("name", INSPECTORS)
def test_a_misbehaving_inspector_is_a_refusal(name: str, project: Path) -> None:
    body, refusal = INSPECTORS[name]
    (project / f"{name}.py").write_text(SOURCE.format(body=body))

    with pytest.raises(Refused) as refused:
        isolation.run(name, [])

    assert refused.value.refusal == refusal


def test_a_well_behaved_inspector_is_heard(project: Path) -> None:
    (project / "behaves.py").write_text(SOURCE.format(body="pass"))

    assert isolation.run("behaves", []) == "pdf"


def test_an_inspector_sees_no_secrets(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "do-not-tell")
    body = "import os\n    if 'SECRET_KEY' in os.environ: raise RuntimeError"
    (project / "looks_around.py").write_text(SOURCE.format(body=body))

    assert isolation.run("looks_around", []) == "pdf"


def test_inspectors_need_no_django() -> None:
    """They start in a tenth of the time, and cannot reach the database."""
    code = (
        "import sys, files.intake.office, files.intake.pdf, files.intake.pictures;"
        "sys.exit('django' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
