"""When two links lead to the same page."""

import re
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit

_TRACKING = re.compile(
    r"^(utm_\w+|at_\w+|ns_\w+|mc_\w+|pk_\w+|fbclid|gclid|dclid|msclkid|igshid|cmp|cmpid|cmp_\w+"
    r"|ocid|smid|sref|ref|ref_src|referrer|source|src|ftag|ito|xtor|traffic_source|partner|feature"
    r"|campaign|campaign_id|wt_mc|wt\.mc|intcid|icid|spm|_ga|__twitter_impression|rss|mod)$",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)  # of one entry it is asked several times
def link_key(url: str | None) -> str | None:
    """Return what two addresses of one page have in common, None for no address.

    Scheme, "www.", the fragment, a slash at the end and parameters that only tell where the reader
    came from are left out.
    """
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
        query = parse_qsl(parts.query, keep_blank_values=True, max_num_fields=100)
    except ValueError:
        return url.strip()
    host = (parts.netloc or "").lower().removeprefix("www.")
    kept = sorted(pair for pair in query if not _TRACKING.match(pair[0]))
    path = parts.path.rstrip("/")
    return f"{host}{path}?{urlencode(kept)}" if kept else f"{host}{path}"


def host_of(url: str | None) -> str:
    """Return on whose host an address is, without "www."; "" where it has none."""
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:  # "http://[": no address at all
        return ""


def is_web_address(address: str) -> bool:
    """Whether this is the whole address of something on the web."""
    try:
        parts = urlsplit(address)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and len(address) <= 4000
    except ValueError:
        return False
