"""What a process loads before it is needed."""

from briefings.briefs import brief_topic
from briefings.feeds.parse import parse_feed
from briefings.model import Article, Story


def warm_up() -> None:
    """Load what a process needs for its work, all data included."""
    text = "“We are here,” the mayor of Lviv said on Monday. The bridge was opened in 1900."
    article = Article(1, "A bridge in Lviv", text, language="en")
    brief_topic("lviv", (Story(1, article.title, (article,)),))
    parse_feed(b"<rss version='2.0'><channel><title>T</title></channel></rss>", url="http://a.test")
