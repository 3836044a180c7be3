"""What an English sentence can do without, as patterns, the least missed first.

After the rules of hand-written sentence compression (Jing 2000; Zajic, Dorr, Lin and Schwartz
2007), with fewer rules: only those that leave a sentence that is whole and as true as it was.
"""

import re
from dataclasses import dataclass

_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_END = r"(?=\.[”\"’']?$)"
_SUBJECT = (
    r"(?=(?:[Tt]he|[Aa]n?|[A-Z][\w.’'-]+|\d[\w,]*|some|many|most|all|more|nearly|about|dozens"
    r"|hundreds|thousands|police|officials|authorities|[a-z]+ists|[a-z]+ers) )"
)
_VERB = (
    r"(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|did|does|do"
    r"|[a-z]{2,}ed|said|says|told|took|made|went|came|gave|got|won|lost|led|held|met|became|began"
    r"|found|sent|left|ran|saw|put|set|hit|fell|rose|grew|drew|paid|spent|sold|built|bought|wrote"
    r"|brought|thought|caught|fought|spoke|broke|knew|kept|felt|stood|read|beat|chose|threw|shot)"
)
_PERSON = r"(?:he|she|it|they|we|there)"
_NOUNS = r"(?:[Tt]he|[Aa]n?|[A-Z][\w.’'-]+|[a-z]+)(?: [\w.’'-]+){0,5}?"


@dataclass(frozen=True, slots=True)
class Cut:
    """A part that can go: what it is called, and how it is found.

    `limits` tells that the rest may say too much without it where the rest is about all, none, the
    first or what will be; `amid` that it stands between a subject and its verb. No pattern is tried
    on a sentence without the letters that it `needs`, for those are found much sooner.
    """

    name: str
    pattern: re.Pattern[str]
    needs: str = ""
    limits: bool = False
    amid: bool = False


def _cut(
    name: str, pattern: str, *, needs: str = "", limits: bool = False, amid: bool = False
) -> Cut:
    return Cut(name, re.compile(pattern), needs, limits, amid)


ON_PICTURE = _cut(
    "a word on a picture",
    r", (?:(?:second|third|far|top|bottom) )?(?:left|right),(?= )",
    needs="t, ",
)
"""Where somebody stands on a picture."""

SPARE = (
    _cut("where somebody spoke",
         r"^(?:Speaking|Writing|Talking) [^,]{3,60}(?:, \d{4})?,\s+(?=[A-Z])"),
    _cut("a day that the brief shows",
         rf"(?<=said|told|nced|aled|rmed) (?:on )?{_WEEKDAY}(?= that| [A-Z])", needs="day"),
    _cut("a clause on a name",
         rf"(?<=[a-z]), (?:who|which|whose|where) [^,;:]{{3,90}},"
         rf"(?= (?:[a-z]+ly )?{_VERB} )", needs=", wh", amid=True),
    _cut("a word on a picture",
         r",? ?\((?:pictured|left|right|centre|center|above|below)[^()]{0,40}\)", needs="("),
    _cut("a clause on a name", rf", (?:who|which|whose|where) [^,;:]{{3,120}}{_END}",
         needs=", wh"),
    _cut("what happened besides",
         rf", (?!including|according|during|being)[a-z]{{2,}}ing [^,;:]{{3,120}}{_END}",
         needs="ing "),
)  # fmt: skip
"""What goes from every sentence."""

