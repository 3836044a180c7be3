"""Whom a mention means: pronouns, descriptions, bare names; and whom it cannot mean."""

import pytest

from briefings.model import Quote
from briefings.quotes import credit, find_quotes

FLOOD = "“We had no warning at all,”"


@pytest.mark.parametrize(
    ("speaker", "role", "text"),
    [
        ("Dmitry Peskov", "the Kremlin’s spokesman",
         f"{FLOOD} the Kremlin’s spokesman, Dmitry Peskov, told reporters."),
        ("Ana Silva", "Mayor", f"{FLOOD} according to Mayor Ana Silva."),
        ("Nick Merrill", "Clinton campaign spokesman",
         f"{FLOOD} Clinton campaign spokesman Nick Merrill said."),
        ("Ana Silva", "Russian President",
         f"Russian President Ana Silva left.\n\n{FLOOD} President Silva said."),
        ("Josh Earnest", "White House press secretary",
         f"{FLOOD} White House press secretary Josh Earnest said."),
        ("Hillary Clinton", "Former Secretary of State",
         f"{FLOOD} said Former Secretary of State Hillary Clinton."),
        ("Ana Silva", "",
         f"Ana Silva, who runs the harbour, spoke on Monday.\n\n{FLOOD} she said."),
        ("Tom Baker", "", f"Tom Baker, 26, lost his house.\n\n{FLOOD} the 26-year-old said."),
        ("Trevor Noah", "", f"Trevor Noah came.\n\n{FLOOD} said a flabbergasted Trevor Noah."),
        ("Ana Silva", "", f"“I agree,” said Ana Silva. {FLOOD} she added."),
        ("Tom Baker", "", f"Ana Silva met Tom Baker.\n\n{FLOOD} he said."),
        ("Tom Baker", "",
         f"Ana Silva spoke to Tom Baker. In describing Donald Gray, Baker said it was late.\n\n"
         f"{FLOOD} he said."),
        ("Cornell Belcher", "Obama consultant",
         f"Obama consultant Cornell Belcher agreed.\n\n{FLOOD} he said."),
        ("Rikkie Wells", "",
         f"David Waters wrote first. So did Rikkie Wells, who tweeted, {FLOOD} at noon."),
        ("Jake Sullivan", "Clinton’s aide", f"{FLOOD} said Clinton’s aide Jake Sullivan."),
        ("Ana Silva", "", f"Ana Silva met Sean Hannity.\n\n{FLOOD} she told Hannity."),
        ("the ministry", "", f"{FLOOD} the ministry said in a statement."),
        ("a spokesman for the Kremlin", "", f"{FLOOD} said a spokesman for the Kremlin."),
        ("federal prosecutors", "", f"{FLOOD} federal prosecutors wrote."),
        ("Ryan’s campaign", "", f"{FLOOD} Ryan’s campaign said."),
    ],
)  # fmt: skip
def test_leads_a_mention_back_to_who_is_meant(speaker: str, role: str, text: str) -> None:
    quote = find_quotes(text)[-1]
    assert (quote.speaker, quote.role) == (speaker, role)


@pytest.mark.parametrize(
    ("text", "never"),
    [
        (f"It rained in Monday. Smith left.\n\n{FLOOD} Smith said.", "Monday. Smith"),
        (f"Yet Trump Stays Calm While Storm Nears Coast\n\n{FLOOD} Trump said.", "Yet Trump"),
        (f"Clinton Wades In, Urges Britain To Stay\n\n{FLOOD} Clinton said.", "Clinton Wades In"),
        (f"He spoke at the Eastern Economic Forum.\n\n{FLOOD} he said.", "Eastern Economic Forum"),
        (f"He was at the White House. And it rained.\n\n{FLOOD} he said.", "White House. And"),
        (
            f"Donald Gray saw it. Sean Hannity asked why.\n\n{FLOOD} he told Hannity.",
            "Sean Hannity",
        ),
        ("Maria Jones waited. “Call Maria Jones,” he said.", "Maria Jones"),
    ],
)
def test_names_no_garbage(text: str, never: str) -> None:
    assert find_quotes(text)[-1].speaker != never


def test_keeps_a_family_name_that_two_people_share() -> None:
    text = f"Hillary Clinton and Bill Clinton came.\n\n{FLOOD} Clinton said."
    assert find_quotes(text)[0].speaker == "Clinton"


def test_is_less_sure_of_a_pronoun_than_of_a_name() -> None:
    text = f"{FLOOD} said Ana Silva.\n\nMaria Jones and Ana Silva left.\n\n{FLOOD} she said."
    named, pronoun = find_quotes(text)
    assert pronoun.confidence < named.confidence


def test_is_less_sure_where_the_quotation_names_the_person() -> None:
    apart = find_quotes("Ana Silva spoke.\n\n“We will help everybody here,” she said.")[0]
    itself = find_quotes("Ana Silva spoke.\n\n“We will help Ana Silva here,” she said.")[0]
    assert itself.confidence < apart.confidence


@pytest.mark.parametrize(
    "between",
    ["It stands in a letter from Maria Jones.", "Her mother, Lu, ran the harbour before."],
)
def test_is_less_sure_of_a_pronoun_where_it_may_mean_another(between: str) -> None:
    text = f"Ana Silva spoke on Monday. {{}}\n\n{FLOOD} she said."
    alone, rivalled = (find_quotes(text.format(words))[0] for words in ("It rained.", between))
    assert alone.speaker == "Ana Silva"
    assert rivalled.confidence < 0.9 < alone.confidence


