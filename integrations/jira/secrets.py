"""Where the token comes from, and how it is kept out of everything that is written or shown."""

from __future__ import annotations

import base64
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from catalog.errors import BadInput

HIDDEN = "***"
FILE = Path("~/.config/colonnade/jira-token")


@dataclass(frozen=True)
class Credentials:
    """`user` is empty for a bearer token. Neither `repr` nor a format shows the token."""

    user: str
    token: str
    source: str

    def __repr__(self) -> str:
        return f"Credentials(user={self.user!r}, token={HIDDEN}, source={self.source!r})"

    __str__ = __repr__

    def redact(self, text: str) -> str:
        """Text without the token, in whatever form a header holds it."""
        basic = base64.b64encode(f"{self.user}:{self.token}".encode()).decode()
        for secret in (basic, self.token):
            text = text.replace(secret, HIDDEN)
        return text


def find_credentials(server: str, environment: Mapping[str, str] | None = None) -> Credentials:
    """The token from JIRA_TOKEN, else from the keyring, else from a file that only its owner can read.

    Raises BadInput where there is none, naming the places, and where a file is open to others.
    """
    env = os.environ if environment is None else environment
    user = env.get("JIRA_USER", "").strip()
    token = env.get("JIRA_TOKEN", "").strip()
    if token:
        return _checked(Credentials(user, token, "JIRA_TOKEN"))
    token = _from_keyring(server, user)
    if token:
        return _checked(Credentials(user, token, "keyring"))
    path = Path(env.get("COLONNADE_JIRA_TOKEN_FILE", "") or FILE).expanduser()
    if path.exists():
        return _checked(Credentials(user, _from_file(path), str(path)))
    text = "there is no token: set JIRA_TOKEN (and JIRA_USER for Jira Cloud), or keep it in the keyring "
    raise BadInput.one(server, f"{text}(service colonnade) or in {FILE}, readable by you alone")


def _checked(found: Credentials) -> Credentials:
    """Raises BadInput for what no header can hold; the text names the place and not the token."""
    if any(not c.isprintable() or c.isspace() for c in found.token) or not found.token.isascii():
        raise BadInput.one(found.source, "the token holds characters that no token has; was it pasted whole?")
    return found


def _from_keyring(server: str, user: str) -> str:
    try:
        import keyring  # type: ignore[import-not-found,unused-ignore]  # an extra that users may have; there is nothing to do without it
    except ImportError:
        return ""
    try:
        return str(keyring.get_password("colonnade", user or server) or "").strip()
    except Exception:  # a keyring that is locked or has no backend is as good as none
        return ""


def _from_file(path: Path) -> str:
    try:
        mode = path.stat().st_mode
        if mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise BadInput.one(str(path), f"others may read this file; run: chmod 600 {path}")
        return path.read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        raise BadInput.one(str(path), "the token cannot be read from this file") from None
