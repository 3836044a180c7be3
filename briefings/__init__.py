"""The newsroom: feeds to articles to stories to briefs.

It knows no chat platform, no scheduler and no page.
"""
