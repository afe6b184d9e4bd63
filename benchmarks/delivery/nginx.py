"""nginx with a configuration and a folder of its own, beside any that the machine runs."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from benchmarks.delivery.answers import Answer, Missing, first, free_port
from benchmarks.delivery.contenders import Contender
from benchmarks.delivery.processes import ROOT, running

EXAMPLE = ROOT / "deploy" / "nginx.conf"
# What nginx says itself about a file it serves.
ITS_OWN = {"server", "date", "content-length", "content-type", "connection", "etag"}
ITS_OWN |= {"last-modified", "accept-ranges", "transfer-encoding"}

MAIN = """
daemon off;
user root;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 512; }}
http {{
    access_log off;
    # As Debian ships it.
    sendfile on;
    tcp_nopush on;
    keepalive_requests 100000000;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {site}
}}
"""
TUNING = "sendfile off; open_file_cache max=1000;"
STATIC = """
    server {{
        listen 127.0.0.1:{port};
        root {folder}/files;
        index page;
        default_type "{type}";
        {tuning}
        {headers}
    }}
"""


@contextmanager
def static_file(answer: Answer, path: str, folder: Path, tuning: str = "") -> Iterator[Contender]:
    """The same bytes with the same headers, as a file."""
    port = free_port()
    file = folder / "files" / path.strip("/") / "page"
    file.parent.mkdir(parents=True)
    file.write_bytes(answer.body)
    said = [pair for pair in answer.headers if pair[0].lower() not in ITS_OWN]
    headers = "\n        ".join(f"add_header {name} {_quoted(value)};" for name, value in said)
    kind = answer.header("Content-Type")
    site = STATIC.format(port=port, folder=folder, type=kind, headers=headers, tuning=tuning)
    with _serving(site, port, folder, path) as contender:
        yield contender


@contextmanager
def micro_cache(behind: Contender, folder: Path) -> Iterator[Contender]:
    """The documented configuration in front of the running site."""
    port = free_port()
    with _serving(in_front_of(behind.port, port, folder), port, folder, behind.path) as front:
        yield replace(front, pids=(*front.pids, *behind.pids), database=behind.database)


def in_front_of(site: int, port: int, folder: Path) -> str:
    """The documented configuration with the addresses of a trial."""
    example = EXAMPLE.read_text(encoding="utf-8")
    changes = {
        "/var/cache/nginx/ijmsite": f"{folder}/kept",
        "127.0.0.1:8000": f"127.0.0.1:{site}",
        "listen 80": f"listen 127.0.0.1:{port}",
        "www.example.org": "127.0.0.1 localhost",
    }
    for before, after in changes.items():
        example = example.replace(before, after)
    return example


def program() -> str | None:
    """Debian keeps it where only root looks."""
    return shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")


def _quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


@contextmanager
def _serving(site: str, port: int, folder: Path, path: str) -> Iterator[Contender]:
    found = program()
    if found is None:
        raise Missing("no nginx (on Debian: apt install nginx-light)")
    folder.mkdir(parents=True, exist_ok=True)
    written = folder / "nginx.conf"
    written.write_text(MAIN.format(folder=folder, site=site), encoding="utf-8")
    command = [found, "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(written)]
    with running(command, {}, folder / "nginx.log") as process:
        first(port, path)
        yield Contender(port, path, (process.pid,))
