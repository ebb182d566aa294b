"""Start the site on this machine: `python -m clearinghouse.launch dev|serve`.

`dev` migrates, loads starter and sample content and runs Django's server; `serve` runs the
production settings behind gunicorn. Both then become `clearinghouse.serve`.
"""

import os
import secrets
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"


class PortTaken(Exception):
    """Another program listens on the port."""


def main(arguments: Sequence[str]) -> int:
    """Prepare the site and run it until it is interrupted; return the exit status of a refusal."""
    mode = arguments[0] if arguments else "dev"
    port = int(os.environ.get("PORT", "8000"))
    try:
        check_port(port)
    except PortTaken:
        print(f"Port {port} is taken. Choose another one: PORT={port + 1} make run")  # noqa: T201
        return 1
    environment = environment_for(mode, port)
    Path(environment["DATA_DIR"]).mkdir(parents=True, exist_ok=True)
    for command in preparation(mode):
        subprocess.run([sys.executable, "manage.py", *command], check=True, env=environment)  # noqa: S603
    announce(port)
    # Become the program that serves, so that nothing of the preparation stays in memory.
    os.chdir(BASE_DIR)
    program = [sys.executable, "-m", "clearinghouse.serve", mode]
    os.execve(sys.executable, program, environment)  # noqa: S606


def check_port(port: int) -> None:
    """Raise PortTaken if something listens on the port already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise PortTaken from error


def environment_for(mode: str, port: int) -> dict[str, str]:
    """Return the environment of all processes; what is set already wins."""
    environment = {
        "DATA_DIR": str(BASE_DIR / "var"),
        "SITE_URL": f"http://{HOST}:{port}",
        "DJANGO_SETTINGS_MODULE": "clearinghouse.settings.dev",
        "PYTHONUNBUFFERED": "1",
        "PORT": str(port),
    }
    if mode == "serve":
        environment |= {
            "DJANGO_SETTINGS_MODULE": "clearinghouse.settings.production",
            "ALLOWED_HOSTS": f"{HOST},localhost",
            "HTTPS_ONLY": "0",
        }
    environment |= os.environ
    if mode == "serve" and "SECRET_KEY" not in environment:
        environment["SECRET_KEY"] = local_secret(Path(environment["DATA_DIR"]))
    return environment


def local_secret(data_dir: Path) -> str:
    """Return a secret key kept in the data folder, so that sessions survive a restart."""
    data_dir.mkdir(parents=True, exist_ok=True)
    path = data_dir / "secret-key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


def preparation(mode: str) -> list[list[str]]:
    """Return the management commands to run first; each does little the second time."""
    commands = [
        ["migrate", "--verbosity", "0"],
        ["createcachetable", "--database", "cache"],
        ["load_starter"],
    ]
    if mode == "serve":
        return [*commands, ["collectstatic", "--noinput", "--verbosity", "0"]]
    return [*commands, ["load_samples"]]


def announce(port: int) -> None:
    """Say where the site is."""
    print(f"\nThe site: http://{HOST}:{port}/   (Ctrl+C stops it)\n", flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
