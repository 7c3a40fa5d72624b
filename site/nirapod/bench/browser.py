"""The smallest client there is: calls the WSGI application as a server would, and keeps cookies. No network."""

import io
import re
from dataclasses import dataclass, field
from functools import cache
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urlsplit

TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')


@cache
def application() -> Any:
    from nirapod.wsgi import application as found  # as a server loads it, once everything is set up

    return found


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    content: bytes


@dataclass
class Browser:
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, address: str) -> Answer:
        return self._ask("GET", address, b"")

    def post(self, address: str, data: dict[str, Any]) -> Answer:
        return self._ask("POST", address, urlencode(data, doseq=True).encode())

    def _ask(self, method: str, address: str, body: bytes) -> Answer:
        parts, status = urlsplit(address), [0]
        headers: dict[str, str] = {}
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": parts.path,
            "QUERY_STRING": parts.query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "192.0.2.1",
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "wsgi.input": io.BytesIO(body),
            "wsgi.url_scheme": "http",
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }

        def start(said: str, found: list[tuple[str, str]], *_error: Any) -> None:
            status[0] = int(said.split()[0])
            headers.update(found)
            for name, value in found:
                if name == "Set-Cookie":
                    self.cookies |= {key: one.value for key, one in SimpleCookie(value).items()}

        response = application()(environ, start)
        content = b"".join(response)
        response.close()
        return Answer(status[0], headers, content)
