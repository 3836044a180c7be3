"""Pages that stand in front of an article: consent, scripts only, a paywall, a check for robots."""

import re
from enum import StrEnum

SHORT = 600
"""Characters of text below which the words of a wall count as the page's own."""
_STUB = 300
_CONSENT_LONGEST = 3_000


class Wall(StrEnum):
    """What is in the way, as a sentence for people."""

    SCRIPT = "The page shows its article only to browsers that run its scripts."
    ROBOT = "The site asks whether a person is reading, and shows bots no article."
    CONSENT = "The page asks for consent before it shows its article."
    PAYWALL = "The article is for subscribers only."


_SIGNS = (
    (
        Wall.SCRIPT,
        r"(enable|turn on|activate|allow) java ?script|java ?script (is|has been) (disabled|off)"
        r"|java ?script (is )?(required|needed)|(needs?|requires?) java ?script"
        r"|aktivieren sie javascript|activez javascript|habilit\w+ javascript"
        r"|увімкніть javascript|включите javascript",
    ),
    (
        Wall.ROBOT,
        r"are you a (robot|human)|unusual traffic|verify (that )?you are (a )?human"
        r"|verifying you are human|access denied|checking your browser|pardon our interruption"
        r"|security check|captcha|press (and|&) hold|just a moment",
    ),
    (
        Wall.CONSENT,
        r"before you continue|(we|and our partners) (use|value|process|store).{0,40}"
        r"(cookies|your privacy|personal data)|(accept|reject|agree to) (all )?(the )?cookies"
        r"|manage (your )?(cookie|privacy|consent) (settings|preferences|choices)",
    ),
    (
        Wall.PAYWALL,
        r"(subscribe|sign in|log in|register|sign up) (now )?to (continue|read|keep reading|unlock)"
        r"|already a (subscriber|member)|to (continue reading|read the full (story|article))"
        r"|for subscribers only|subscribers? (only|exclusive)|this (article|story|content) is "
        r"(for|reserved for|exclusive to|available to) (paying )?(subscribers|members)"
        r"|you have (reached|used) .{0,30}free articles|unlock this article"
        r"|réservé aux abonnés|nur für abonnenten|solo para suscriptores|лише для передплатників",
    ),
)
_WALLS = tuple((wall, re.compile(signs, re.IGNORECASE)) for wall, signs in _SIGNS)
_CONSENT_WORDS = re.compile(
    r"\b(cookies?|consent\w*|privacy|partners|personal data|reject all|accept all|IAB|vendors"
    r"|legitimate interest|preferences|advertising)\b",
    re.IGNORECASE,
)
_BUTTONS = re.compile(
    r"accept( all)?\b|reject( all)?\b|i agree|agree and|manage (settings|options|preferences)",
    re.IGNORECASE,
)
_LOCKED = re.compile(r'"isAccessibleForFree"\s*:\s*"?false', re.IGNORECASE)


def wall_in(text: str, title: str, shown: str, *, is_article: bool) -> Wall | None:
    """Return what stands between the reader and the article, None where nothing does.

    `text` is what was taken for the article, `shown` all that the page shows where `text` is
    short, and `is_article` whether the page itself says that it is an article.
    """
    if len(text) < SHORT:
        own = f"{title}\n{text}"
        found = next((wall for wall, signs in _WALLS if signs.search(own)), None)
        if found is not None:
            return found
    if len(text) < _STUB:
        found = next((wall for wall, signs in _WALLS if signs.search(shown)), None)
        # next to an article's few words, a cookie banner is only a banner
        if found is not None and not (found is Wall.CONSENT and is_article and text):
            return found
    if len(text) < _CONSENT_LONGEST and not is_article and _is_consent(text, shown):
        return Wall.CONSENT
    return None


def is_stub(markup: str, text: str) -> bool:
    """Whether the text seems to be only the opening of an article that costs money."""
    return len(text) < 5 * SHORT and _LOCKED.search(markup) is not None


def _is_consent(text: str, shown: str) -> bool:
    words = len(text.split())
    return (
        len(_CONSENT_WORDS.findall(text)) > max(5, words // 25)
        and _BUTTONS.search(shown) is not None
    )
