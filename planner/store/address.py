"""Where a workspace is: the URL of its database, read without what opens it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from catalog.errors import BadInput

DEFAULT = "sqlite:///colonnade.db"
POSTGRES = ("postgresql", "postgres", "postgresql+psycopg")
EXAMPLES = "such as sqlite:///colonnade.db or postgresql://user@host/database"
MAGIC = b"SQLite format 3\0"
PASSWORD_KEY = re.compile(r"(password=)[^&]*")


@dataclass(frozen=True, slots=True)
class Address:
    """`path` of the file of a SQLite database, else `url` of a PostgreSQL database, for libpq.

    `shown` is how messages name it, without the password; `secrets` are the words that no message may hold.
    """

    path: Path | None
    url: str
    shown: str
    secrets: tuple[str, ...] = ()

    def clean(self, text: str) -> str:
        """A text of a driver without what is secret in the address."""
        for secret in self.secrets:
            text = text.replace(secret, "***")
        return text


def read_address(url: str, source: str = "--db") -> Address:
    """The address in a database URL, which `source` gave. Raises BadInput where it is none that the workspace knows."""
    scheme, found, rest = url.partition("://")
    if not found:
        raise BadInput.one(source, f"this is no URL of a database; give one {EXAMPLES}")
    if scheme == "sqlite":
        name = rest.removeprefix("/")
        if not rest.startswith("/") or not name or name == ":memory:":
            raise BadInput.one(source, "a SQLite database is a file: sqlite:///in-this-folder.db, sqlite:////tmp/it.db")
        if "?" in name:
            raise BadInput.one(source, f"a SQLite URL takes no options, here '{name.partition('?')[2]}'")
        return Address(Path(unquote(name)), "", f"sqlite:///{name}")
    if scheme in POSTGRES:
        return _postgres(f"postgresql://{rest}", source)
    raise BadInput.one(source, f"there are no databases '{_word(scheme)}'; give one {EXAMPLES}")


def at_file(name: str, source: str) -> Address:
    """The address of a SQLite file that is there. Raises BadInput where the file is something else."""
    path = Path(name)
    try:
        with path.open("rb") as file:
            sound = file.read(len(MAGIC)) == MAGIC
    except OSError as error:
        raise BadInput.one(name, f"the file cannot be read: {error.strerror}") from None
    if not sound:
        raise BadInput.one(source, f"'{name}' is neither a folder nor the database of a workspace")
    return Address(path, "", f"sqlite:///{name}")


def _postgres(url: str, source: str) -> Address:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise BadInput.one(source, f"this is no URL of a PostgreSQL database; give one {EXAMPLES}") from None
    user, mark, host = parts.netloc.rpartition("@")
    shown = parts._replace(netloc=user.partition(":")[0] + mark + host, query=PASSWORD_KEY.sub(r"\1***", parts.query))
    words = [parts.password or "", *re.findall(r"password=([^&]+)", parts.query)]
    secrets = {word for found in words if found for word in (found, unquote(found), quote(unquote(found), safe=""))}
    return Address(None, url, shown.geturl(), tuple(sorted(secrets, key=len, reverse=True)))


def _word(scheme: str) -> str:
    return scheme if re.fullmatch(r"[A-Za-z0-9+.-]{1,30}", scheme) else "…"