def test_takes_no_place_of_a_statement_for_its_speaker() -> None:
    said = "“We had no warning of the flood at all, and nobody came.”"
    (quote,) = find_quotes(f"Ana Silva spoke.\n\nThen, later that month on CNN: {said}")
    assert quote.confidence < 0.9


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        ("Jens Stoltenberg, the NATO secretary general",
         f"{FLOOD} Jens Stoltenberg, the NATO secretary general, said."),
        ("Jens Stoltenberg, the NATO secretary general",
         f"{FLOOD} said the NATO secretary general, Jens Stoltenberg."),
        ("Ana Silva, the NATO secretary general",
         f"Ana Silva, the NATO secretary general, came.\n\n{FLOOD} Silva said."),
        ("Ana Silva, chief executive of the Porto Bank",
         f"{FLOOD} said Ana Silva, 41, chief executive of the Porto Bank, who was there."),
        ("Ana Silva, the mayor of Porto",
         f"{FLOOD} said Ana Silva, the mayor of Porto and a former minister."),
        ("Mark Rutte, the Dutch prime minister",
         f"{FLOOD} the Dutch prime minister, Mark Rutte, said."),
        ("Mayor Ana Silva", f"{FLOOD} Mayor Ana Silva, a member of the council, said."),
        ("Ana Silva", f"{FLOOD} said Ana Silva, the first woman to run the harbour."),
        ("Ana Silva", f"{FLOOD} said Ana Silva, her sister."),
        ("Ana Silva", f"{FLOOD} said Ana Silva, the mayor told her."),
        ("Ana Silva", f"Ana Silva, not the mayor you could imagine, came. {FLOOD} said Ana Silva."),
    ],
)  # fmt: skip
def test_tells_the_role_that_stands_beside_the_name(shown: str, text: str) -> None:
    assert credit(find_quotes(text)[-1]) == shown


def test_credits_nobody_where_nobody_is_certain() -> None:
    assert credit(Quote(FLOOD, 0, len(FLOOD))) == ""


@pytest.mark.parametrize(
    ("speaker", "mention", "text"),
    [
        ("de Blasio", "de Blasio", f"{FLOOD} de Blasio said."),
        ("Bill de Blasio", "de Blasio", f"Bill de Blasio came.\n\n{FLOOD} de Blasio said."),
        ("Ursula von der Leyen", "von der Leyen",
         f"Ursula von der Leyen came.\n\n{FLOOD} von der Leyen told reporters."),
        ("Bashar al-Assad", "Bashar al-Assad", f"{FLOOD} said Bashar al-Assad."),
        ("Bashar al-Assad", "al-Assad", f"Bashar al-Assad came.\n\n{FLOOD} said al-Assad."),
        ("Mohammed bin Salman", "bin Salman",
         f"Mohammed bin Salman came.\n\n{FLOOD} bin Salman said."),
        ("Vincent van Gogh", "van Gogh", f"Vincent van Gogh came.\n\n{FLOOD} said van Gogh."),
    ],
)  # fmt: skip
def test_keeps_the_small_words_of_a_family_name(speaker: str, mention: str, text: str) -> None:
    quote = find_quotes(text)[-1]
    assert quote.speaker == speaker
    assert quote.mention is not None
    assert quote.mention.of(text) == mention


def test_takes_no_by_line_for_a_title() -> None:
    quote = find_quotes(f"{FLOOD} Ana Silva Treasury Secretary Tom Baker said.")[0]
    assert (quote.speaker, quote.role) == ("Tom Baker", "")


@pytest.mark.parametrize("who", ["a former colleague", "one mom", "the aide"])
def test_is_less_sure_of_who_is_not_named(who: str) -> None:
    (quote,) = find_quotes(f"{FLOOD} {who} said.")
    assert quote.speaker == who
    assert quote.confidence < 0.96


def test_tells_a_description_as_the_text_does() -> None:
    (quote,) = find_quotes(f"{FLOOD} a NASA spokesman said.")
    assert quote.speaker == "a NASA spokesman"


def test_knows_a_name_whose_place_stands_behind_it() -> None:
    text = f"Patrick Laney of Horseheads won a prize.\n\n{FLOOD} Laney said."
    assert find_quotes(text)[-1].speaker == "Patrick Laney"


def test_takes_the_writer_of_a_paragraph_for_no_speaker() -> None:
    said = "“The harbour is doing everything that it can to get them the help that they need"
    text = "{}{}\n\n– Ana Silva\n\nIt rained."
    whole, broken = (find_quotes(text.format(said, end))[0] for end in (".”", ",”"))
    assert whole.speaker == "Ana Silva"
    assert whole.confidence > 0.96 > broken.confidence


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("“The breakwater held,” harbour master Eleni Markou said.", "harbour master"),
        ("“The breakwater held,” said harbour master Eleni Markou.", "harbour master"),
        ("“The breakwater held,” town council member Eleni Markou said.", "town council member"),
        ("'The breakwater held,' said harbour master Eleni Markou.", "harbour master"),
    ],
)
def test_nouns_before_a_name_are_its_bearer_s_role(text: str, role: str) -> None:
    (quote,) = find_quotes(f"The storm raged over the islands on Monday. {text}")
    assert (quote.role, quote.speaker) == (role, "Eleni Markou")


def test_an_adjective_before_mr_is_no_role() -> None:
    (quote,) = find_quotes("“It was a bit of a shock,” said modest Mr Coe.")
    assert (quote.role, quote.speaker) == ("Mr", "Coe")


def test_other_words_before_a_name_are_none() -> None:
    (quote,) = find_quotes("“The breakwater held,” however Eleni Markou said.")
    assert (quote.role, quote.speaker) == ("", "Eleni Markou")
