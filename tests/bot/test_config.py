"""Settings: what is wrong is named, what is secret is not."""

import re
from pathlib import Path

import pytest

from bot.config import Settings, load_settings, unknown_settings
from briefings.errors import ConfigError

EXAMPLE = Path(__file__).parents[2] / ".env.example"


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / ".env"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_example_names_every_setting_and_no_other() -> None:
    named = re.findall(r"^#?([A-Z_]+)=", EXAMPLE.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(named) == sorted(name.upper() for name in Settings.model_fields)


def test_the_defaults_in_the_example_are_the_defaults(tmp_path: Path) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    uncommented = re.sub(r"^#(?=[A-Z_]+=)(?!SLACK_\w+_TOKEN)", "", text, flags=re.MULTILINE)
    given = load_settings(written(tmp_path, uncommented))
    defaults = load_settings(None).model_dump() | {"quickread_seeds": given.quickread_seeds}
    assert given.model_dump() == defaults


def test_no_file_is_no_error(tmp_path: Path) -> None:
    assert load_settings(tmp_path / ".env").quickread_port == 8765


def test_a_broken_line_is_named_by_its_number(tmp_path: Path) -> None:
    path = written(
        tmp_path, "QUICKREAD_PORT=9000\n\n'oops\nDISCORD_TOKEN\nQUICKREAD_HOST=127.0.0.1\n"
    )
    with pytest.raises(ConfigError, match="broken in line 3, 4"):
        load_settings(path)


def test_bytes_that_are_no_text_are_a_clear_error(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_bytes(b"\xff\xfe\x00Q")
    with pytest.raises(ConfigError, match=r"\.env can't be read"):
        load_settings(path)


def test_every_wrong_setting_is_named_and_no_value_is_shown(tmp_path: Path) -> None:
    path = written(
        tmp_path, "QUICKREAD_PORT=high\nSLACK_BOT_TOKEN=s3cret-x\nQUICKREAD_ZONE=Kiyv/Europe\n"
    )
    with pytest.raises(ConfigError) as caught:
        load_settings(path)
    said = str(caught.value)
    assert all(name in said for name in ("QUICKREAD_PORT", "SLACK_BOT_TOKEN", "QUICKREAD_ZONE"))
    assert "s3cret-x" not in said
    assert "xoxb-" in said


def test_secrets_do_not_show_in_the_settings_themselves(tmp_path: Path) -> None:
    given = load_settings(written(tmp_path, "DISCORD_TOKEN=abc.def\nSLACK_BOT_TOKEN=xoxb-1\n"))
    assert "abc.def" not in repr(given)
    assert "xoxb-1" not in repr(given)


def test_one_slack_token_of_two_is_an_error_that_names_the_other(tmp_path: Path) -> None:
    given = load_settings(written(tmp_path, "SLACK_BOT_TOKEN=xoxb-1\n"))
    with pytest.raises(ConfigError, match="SLACK_APP_TOKEN"):
        _ = given.slack


def test_an_empty_token_is_no_token(tmp_path: Path) -> None:
    given = load_settings(written(tmp_path, "SLACK_BOT_TOKEN=\nSLACK_APP_TOKEN=\nDISCORD_TOKEN=\n"))
    assert not given.slack
    assert not given.discord


def test_a_mistyped_name_is_found_with_the_one_meant(tmp_path: Path) -> None:
    path = written(tmp_path, "QUICKREAD_PROT=9000\nPATH_TO_ELSEWHERE=1\n")
    assert unknown_settings(path) == {"QUICKREAD_PROT": "QUICKREAD_PORT"}


def test_shards_are_numbers_within_their_count(tmp_path: Path) -> None:
    given = load_settings(written(tmp_path, "DISCORD_SHARDS=0, 1\nDISCORD_SHARD_COUNT=4\n"))
    assert (given.discord_shards, given.discord_shard_count) == ((0, 1), 4)
    assert load_settings(written(tmp_path, "DISCORD_SHARD_COUNT=\n")).discord_shard_count is None
    for wrong in ("DISCORD_SHARDS=0\n", "DISCORD_SHARDS=4\nDISCORD_SHARD_COUNT=4\n"):
        with pytest.raises(ConfigError, match="DISCORD_SHARD_COUNT"):
            load_settings(written(tmp_path, wrong))
