"""Requests to Jira: the package `jira` makes the session, the retries are our own.

Its defaults send a POST again after a lost answer, and so make two issues of one. Here a read is sent again after a
pause, and a write only when it is certain that it had no effect.
"""

from __future__ import annotations

import contextlib
import email.utils
import os
from collections.abc import Iterator, Mapping
from typing import Any

from catalog.errors import BadInput
from integrations.jira.secrets import Credentials
from integrations.settle import Clock
from integrations.tracker import Refused, TrackerStopped, Unknown

LONGEST_WAIT = 60.0
"""Seconds that we wait at most when asked to; what is longer stops, and says how long."""
TRIES = 6
TIMEOUT = 30.0
NOT_DONE = 501
"""The one status from 500 on that says that nothing was done; all others leave it open, those of proxies too."""


def timeout_from(environment: Mapping[str, str]) -> float:
    """Seconds a request may take, from COLONNADE_JIRA_TIMEOUT. Raises BadInput where that is no number above 0."""
    text = environment.get("COLONNADE_JIRA_TIMEOUT", "").strip()
    try:
        seconds = float(text) if text else TIMEOUT
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise BadInput.one("COLONNADE_JIRA_TIMEOUT", f"'{text}' is not a number of seconds")
    return seconds


class Client:
    """One Jira, under one account. Raises TrackerStopped where it cannot go on; texts never hold the token."""

    def __init__(self, server: str, credentials: Credentials, clock: Clock, timeout: float | None = None) -> None:
        from jira import JIRA

        self.server = server.rstrip("/")
        self.requests = 0
        self._asked = ""
        self._clock = clock
        self._redact = credentials.redact
        seconds = timeout_from(os.environ) if timeout is None else timeout
        login: dict[str, Any] = (
            {"basic_auth": (credentials.user, credentials.token)}
            if credentials.user
            else {"token_auth": credentials.token}
        )
        self._session = JIRA(
            options={"server": self.server, "check_update": False},
            get_server_info=False,
            max_retries=0,
            timeout=seconds,
            logging=False,
            **login,
        )._session

    @contextlib.contextmanager
    def understood(self) -> Iterator[None]:
        """Raises TrackerStopped where what was read last does not have the shape of Jira's answers."""
        try:
            yield
        except (KeyError, IndexError, TypeError, AttributeError, ValueError) as error:
            text = f"{self.server}{self._asked} answered in another shape than Jira's ({type(error).__name__}: {error})"
            raise TrackerStopped(self._redact(f"{text}; is something in between?")) from error

    def get(self, path: str, **params: Any) -> Any:
        """What a path gives, read again after a pause where Jira is busy. Raises Refused for 4xx."""
        return self._read("GET", path, params, None)

    def query(self, path: str, body: Any) -> Any:
        """A read that is sent as a POST: a search."""
        return self._read("POST", path, {}, body)

    def write(self, method: str, path: str, body: Any = None, also: int = 0) -> Any:
        """A write, sent once; again only after 429 or where no connection was made. Raises Refused or Unknown.

        Where it raises TrackerStopped, it had no effect. `also` is a status that is an answer here, not a refusal.
        """
        for attempt in range(TRIES):
            status, answer, pause = self._send(method, path, {}, body)
            if status == 429 or status is None:
                self._wait(attempt, pause, status)
            elif _ambiguous(status):
                raise Unknown(f"{method} {path}: no answer that says what became of it")
            elif status == also:
                return _json(answer)
            elif 200 <= status < 300:
                return self._result(answer, f"{method} {path}")
            else:
                return self._checked(status, answer, path)
        raise TrackerStopped(f"{self.server} is too busy; run the same again later")

    def _result(self, response: Any, what: str) -> Any:
        """What a write gives: nothing, or JSON; what is neither comes from something in between."""
        if not response.content:
            return None
        found = _json(response)
        if found is None:
            raise Unknown(f"{what}: the answer is not JSON")
        return found

    def _read(self, method: str, path: str, params: Mapping[str, Any], body: Any) -> Any:
        for attempt in range(TRIES):
            status, answer, pause = self._send(method, path, params, body)
            if status is None or status == 429 or _ambiguous(status):
                self._wait(attempt, pause, status)
            else:
                return self._checked(status, answer, path)
        raise TrackerStopped(f"{self.server} gives no answer to {path}; run the same again later")

    def _wait(self, attempt: int, asked: float | None, status: int | None) -> None:
        """Wait as long as Jira asks, else a little longer each time."""
        if attempt + 1 == TRIES:
            return
        if asked is not None and asked > LONGEST_WAIT:
            minutes = f"run the same again in {-(-asked // 60):.0f} minutes"
            raise TrackerStopped(f"{self.server} asks to wait {asked:.0f} seconds (status {status}); {minutes}")
        self._clock.sleep(asked if asked is not None else min(2.0**attempt, 30.0))

    def _send(
        self, method: str, path: str, params: Mapping[str, Any], body: Any
    ) -> tuple[int | None, Any, float | None]:
        """Status, answer and the seconds to wait; status None: nothing was sent; 0: sent, and no answer came."""
        from jira import JIRAError
        from requests import exceptions

        self.requests += 1
        self._asked = path
        try:
            response = self._session.request(
                method, f"{self.server}{path}", params=dict(params), json=body, allow_redirects=False
            )
        except JIRAError as error:
            if error.response is None:
                return 0, None, None
            response = error.response
        except exceptions.SSLError as error:
            raise TrackerStopped(self._redact(f"{self.server}: the certificate is not accepted: {error}")) from None
        except (exceptions.ConnectTimeout, exceptions.ConnectionError) as error:
            return (None if _not_sent(error) else 0), None, None
        except (exceptions.InvalidURL, exceptions.InvalidSchema, exceptions.MissingSchema, exceptions.InvalidHeader):
            raise TrackerStopped(f"{self.server} cannot be asked: is it an address?") from None
        except exceptions.RequestException:
            return 0, None, None
        return response.status_code, response, self._pause(response.headers.get("Retry-After"))

    def _pause(self, header: str | None) -> float | None:
        """Seconds from a Retry-After header, a number or a date; None where there is none that can be read."""
        if header is None:
            return None
        try:
            return max(0.0, float(header))
        except ValueError:
            pass
        try:
            return max(0.0, email.utils.parsedate_to_datetime(header).timestamp() - self._clock.time())
        except (TypeError, ValueError):
            return None

    def _checked(self, status: int, response: Any, path: str) -> Any:
        if 300 <= status < 400:
            where = self._redact(response.headers.get("Location", "elsewhere"))
            text = f"{self.server}{path} leads to {where}; set 'server' to where your Jira is"
            raise TrackerStopped(text)
        if status == 401 or "AUTHENTICATED_FAILED" in response.headers.get("X-Seraph-LoginReason", ""):
            text = f"the token is not accepted (status {status}), it may have expired; what was done is recorded"
            raise TrackerStopped(f"{self.server}: {text}: run the same again with a good one")
        if status >= 400:
            raise Refused(tuple(map(self._redact, reasons(response))), status)
        if status == 204 or not response.content:
            return None
        try:
            return response.json()
        except ValueError:
            return _no_json(self.server, path)


