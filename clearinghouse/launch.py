"""Start the site on this machine: `python -m clearinghouse.launch dev|serve`.

`dev` migrates, loads starter and sample content and runs Django's server; `serve` runs the
production settings behind gunicorn. Both go on as `clearinghouse.serve` does.
"""

import os
import secrets
import socket
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import django
from django.core.management import call_command

from . import serve

BASE_DIR = Path(__file__).resolve().parent.parent


class PortTaken(Exception):
    """Another program listens on the port."""


def main(arguments: Sequence[str]) -> int:
    """Prepare the site and run it until it is interrupted; return the exit status of a refusal."""
    mode = arguments[0] if arguments else "dev"
    port = serve.chosen_port()
    try:
        check_port(port)
    except PortTaken:
        print(f"Port {port} is taken. Choose another one: PORT={port + 1} make run")  # noqa: T201
        return 1
    environment = environment_for(mode, port)
    Path(environment["DATA_DIR"]).mkdir(parents=True, exist_ok=True)
    os.environ.update(environment)
    # In a process of its own, so that nothing of it stays in memory.
    if status := serve.run_apart(partial(prepare, mode)):
        return status
    announce(port)
    return serve.main([mode])


def check_port(port: int) -> None:
    """Raise PortTaken if something listens on the port already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((serve.HOST, port))
        except OSError as error:
            raise PortTaken from error


def environment_for(mode: str, port: int) -> dict[str, str]:
    """Return the environment of all processes; what is set already wins."""
    environment = {
        "DATA_DIR": str(BASE_DIR / "var"),
        "SITE_URL": f"http://{serve.HOST}:{port}",
        "DJANGO_SETTINGS_MODULE": "clearinghouse.settings.dev",
    }
    if mode == "serve":
        environment |= {
            "DJANGO_SETTINGS_MODULE": "clearinghouse.settings.production",
            "ALLOWED_HOSTS": f"{serve.HOST},localhost",
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


def prepare(mode: str) -> None:
    """Bring database, content and static files up to date; does little the second time."""
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", database="cache", verbosity=0)
    call_command("load_starter")
    if mode == "serve":
        call_command("collectstatic", interactive=False, verbosity=0)
    else:
        call_command("load_samples")


def announce(port: int) -> None:
    """Say where the site is."""
    print(f"\nThe site: http://{serve.HOST}:{port}/   (Ctrl+C stops it)\n", flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
