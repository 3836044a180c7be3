"""Tokens at rest: sealed with a key from the settings, so that a copied database gives none away.

Fernet (AES-128-CBC with an HMAC, https://github.com/fernet/spec), from the library `cryptography`.
"""

from collections.abc import Sequence

from briefings.errors import ConfigError


class Vault:
    """Seals and opens texts. The first key seals; each opens, so that keys can be changed."""

    def __init__(self, keys: Sequence[str]) -> None:
        """Raises ConfigError for no key, one that is none, or where the library is missing."""
        try:
            from cryptography.fernet import Fernet, MultiFernet
        except ImportError:
            raise ConfigError(
                "Installing into several workspaces needs a library that is not here.",
                hint="Install quickread[oauth].",
            ) from None
        try:
            self._fernet = MultiFernet([Fernet(key) for key in keys])
        except ValueError:
            raise ConfigError(
                "SLACK_TOKEN_KEY is no key.", hint="`quickread slack key` prints a new one."
            ) from None

    def seal(self, text: str) -> str:
        """Return the text sealed."""
        return self._fernet.encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        """Return what was sealed. Raises ConfigError where no key fits."""
        from cryptography.fernet import InvalidToken

        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken:
            raise ConfigError(
                "SLACK_TOKEN_KEY does not open the workspaces' tokens.",
                hint="Put the key back that they were kept with, behind the new one and a comma.",
            ) from None


def new_key() -> str:
    """Return a new key. Raises ConfigError where the library is missing."""
    try:
        from cryptography.fernet import Fernet
    except ImportError:
        raise ConfigError(
            "The library that makes keys is not here.", hint="Install quickread[oauth]."
        ) from None
    return Fernet.generate_key().decode()