LONG = (
    _cut("an opinion",
         r"^(?:Luckily|Fortunately|Unfortunately|Sadly|Interestingly|Remarkably|Tragically"
         r"|Ironically|Amazingly|Incredibly|Astonishingly|Of course|Not surprisingly"
         r"|Unsurprisingly),\s+(?=\S)"),
    _cut("an aside", r" [—–-]{1,2} [^—–;:]{3,90} [—–-]{1,2}(?= [a-z])", amid=True),
    _cut("who somebody is",
         rf"(?<=[a-z]), (?:an?|the|originally|formerly|currently|based|of|from|in|near|outside) "
         rf"[^,;:]{{3,80}}(?:, [A-Z][\w.]+)?,(?= (?:[a-z]+ly )?{_VERB} )", needs=", ", amid=True),
    _cut("who somebody is",
         rf"(?<=[a-z]), (?:who|which|whose|where) [^;:.]{{3,120}}?,(?= {_VERB} )",
         needs=", wh", amid=True),
    _cut("what happened besides",
         rf", (?!including|according|during|being)[a-z]{{2,}}(?:ing|ed) [^,;:]{{3,120}},"
         rf"(?= (?:according to|{_VERB}) | (?:the )?[A-Z][\w’' -]+ (?:said|reported)\b)"),
    _cut("examples", r", (?:including|such as|among them) [^;:]{8,120}"
         r"(?=, (?:according to|[^,]{3,60} (?:said|says))\b|\.[”\"’']?$)"),
    _cut("while", rf", (?:while|whereas) [^;:]{{12,160}}{_END}"),
    _cut("a further part", rf"(?<!:); [^;:]{{12,160}}{_END}", needs=";"),
    _cut("a further part", rf" [—–-]{{1,2}} (?!but |or |not )"
         rf"(?:(?! [—–-]{{1,2}} )[^;:]){{12,160}}{_END}"),
    _cut("what it is set against",
         rf"^(?:Despite|Although|Though|While|Amid) [^,]{{8,110}},\s+{_SUBJECT}"),
    _cut("who somebody is", rf"(?<=[a-z]), (?:an?|the) (?!\w+ and |\w+er )[^;:]{{8,120}}{_END}",
         needs=", "),
    _cut("who somebody is", r"(?<=[a-z]), (?:an?|the) (?!\w+ and |\w+er )[^,;:]{8,120}"
         r"(?=, according to [^,;:]{3,100}$)", needs=", according"),
    _cut("a further part", rf",? and {_PERSON} [^,;:]{{8,160}}{_END}", needs=" and "),
    _cut("a further part", rf", and {_NOUNS} {_VERB} [^,;:]{{8,160}}{_END}"),
    _cut("a further part",
         rf"(?<![a-z]ed)(?<!both),? and (?:{_VERB}) [^,;:]{{8,160}}{_END}", needs=" and "),
    _cut("what happened besides",
         rf", (?!including|according|during|being)[a-z]{{2,}}ing [^;:]{{3,140}}{_END}"),
    _cut("a clause on a name", rf", (?:who|which|whose|where|when) "
         rf"(?:(?!, (?:to|{_VERB}) )[^;:]){{3,140}}{_END}"),
    _cut("what came before", rf",? (?:after|following) [^,;:]{{12,160}}{_END}", limits=True),
    _cut("why",
         rf",? (?:because|amid|despite|since|in a bid to|in an attempt to|in an effort to) "
         rf"[^,;:]{{12,160}}{_END}", limits=True),
    _cut("what happened meanwhile",
         rf",? (?:while|as (?=(?:he|she|it|they|his|her|its|their|the)\b)|before) "
         rf"[^,;:]{{12,160}}{_END}", limits=True),
    _cut("what happened meanwhile", rf", (?:as|after) [^;:]{{12,160}}{_END}"),
    _cut("what came before",
         r"^(?:After|As|Before|Following|Since|With|Having|Faced with|[A-Z][a-z]+(?:ing|ed) "
         r"(?:by|to|in|on|at|with|from|as|for|the|an?)) "
         rf"[^,]{{8,110}},\s+{_SUBJECT}"),
    _cut("when",
         r"^(?:Just |Only )?(?:[Ll]ast|[Tt]his|[Ee]arlier this|[Ll]ate last) (?:night|week|month"
         r"|year|weekend|morning|summer|spring|autumn|winter),?\s+(?=[A-Z])"),
    _cut("where",
         rf",? (?:in|at|on|near|outside|inside|across|along|around|throughout) (?:the )?"
         rf"[A-Z][\w’'-]+(?: (?:and |of |the )?[A-Z][\w’'-]+){{0,3}}"
         rf"(?:, [A-Z][\w’'.-]+(?: [A-Z][\w’'-]+)?)?{_END}", limits=True),
    _cut("where",
         rf",? (?:at|on|near|outside|inside|during|ahead of|in front of) "
         rf"(?:an?|the|his|her|its|their)(?: (?!to |{_VERB} )[\w’'-]+){{1,6}}{_END}", limits=True),
)  # fmt: skip
"""What goes from a sentence while it is too long."""

