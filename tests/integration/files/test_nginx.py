"""nginx in front, set up as `docs/operations.md` says, sends files itself, and harmlessly."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from django.conf import settings as django_settings
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from library.models import LibraryIndexPage
from tests.drills.conftest import wait_until
from tests.elastic import free_port
from tests.factories.documents import pdf_bytes
from tests.factories.shared_files import make_file, make_listed
from tests.services import require

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
OPERATIONS = Path(django_settings.BASE_DIR) / "docs" / "operations.md"


def documented_location(files: Path) -> str:
    """The part of nginx's configuration that the documentation gives, for a folder."""
    found = re.search(
        r"^    location /sent-by-order/ \{.*?^    \}", OPERATIONS.read_text(), re.M | re.S
    )
    assert found is not None
    return found[0].replace("/srv/clearinghouse/files/", f"{files}/")


@pytest.fixture
def nginx(live_server: LiveServer, store: Path, settings: Any, tmp_path: Path) -> Iterator[str]:
    """Return the address of an nginx of our own in front of the site."""
    program = shutil.which("nginx")
    require("nginx", available=program is not None)
    assert program is not None
    settings.FILES_ACCEL = "/sent-by-order/"
    store.mkdir(exist_ok=True)
    port, folder = free_port(), tmp_path / "nginx"
    folder.mkdir()
    paths = "".join(
        f"{name}_temp_path {folder}/{name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"user root;\npid {folder}/pid;\nerror_log {folder}/error.log;\nevents {{}}\n"
        f"http {{\n{paths}access_log off;\nserver {{\nlisten 127.0.0.1:{port};\n"
        f"{documented_location(store)}\n"
        f"location / {{ proxy_pass {live_server.url}; }}\n}}\n}}\n"
    )
    process = subprocess.Popen(
        [program, "-p", str(folder), "-c", "nginx.conf", "-e", "error.log", "-g", "daemon off;"]
    )
    address = f"http://127.0.0.1:{port}"
    wait_until(lambda: _answers(address), 30, "nginx")
    yield address
    process.terminate()
    process.wait(20)


def _answers(address: str) -> bool:
    try:
        with urlopen(f"{address}/robots.txt", timeout=10):
            return True
    except OSError:
        return False


def test_nginx_sends_what_the_site_orders(
    nginx: str, library: LibraryIndexPage, contributor: User
) -> None:
    stored_file = make_file(contributor, "Größe.pdf", pdf_bytes())
    make_listed(library, contributor, stored_file)
    address = nginx + stored_file.get_absolute_url()

    with urlopen(address) as served:
        assert served.read() == pdf_bytes()
        headers = served.headers
    assert headers["Server"].startswith("nginx")
    assert headers["Content-Type"] == "application/pdf"
    assert headers["Content-Disposition"].startswith("attachment")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "ETag" not in headers
    assert "X-Accel-Redirect" not in headers
    with urlopen(Request(address, headers={"Range": "bytes=0-4"})) as part:
        assert (part.status, part.read()) == (206, pdf_bytes()[:5])


def test_nobody_reaches_the_store_past_the_site(
    nginx: str, library: LibraryIndexPage, contributor: User
) -> None:
    stored_file = make_file(contributor, "Plan.pdf", pdf_bytes())
    sha256 = stored_file.sha256
    for path in (f"/sent-by-order/{sha256[:2]}/{sha256}", stored_file.get_absolute_url()):
        with pytest.raises(HTTPError) as refused:
            urlopen(nginx + path)
        assert refused.value.code == 404
