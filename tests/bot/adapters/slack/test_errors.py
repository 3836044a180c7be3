"""Each of Slack's codes means one thing, and no code is left out."""

import pytest

from bot.adapters.slack.errors import AGAIN, MALFORMED, REFUSED, TOKEN_CODES, platform_error
from briefings.errors import Malformed, PlatformError, Refused, Unreachable

DOCUMENTED = tuple(
    """
    as_user_not_supported attachment_payload_limit_exceeded cannot_reply_to_message
    channel_not_found ekm_access_denied invalid_blocks invalid_blocks_format
    invalid_metadata_format invalid_metadata_schema is_archived markdown_text_conflict
    message_limit_exceeded messages_tab_disabled metadata_must_be_sent_from_app metadata_too_large
    msg_blocks_too_long msg_too_long no_text not_in_channel rate_limited restricted_action
    restricted_action_non_threadable_channel restricted_action_read_only_channel
    restricted_action_thread_locked restricted_action_thread_only_channel
    slack_connect_file_link_sharing_blocked team_access_not_granted team_not_found
    too_many_attachments too_many_contact_cards access_denied accesslimited account_inactive
    deprecated_endpoint enterprise_is_restricted invalid_auth method_deprecated missing_scope
    not_allowed_token_type not_authed no_permission org_login_required token_expired token_revoked
    two_factor_setup_required fatal_error internal_error invalid_arg_name invalid_arguments
    invalid_array_arg invalid_charset invalid_form_data invalid_post_type missing_post_type
    ratelimited request_timeout service_unavailable team_added_to_org user_not_in_channel
    user_not_found user_not_visible thread_not_found invalid_cursor invalid_limit
    invalid_ts_latest invalid_ts_oldest method_not_supported_for_channel_type
""".split()
)
"""What Slack's pages on the methods in use list."""


@pytest.mark.parametrize("code", DOCUMENTED)
def test_every_documented_code_has_its_meaning(code: str) -> None:
    tables = [table for table in (AGAIN, REFUSED, MALFORMED) if code in table]
    assert len(tables) == 1


@pytest.mark.parametrize("code", sorted(AGAIN))
def test_codes_that_pass_are_worth_another_try(code: str) -> None:
    assert isinstance(platform_error(code), Unreachable)


@pytest.mark.parametrize("code", sorted(MALFORMED))
def test_codes_about_the_message_call_it_malformed(code: str) -> None:
    assert isinstance(platform_error(code), Malformed)


@pytest.mark.parametrize("code", sorted(REFUSED))
def test_codes_that_stay_are_refusals_in_plain_words(code: str) -> None:
    error = platform_error(code)
    assert isinstance(error, Refused)
    assert code not in error.message


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_busy_server_is_worth_another_try(status: int) -> None:
    error = platform_error("", status=status, retry_after=7)
    assert isinstance(error, Unreachable)
    assert error.retry_after == 7


def test_a_code_nobody_has_heard_of_is_a_refusal_that_names_it() -> None:
    error = platform_error("brand_new_code")
    assert isinstance(error, Refused)
    assert "brand_new_code" in error.message


def test_an_answer_without_a_code_is_worth_another_try() -> None:
    error: PlatformError = platform_error("")
    assert isinstance(error, Unreachable)


def test_codes_about_the_token_are_refusals() -> None:
    assert set(REFUSED) >= TOKEN_CODES
