"""Stories: which articles tell the same event."""

from briefings.stories.grouper import Grouper, Placement
from briefings.stories.headlines import best_headline
from briefings.stories.titles import clean_headline
from briefings.stories.vectors import Report

__all__ = ["Grouper", "Placement", "Report", "best_headline", "clean_headline"]