FINITE = re.compile(rf"\b{_VERB}\b")
"""What makes words a sentence where no stop ends them."""

FRONTED = re.compile(
    r"(?:^|[,;:] )(?:In|On|At|As|After|Before|Following|For|With|During|When|While|By|From|If|To"
    r"|Since|Under|Despite|Among|Amid|Over|Through|Unlike|Like|Although|Though|Because|Once|Given"
    r"|Based|[A-Z][a-z]+ing)\b[^,]*$"
)
"""The opening of a sentence up to where a subject has to follow."""

HANGING = re.compile(
    r"(?:\b(?:minutes?|hours?|days?|weeks?|months?|years?|moments|shortly|soon|just|even|only|long"
    r"|right|immediately|part|partly|mainly|mostly|largely|ever|per ?cent|and|or|of|the|an?|to)"
    r"|%|\d)$"
)
"""How a sentence can't end where what follows it goes."""

PAIRED = re.compile(r"\b(?:not (?:only|just|merely|so much)|both|either|neither|so|such|between)\b")
"""Words that announce a second part."""

LISTED = re.compile(r", [\w’'-]+(?: [\w’'-]+){0,2}$")
"""A list whose last item is still to come: "tanks, armoured vehicles [and towed guns]"."""

DONE = re.compile(r"\b(?:was|were|is|are|been|be) \w+ed,$")
"""An aside that breaks off a list of what was done: "an African who was captured, [shipped …]"."""

DOING = re.compile(r"\b(?:of|for|by|with|from|after|before|without|showing) (?:[^,]*, )?\w+ing\b")
DOING_TOO = re.compile(r"\band \w+ing\b")
"""A list of what somebody did: "accused of hitting him, kicking him and stealing his car"."""

ANNOUNCED = re.compile(r"[:;]| [—–-]{1,2} ")
"""Marks after which a further part belongs to something opened before."""

LIMITED = re.compile(
    r"\b(?:not?|nor|never|\w+n['’]t|only|first|last(?! (?:night|week|month|year|season|summer))"
    r"|until|will|would|can|could|may|might|every|all|any|most"
    r"|(?!west|east|test|rest|best|latest|arrest|protest|request|interest|contest|forest|guest"
    r"|priest|invest|suggest|harvest|honest|manifest|quest|chest|nest|vest|pest|budapest"
    r"|conquest|detest|attest|northwest|northeast|southwest|midwest|digest)\w{2,}est)\b",
    re.IGNORECASE,
)
"""What makes a sentence say something else without its "after …" or "because …"."""

KEPT = re.compile(
    r"(?<![\w-])(?!(?:19|20)\d\d\b)\d|[“”\"«»„‘]|(?<!\w)'|'(?!\w)|\b(?:not?|nor|never|none|nothing"
    r"|nobody|neither|without|hardly|barely|cannot|\w+n['’]t|alleg\w+|reports?|reported(?:ly)?"
    r"|claim\w*|accord\w*|suspect\w*|appar\w+|may|might|could|would|should|seem\w*|appear\w*"
    r"|likely|possibl\w+|probabl\w+|perhaps|expected|believed?|thought|unconfirmed|potential\w*|falsely|false|untrue|wrong(?:ly)?"
    r"|mistaken(?:ly)?|incorrect(?:ly)?|baseless|purport\w*|supposed(?:ly)?"
    r"|if|unless|until|provided|whether|only|except|rumou?r\w*"
    r"|say\w*|said|told|insist\w*|warn\w*|hundreds?|thousands?|millions?|billions?|dozens?|one|two"
    r"|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|half|third|quarter"
    r"|most|many|all|some|few|several|almost|nearly|about|least|fails?|failed|refus\w+"
    r"|den(?:y|ied|ies)|ruled out)\b",
    re.IGNORECASE,
)
"""Negations, hedges, conditions, quantities, sources and quotations: what never goes."""
