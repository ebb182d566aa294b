"""Real Elasticsearch nodes for tests, without containers.

The servers are those that Maven Central carries (see `.ci/elasticsearch`, which fetches them into a
folder outside the project). `python -m tests.elastic` starts one node of each version found, prints
their addresses on one line and runs until it is stopped; a test that stops and kills nodes starts
its own with `start_node`.
"""

import contextlib
import http.client
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

HOST = "127.0.0.1"
CACHE = Path(os.environ.get("ELASTICSEARCH_CACHE", "/var/tmp/clearinghouse-elasticsearch"))
START_SECONDS = 120
# Elasticsearch refuses to run as root.
SOMEBODY = "nobody"
_JAVA_NEEDED = {8: 17, 9: 21}


@dataclass(frozen=True)
class Server:
    """An unpacked server and a Java that runs it."""

    home: Path
    java: Path

    @property
    def version(self) -> str:
        """Its version, such as "8.19.21"."""
        return self.home.name.removeprefix("elasticsearch-")


def servers() -> list[Server]:
    """Return the servers on this machine that can be run, the oldest version first."""
    found = []
    for home in sorted(CACHE.glob("elasticsearch-*")):
        major = int(home.name.removeprefix("elasticsearch-").split(".")[0])
        java = _java(_JAVA_NEEDED[major])
        if java:
            found.append(Server(home, java))
    return found


def _java(least: int) -> Path | None:
    """Return the home of the oldest Java here that is new enough."""
    known = {}
    for release in Path("/usr/lib/jvm").glob("*/release"):
        version = re.search(r'JAVA_VERSION="(\d+)', release.read_text())
        if version:
            known[int(version[1])] = release.parent
    return next((known[one] for one in sorted(known) if one >= least), None)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@dataclass
class Node:
    """One node; its data outlives a stop."""

    server: Server
    folder: Path
    port: int = field(default_factory=free_port)
    settings: Sequence[str] = ("discovery.type: single-node", "xpack.security.enabled: false")
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://{HOST}:{self.port}"

    def start(self, *, wait: bool = True) -> None:
        """Start it, by default until it answers.

        Raises:
            RuntimeError: it did not come up; the message ends with its own words.
        """
        self._configure()
        with (self.folder / "output").open("wb") as output:
            self.process = subprocess.Popen(
                [self.server.home / "bin" / "elasticsearch"],
                env={
                    "PATH": os.environ["PATH"],
                    "HOME": str(self.folder),
                    "ES_JAVA_HOME": str(self.server.java),
                    "ES_JAVA_OPTS": "-Xms512m -Xmx512m",
                    "ES_PATH_CONF": str(self.folder / "config"),
                    "ES_TMPDIR": str(self.folder / "temporary"),
                },
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                user=SOMEBODY if os.geteuid() == 0 else None,
            )
        if wait:
            self.wait()

    def wait(self) -> None:
        """Wait until it answers.

        Raises:
            RuntimeError: it does not.
        """
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process and self.process.poll() is None:
            with contextlib.suppress(OSError, http.client.HTTPException):
                if self._answers():
                    return
            time.sleep(0.2)
        words = (self.folder / "output").read_text(errors="replace")[-2_000:]
        raise RuntimeError(f"Elasticsearch {self.server.version} did not start:\n{words}")

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=5)
        connection.request("GET", "/_cluster/health?wait_for_status=yellow&timeout=1s")
        return connection.getresponse().status == 200

    def stop(self) -> None:
        """Kill it at once, as a lost machine would be."""
        self._signal(signal.SIGKILL)
        if self.process:
            self.process.wait()
        self.process = None

    def pause(self) -> None:
        """Have it hang: it accepts connections and never answers."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on."""
        self._signal(signal.SIGCONT)

    def remove(self) -> None:
        """Stop it and delete its data."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _signal(self, number: signal.Signals) -> None:
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, number)

    def _configure(self) -> None:
        """Write its configuration, which holds nothing of the server's own but the logging."""
        config = self.folder / "config"
        if not config.exists():
            config.mkdir()
            (self.folder / "temporary").mkdir()
            shutil.copy(self.server.home / "config" / "log4j2.properties", config)
            options = (self.server.home / "config" / "jvm.options").read_text().splitlines()
            kept = [line for line in options if "Xlog" not in line and "HeapDump" not in line]
            (config / "jvm.options").write_text("\n".join(kept))
            lines = [
                f"path.data: {self.folder / 'data'}",
                f"path.logs: {self.folder / 'logs'}",
                f"network.host: {HOST}",
                f"http.port: {self.port}",
                "cluster.routing.allocation.disk.threshold_enabled: false",
                *self.settings,
            ]
            (config / "elasticsearch.yml").write_text("\n".join(lines))
        self._hand_over()

    def _hand_over(self) -> None:
        """Give its folder to the user that runs it."""
        if os.geteuid() == 0:
            for path in [self.folder, *self.folder.rglob("*")]:
                shutil.chown(path, SOMEBODY)


