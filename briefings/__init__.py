"""The newsroom: feeds to articles to stories to briefs. Knows no chat platform, scheduler or page."""
