"""The platforms: each receives commands and renders messages within its limits.

Adapters know messages and the conversation, never digests or stories, and not one another.
"""
