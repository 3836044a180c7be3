"""Stories: which articles tell the same event."""

from briefings.stories.grouper import Grouper, Placement
from briefings.stories.headlines import headline_of
from briefings.stories.titles import clean_headline
from briefings.stories.vectors import Report

__all__ = ["Grouper", "Placement", "Report", "clean_headline", "headline_of"]
