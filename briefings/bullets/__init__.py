"""Bullets: which sentences an editor would highlight, shortened without losing grammar or truth."""

from briefings.bullets.choose import Reason, choose_bullets, explain

__all__ = ["Reason", "choose_bullets", "explain"]
