"""Settings: from the environment, then from `.env`, then the defaults below.

Every setting is explained in `.env.example`; a test keeps the two the same.
"""

import difflib
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dotenv.parser import parse_stream
from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from briefings.errors import ConfigError

ENV_FILE = Path(".env")

_Names = Annotated[tuple[str, ...], NoDecode]


class Settings(BaseSettings):
    """All that can be set. Names in the environment are the same, in capitals."""

    model_config = SettingsConfigDict(
        env_file_encoding="utf-8", extra="ignore", frozen=True, hide_input_in_errors=True
    )

    database_url: SecretStr = SecretStr("sqlite:///var/quickread.db")

    quickread_host: str = "127.0.0.1"
    quickread_port: Annotated[int, Field(ge=0, le=65535)] = 8765
    quickread_hosts: _Names = ()
    quickread_zone: str = "UTC"
    quickread_log: Literal["auto", "human", "json"] = "auto"
    quickread_log_level: Literal["debug", "info", "warning", "error"] = "info"
    quickread_seeds: Path | None = None

    quickread_poll: bool = True
    quickread_pages: bool = True
    quickread_poll_minutes: Annotated[float, Field(ge=1, le=1440)] = 30.0
    quickread_private_hosts: _Names = ()
    quickread_contact: str = ""
    quickread_public_url: str = ""
    quickread_workers: Annotated[int | None, Field(ge=0, le=64)] = None

    quickread_user_rate: Annotated[int, Field(ge=0, le=10_000)] = 20
    quickread_channel_rate: Annotated[int, Field(ge=0, le=10_000)] = 60

    quickread_article_days: Annotated[int, Field(ge=0, le=36500)] = 180
    quickread_thread_days: Annotated[int, Field(ge=0, le=36500)] = 90
    quickread_delivery_days: Annotated[int, Field(ge=0, le=36500)] = 90

    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_connections: Annotated[int, Field(ge=1, le=10)] = 1
    slack_signing_secret: SecretStr | None = None
    slack_client_id: str = ""
    slack_client_secret: SecretStr | None = None
    slack_token_key: SecretStr | None = None
    slack_public_url: str = ""
    slack_api_url: str = "https://slack.com/api/"

    discord_token: SecretStr | None = None
    discord_guilds: _Names = ()
    discord_shards: Annotated[tuple[int, ...], NoDecode] = ()
    discord_shard_count: Annotated[int | None, Field(ge=1, le=100_000, validate_default=True)] = (
        None
    )
    discord_crosspost: bool = True
    discord_api_url: str = "https://discord.com/api/v10"
    discord_gateway_url: str = ""

    @field_validator(
        "quickread_hosts",
        "quickread_private_hosts",
        "discord_guilds",
        "discord_shards",
        mode="before",
    )
    @classmethod
    def _split_names(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(name.strip() for name in value.split(",") if name.strip())
        return value

    @field_validator(
        "slack_bot_token",
        "slack_app_token",
        "slack_signing_secret",
        "slack_client_secret",
        "slack_token_key",
        "discord_token",
        "discord_shard_count",
        "quickread_workers",
        mode="before",
    )
    @classmethod
    def _empty_is_unset(cls, value: object) -> object:
        return None if isinstance(value, str) and not value.strip() else value

    @field_validator("discord_shard_count")
    @classmethod
    def _shards_within(cls, value: int | None, info: ValidationInfo) -> int | None:
        shards = info.data.get("discord_shards") or ()
        if shards and value is None:
            raise ValueError("DISCORD_SHARDS needs to know of how many; set this one too")
        if value is not None and any(not 0 <= shard < value for shard in shards):
            raise ValueError("each of DISCORD_SHARDS has to be from 0 up to, but not, this")
        return value

    @field_validator("quickread_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError("not a time zone such as Europe/Kyiv") from error
        return value

    @field_validator("quickread_public_url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        parts = urlsplit(value.strip())
        known = parts.scheme in ("http", "https") and bool(parts.hostname)
        if value.strip() and (not known or parts.query or parts.fragment):
            raise ValueError("should be an address such as https://quickread.example.org")
        return value.strip().rstrip("/")

    @field_validator("slack_bot_token")
    @classmethod
    def _bot_token(cls, value: SecretStr | None) -> SecretStr | None:
        return _starts_with(value, "xoxb-", "the Bot User OAuth Token")

    @field_validator("slack_app_token")
    @classmethod
    def _app_token(cls, value: SecretStr | None) -> SecretStr | None:
        return _starts_with(value, "xapp-", "the App-Level Token")

    @property
    def slack(self) -> bool:
        """Whether to connect to Slack. Raises ConfigError when a setting that it needs is not set.

        It needs a workspace (SLACK_BOT_TOKEN, or all that installing takes) and a way in
        (SLACK_APP_TOKEN, or SLACK_SIGNING_SECRET).
        """
        install = {
            "SLACK_CLIENT_ID": self.slack_client_id,
            "SLACK_CLIENT_SECRET": self.slack_client_secret,
            "SLACK_TOKEN_KEY": self.slack_token_key,
            "SLACK_PUBLIC_URL": self.slack_public_url,
        }
        if any(install.values()):
            for name, value in install.items():
                if not value and name != "SLACK_PUBLIC_URL":
                    raise _missing(name, "Installing into several workspaces needs three settings")
            if not self.slack_public_url:
                raise _missing(
                    "SLACK_PUBLIC_URL", "Who installs the app is sent back to an address"
                )
        bot = bool(self.slack_bot_token or self.slack_client_id)
        way_in = bool(self.slack_app_token or self.slack_signing_secret)
        if bot != way_in:
            missing = "SLACK_APP_TOKEN" if bot else "SLACK_BOT_TOKEN"
            raise _missing(missing, "Slack needs two tokens")
        return bot

    @property
    def discord(self) -> bool:
        """Whether to connect to Discord."""
        return self.discord_token is not None


def _missing(name: str, why: str) -> ConfigError:
    return ConfigError(
        f"{why}, and {name} is not set.",
        hint="Set both in .env, or neither; docs/slack.md shows where they are found.",
    )


def _starts_with(value: SecretStr | None, prefix: str, name: str) -> SecretStr | None:
    if value and not value.get_secret_value().startswith(prefix):
        raise ValueError(f"should be {name}, which starts with {prefix}")
    return value


def load_settings(env_file: Path | None = ENV_FILE) -> Settings:
    """Read the settings. Raises ConfigError that names each wrong setting, never its value."""
    if env_file is not None:
        _check_lines(env_file)
    try:
        return Settings(_env_file=env_file)  # type: ignore[call-arg]  # hidden from the checker
    except ValidationError as error:
        problems = "; ".join(
            f"{'.'.join(str(part) for part in problem['loc']).upper()}: "
            f"{problem['msg'].removeprefix('Value error, ')}"
            for problem in error.errors(include_input=False, include_url=False)
        )
        raise ConfigError(
            f"Some settings can't be used: {problems}.",
            hint="They are read from the environment and from .env; see .env.example.",
        ) from None


def _check_lines(env_file: Path) -> None:
    """Raise ConfigError for a line that is not NAME=value: it would be passed over in silence."""
    try:
        with env_file.open(encoding="utf-8") as lines:
            broken = [
                str(bound.original.line + _blank_lines(bound.original.string))
                for bound in parse_stream(lines)
                if bound.error or (bound.key and bound.value is None)
            ]
    except FileNotFoundError:
        return
    except (OSError, UnicodeDecodeError):
        raise ConfigError(
            "The file .env can't be read.", hint="It should be UTF-8 text with NAME=value lines."
        ) from None
    if broken:
        raise ConfigError(
            f"The file .env is broken in line {', '.join(broken)}.",
            hint="Each line is NAME=value or a comment that starts with #.",
        )


def _blank_lines(text: str) -> int:
    """Count the line ends before the first character that can be seen."""
    return text[: len(text) - len(text.lstrip())].count("\n")


def unknown_settings(env_file: Path = ENV_FILE) -> dict[str, str | None]:
    """Return names in `env_file` that look like ours but aren't, each with the one meant."""
    if not env_file.exists():
        return {}
    with env_file.open(encoding="utf-8") as lines:
        names = [bound.key for bound in parse_stream(lines) if bound.key]
    known = [name.upper() for name in Settings.model_fields]
    ours = ("QUICKREAD_", "SLACK_", "DISCORD_", "DATABASE_")
    unknown = [name for name in names if name.startswith(ours) and name not in known]
    return {name: next(iter(difflib.get_close_matches(name, known, 1)), None) for name in unknown}