class SecuredNode(Node):
    """A node that talks TLS with a certificate of its own and lets in only `USER`, who may do what
    a site needs (`docs/operations.md`) with the indices of one prefix."""

    USER, PASSWORD, PREFIX = "site", "plum-orchard-window", "signed"

    @property
    def url(self) -> str:
        """Its address, without who signs in."""
        return f"https://{HOST}:{self.port}"

    @property
    def certificate(self) -> Path:
        """The file by which it is known."""
        return self.folder / "config" / "node" / "node.crt"

    def _answers(self) -> bool:
        trusted = ssl.create_default_context(cafile=str(self.certificate))
        connection = http.client.HTTPSConnection(HOST, self.port, timeout=5, context=trusted)
        connection.request("GET", "/_cluster/health")
        return connection.getresponse().status == 401

    def _configure(self) -> None:
        config = self.folder / "config"
        self.settings = (
            "discovery.type: single-node",
            "xpack.security.enabled: true",
            "xpack.security.http.ssl.enabled: true",
            "xpack.security.http.ssl.key: node/node.key",
            "xpack.security.http.ssl.certificate: node/node.crt",
        )
        super()._configure()
        packed = self.folder / "certificate.zip"
        self._run("elasticsearch-certutil", "cert", "--self-signed", "--pem", "--silent",
                  "--ip", HOST, "--name", "node", "--out", str(packed))  # fmt: skip
        with zipfile.ZipFile(packed) as files:
            files.extractall(config)
        (config / "roles.yml").write_text(
            "site:\n  cluster: [monitor]\n  indices:\n"
            f"    - names: ['{self.PREFIX}', '{self.PREFIX}-*']\n      privileges: [all]\n"
        )
        for name in ("users", "users_roles"):
            (config / name).touch()
        self._run("elasticsearch-users", "useradd", self.USER, "-p", self.PASSWORD, "-r", "site")
        self._hand_over()

    def _run(self, *command: str) -> None:
        environment = {
            "PATH": os.environ["PATH"],
            "ES_JAVA_HOME": str(self.server.java),
            "ES_PATH_CONF": str(self.folder / "config"),
        }
        program = self.server.home / "bin" / command[0]
        subprocess.run(
            [program, *command[1:]],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            check=True,
        )


def start_node(server: Server) -> Node:
    """Start a node of its own with an empty data folder; `remove` it at the end."""
    node = Node(server, _folder())
    node.start()
    return node


def start_secured_node(server: Server) -> SecuredNode:
    """Start a node that asks for a name and a password and talks TLS."""
    node = SecuredNode(server, _folder())
    node.start()
    return node


def start_cluster(server: Server, size: int) -> list[Node]:
    """Start several nodes that know each other."""
    transport = [free_port() for _ in range(size)]
    seeds = ", ".join(f'"{HOST}:{port}"' for port in transport)
    names = ", ".join(f"node{number}" for number in range(size))
    nodes = [
        Node(
            server,
            _folder(),
            settings=(
                "cluster.name: drill",
                "xpack.security.enabled: false",
                f"node.name: node{number}",
                f"transport.port: {port}",
                f"discovery.seed_hosts: [{seeds}]",
                f"cluster.initial_master_nodes: [{names}]",
            ),
        )
        for number, port in enumerate(transport)
    ]
    for node in nodes:
        node.start(wait=False)
    for node in nodes:
        node.wait()
    return nodes


def _folder() -> Path:
    # Not below pytest's folders: those are closed to everybody but their owner.
    return Path(tempfile.mkdtemp(prefix="clearinghouse-elasticsearch-", dir="/tmp"))


def main() -> None:
    """Run a node of each version until told to stop."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
    nodes = [Node(server, _folder()) for server in servers()]
    try:
        for node in nodes:
            node.start(wait=False)
        for node in nodes:
            node.wait()
        sys.stdout.write(" ".join(f"{node.server.version[0]}={node.url}" for node in nodes) + "\n")
        sys.stdout.flush()
        signal.pause()
    finally:
        for node in nodes:
            node.remove()


if __name__ == "__main__":
    main()