def _ambiguous(status: int) -> bool:
    """Whether no answer came (0), or one that does not say what became of the request."""
    return status == 0 or (status >= 500 and status != NOT_DONE)


def _json(response: Any) -> Any:
    """The body, None where it is not JSON."""
    try:
        return response.json()
    except ValueError:
        return None


def _no_json(server: str, path: str) -> Any:
    raise TrackerStopped(
        f"{server}{path} answered with something that is not JSON; is a proxy or a login page in between?"
    )


def _not_sent(error: Exception) -> bool:
    """Whether a connection was never made, so that nothing can have been done."""
    from requests.exceptions import ConnectTimeout
    from urllib3.exceptions import MaxRetryError, NewConnectionError

    if isinstance(error, ConnectTimeout):
        return True
    inner = error.args[0] if error.args else None
    return isinstance(inner, MaxRetryError) and isinstance(inner.reason, NewConnectionError)


def reasons(response: Any) -> tuple[str, ...]:
    """Jira's own words: its general messages, then those of single fields."""
    return said(_json(response)) or (f"status {response.status_code}",)


def said(body: Any) -> tuple[str, ...]:
    """The messages in one of Jira's error bodies."""
    if not isinstance(body, dict):
        return ()
    found = [str(text) for text in body.get("errorMessages") or [] if text]
    errors = body.get("errors")
    if isinstance(errors, dict):
        found += [f"{field}: {text}" for field, text in sorted(errors.items())]
    found += [str(body[key]) for key in ("message", "errorMessage") if body.get(key)]
    return tuple(found)
