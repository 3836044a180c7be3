"""What Slack's error codes mean for the outbox: try again, give up, or mend the message."""

from briefings.errors import Malformed, PlatformError, Refused, Unreachable

AGAIN = frozenset(
    {
        "ratelimited",
        "rate_limited",
        "message_limit_exceeded",
        "request_timeout",
        "service_unavailable",
        "internal_error",
        "fatal_error",
        "team_added_to_org",
        "accesslimited",
    }
)
"""Codes that pass by themselves."""

_CREDENTIAL = "Check SLACK_BOT_TOKEN: install the app again and copy the new token."
_SCOPE = "Install the app again from the current manifest (quickread slack manifest)."
_INVITE = "Invite the bot to the channel: /invite @Quickread."

REFUSED: dict[str, tuple[str, str]] = {
    "channel_not_found": (
        "there is no such channel, or it is private and the bot not in it",
        _INVITE,
    ),
    "not_in_channel": ("the bot is not in the channel", _INVITE),
    "is_archived": ("the channel is archived", "Unarchive it or subscribe another channel."),
    "restricted_action": ("the workspace does not let the bot post there", "Ask an administrator."),
    "restricted_action_read_only_channel": ("the channel is read-only", "Ask an administrator."),
    "restricted_action_thread_only_channel": ("the channel takes threads only", ""),
    "restricted_action_non_threadable_channel": ("the channel has no threads", ""),
    "restricted_action_thread_locked": ("the thread is locked", ""),
    "method_not_supported_for_channel_type": ("that kind of channel can't be joined", _INVITE),
    "thread_not_found": ("the thread is gone", ""),
    "message_not_found": ("the message is gone", ""),
    "cannot_reply_to_message": ("that message takes no replies", ""),
    "user_not_found": ("there is no such person", ""),
    "user_not_visible": ("the bot may not see that person", ""),
    "user_not_in_channel": ("that person is not in the channel", ""),
    "user_is_restricted": ("that person may not do this", ""),
    "user_disabled": ("that person's account is switched off", ""),
    "cannot_dm_bot": ("bots can't be written to", ""),
    "messages_tab_disabled": ("the app's messages tab is switched off", _SCOPE),
    "as_user_not_supported": ("the token is of an old kind", _CREDENTIAL),
    "posting_to_general_channel_denied": ("the bot may not post to #general", "Choose another."),
    "ekm_access_denied": ("an administrator has suspended posting", "Ask an administrator."),
    "access_denied": ("access is denied", "Ask an administrator."),
    "missing_scope": ("the app lacks a permission", _SCOPE),
    "no_permission": ("the app lacks a permission", _SCOPE),
    "not_allowed_token_type": ("the token is of the wrong kind", _CREDENTIAL),
    "enterprise_is_restricted": ("the organisation does not allow it", "Ask an administrator."),
    "team_access_not_granted": (
        "the app is not allowed in that workspace",
        "Ask an administrator.",
    ),
    "team_not_found": ("there is no such workspace", _CREDENTIAL),
    "org_login_required": ("the workspace is being moved", "Try again when that is done."),
    "two_factor_setup_required": ("the workspace demands two-factor sign-in", ""),
    "invalid_auth": ("it does not accept the token", _CREDENTIAL),
    "not_authed": ("it got no token", _CREDENTIAL),
    "account_inactive": ("the app was removed from the workspace", _CREDENTIAL),
    "token_revoked": ("the token was revoked", _CREDENTIAL),
    "token_expired": ("the token has expired", _CREDENTIAL),
    "deprecated_endpoint": ("it no longer offers what this version asks for", "Update Quickread."),
    "method_deprecated": ("it no longer offers what this version asks for", "Update Quickread."),
    "unknown_method": ("it does not know what was asked for", "Check SLACK_API_URL."),
}
"""Codes that stay until somebody does something: what happened, and what to do."""

MALFORMED = frozenset(
    {
        "invalid_blocks",
        "invalid_blocks_format",
        "msg_blocks_too_long",
        "msg_too_long",
        "no_text",
        "too_many_attachments",
        "too_many_contact_cards",
        "attachment_payload_limit_exceeded",
        "markdown_text_conflict",
        "block_mismatch",
        "slack_connect_blocked_file_type",
        "slack_connect_file_link_sharing_blocked",
        "invalid_metadata_format",
        "invalid_metadata_schema",
        "metadata_must_be_sent_from_app",
        "metadata_too_large",
        "invalid_arguments",
        "invalid_arg_name",
        "invalid_array_arg",
        "invalid_charset",
        "invalid_form_data",
        "invalid_post_type",
        "missing_post_type",
        "invalid_json",
        "json_not_object",
        "invalid_thread_ts",
        "invalid_ts_latest",
        "invalid_ts_oldest",
        "invalid_cursor",
        "invalid_limit",
        "missing_recipient_team_id",
    }
)
"""Codes that call the message or the request itself wrong."""

TOKEN_CODES = frozenset(
    {
        "invalid_auth",
        "not_authed",
        "account_inactive",
        "token_revoked",
        "token_expired",
        "not_allowed_token_type",
    }
)
"""Codes that call the token wrong, which at the start is a matter of settings."""


class SlackRefused(Refused):
    """Refused, with Slack's own `code` for what the adapter can mend by itself."""

    def __init__(self, message: str, *, code: str, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.code = code


def platform_error(
    code: str, *, status: int = 200, retry_after: float | None = None
) -> PlatformError:
    """Return the error for one of Slack's codes ("" where it gave none)."""
    if code in AGAIN or status == 429 or status >= 500:
        slow = status == 429 or code in {"ratelimited", "rate_limited"}
        said = "Slack asks to slow down." if slow else "Slack could not answer just now."
        return Unreachable(said, retry_after=retry_after)
    if code in REFUSED:
        what, hint = REFUSED[code]
        return SlackRefused(f"Slack refused: {what}.", code=code, hint=hint)
    if code in MALFORMED:
        return Malformed(f"Slack can't use the message ({code}).")
    if not code:
        return Unreachable("Slack gave an answer that can't be read.", retry_after=retry_after)
    return SlackRefused(f"Slack refused ({code}).", code=code)
