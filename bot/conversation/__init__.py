"""What each command and each question does: once, for every platform."""

from bot.conversation.desk import Desk

__all__ = ["Desk"]
