"""Feeds: fetching politely and safely, parsing, finding, and when to ask again."""
