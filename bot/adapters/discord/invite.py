"""The install link: exactly the permissions and scopes in use, each with what it is for."""

import base64
from urllib.parse import urlencode

PERMISSIONS: dict[str, tuple[int, str]] = {
    "View Channel": (1 << 10, "see the channels it posts to"),
    "Send Messages": (1 << 11, "post digests, briefs and answers"),
    "Read Message History": (1 << 16, "look whether a digest went out already; reply to questions"),
    "Create Public Threads": (1 << 35, "put a digest's stories into a thread under it"),
    "Send Messages in Threads": (1 << 38, "post the stories and answer there"),
    "Embed Links": (1 << 14, "show a message as an embed where the newer layout is refused"),
    "Attach Files": (1 << 15, "hand out the list of feeds as a file"),
}
SCOPES: dict[str, str] = {
    "bot": "be in the server and post",
    "applications.commands": "offer its slash commands",
}


def application_of(token: str) -> str:
    """Return the application's id, which a bot's token begins with; "" if it is no such token."""
    first = token.strip().split(".")[0]
    try:
        name = base64.b64decode(first + "=" * (-len(first) % 4), validate=True).decode("ascii")
    except ValueError:
        return ""
    return name if name.isdecimal() else ""


def permission_bits() -> int:
    """Return the permissions as Discord writes them, one number."""
    return sum(bit for bit, _ in PERMISSIONS.values())


def personal_link(application_id: str, *, site: str = "https://discord.com") -> str:
    """Return the address at which anybody installs the app for themselves only."""
    query = {
        "client_id": application_id,
        "integration_type": 1,
        "scope": "applications.commands",
    }
    return f"{site}/oauth2/authorize?{urlencode(query)}"


def invite_link(application_id: str, *, site: str = "https://discord.com") -> str:
    """Return the address at which an administrator adds the bot to a server."""
    query = {
        "client_id": application_id,
        "permissions": permission_bits(),
        "scope": " ".join(SCOPES),
    }
    return f"{site}/oauth2/authorize?{urlencode(query)}"
