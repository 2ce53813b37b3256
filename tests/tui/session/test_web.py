"""The session in a real browser, behind its token."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests
import yaml
from playwright.sync_api import Page, sync_playwright

from tests.tui.running import MAIN, ROOT
from tests.tui.session.driving import write_workload

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
FLAGS += ["--disable-background-networking", "--disable-component-update"]


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """The link of a session of the folder's workload in a process of its own."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "XDG_STATE_HOME": str(folder), "TEXTUAL_ANIMATIONS": "none"}
    command = [sys.executable, "-c", MAIN, "session", "workload.yaml", "--web"]
    with subprocess.Popen(command, cwd=folder, env=env, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stderr is not None
            first = server.stderr.readline()
            found = re.search(r"http://\S+", first)
            assert found, first
            yield found[0]
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(20)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_workload(tmp_path)
    return tmp_path


@contextlib.contextmanager
def browser() -> Iterator[Page]:
    """A page of a headless Chromium, which `make test` installs where there is none."""
    path = next(found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name)))
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium.new_page()
        chromium.close()


def until(seen: Callable[[], bool], page: Page, key: str = "") -> None:
    """Waits until something is seen, and presses a key again and again meanwhile, where one is given."""
    end = time.monotonic() + 40
    while not seen():
        assert time.monotonic() < end, "it was not seen"
        if key:
            page.keyboard.press(key)
        page.wait_for_timeout(300)


def journal(folder: Path) -> str:
    return "".join(path.read_text() for path in (folder / "colonnade" / "sessions").glob("*.jsonl"))


def test_a_story_is_moved_in_a_browser(folder: Path) -> None:
    """By keyboard; the exported plan is what the terminal's would be, and no other host is asked for anything."""
    asked: list[str] = []
    with served(folder) as link, browser() as page:
        page.on("request", lambda request: asked.append(request.url))
        page.goto(link)
        page.wait_for_selector("body.-first-byte")
        until(lambda: "base" in journal(folder), page)
        page.focus("textarea")
        page.keyboard.type("m3")
        until(lambda: "decide" in journal(folder), page)
        page.keyboard.type("X")
        until((folder / "plan.yaml").is_file, page, "Enter")
        plan = yaml.safe_load((folder / "plan.yaml").read_text())
    placed = {story["id"]: story["sprint"] for epic in plan["epics"] for story in epic["stories"]}
    assert placed["b/1/1"] == 3
    assert {re.sub(r":\d+/.*", "", url) for url in asked} == {"http://127.0.0.1"}


def test_nobody_comes_in_without_the_token(folder: Path) -> None:
    """Neither to the page, nor to its files, nor to the websocket; a wrong token is no better."""
    with served(folder) as link:
        base = link.split("?")[0]
        upgrade = {
            "Connection": "Upgrade",
            "Upgrade": "websocket",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": "a" * 22,
        }
        found = [
            requests.get(base, timeout=9).status_code,
            requests.get(f"{base}?token=wrong", timeout=9).status_code,
            requests.get(f"{base}static/js/textual.js", timeout=9).status_code,
            requests.get(f"{base}ws", headers=upgrade, timeout=9).status_code,
            requests.get(base, cookies={"colonnade-token": "wrong"}, timeout=9).status_code,
        ]
    assert found == [403] * 5


def test_other_names_and_origins_are_refused(folder: Path) -> None:
    """With the token too: a name that somebody points at this machine, or a page of somebody else."""
    with served(folder) as link:
        base, token = link.split("?token=")
        cookies = {"colonnade-token": token}
        found = [
            requests.get(base, cookies=cookies, timeout=9).status_code,
            requests.get(base, cookies=cookies, headers={"Host": "evil.example"}, timeout=9).status_code,
            requests.get(base, cookies=cookies, headers={"Origin": "http://evil.example"}, timeout=9).status_code,
        ]
    assert found == [200, 403, 403]


def test_a_port_that_is_taken(folder: Path) -> None:
    """It is said, with exit status 3."""
    with served(folder) as link:
        port = link.split(":")[2].split("/")[0]
        command = [sys.executable, "-c", MAIN, "session", "workload.yaml", "--web", "--port", port]
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, "ddress already in use" in done.stderr) == (3, True)
