"""The grammar of times: "daily 08:00 Europe/Kyiv", "weekdays 9am", "every 2 hours", cron."""

from bot.when.grammar import parse_when
from bot.when.moments import When, local_moment
from bot.when.zones import find_zone, unknown_zone

__all__ = ["When", "find_zone", "local_moment", "parse_when", "unknown_zone"]
