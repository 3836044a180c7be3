"""Thirty questions of our own about the seed article and ten wire entries, a third unanswerable.

    python -m benchmarks.thirty

Prints each question with what is answered, for a person to judge, and how many are right: the
evidence holds the expected words, or a question that is not answered by the text is left open.
"""

import re
from pathlib import Path

from benchmarks.data import needed, rows
from briefings.answers import answer
from briefings.model import Article

SEED = "ukraine-security-guarantees.txt"
_MONTH = "wire/2022-03.jsonl"
_LEEDS = "unsung-heroine-who-saved-refugees"
_AMAZON = "amazon-rainforest-tipping-point"
_OIL = "fossil-fuel-companies-shareholders"
_WAR = "live/2022/mar/08/ukraine-news"
_REGISTER = "oligarchs-selling-uk-property"
_ART = "art-world-response-ukraine"
_MURDER = "man-found-guilty-of-after-dragging"
_FILM = "joachim-trier-interview"
_CHILDREN = "ba-2-severity-children"
_HOME_OFFICE = "why-are-home-office-plans"
QUESTIONS: tuple[tuple[str, str, str | None], ...] = (
    (SEED, "How many countries are in Macron's coalition?", "26"),
    (SEED, "What did Putin say about foreign troops after the conflict?", "presence"),
    (SEED, "When did Zelenskiy speak about thousands of foreign troops?", "September 5"),
    (SEED, "Who is the Prime Minister of Slovakia?", "Robert Fico"),
    (SEED, "Where did Zelenskiy meet Antonio Costa?", "Uzhhorod"),
    (SEED, "What strained relations with Slovakia?", "Druzhba"),
    (SEED, "What did Trump rule out?", "American troops"),
    (SEED, "Which countries have expressed readiness to support Ukraine?", "Italy"),
    (SEED, "How many troops will Poland send?", None),
    (SEED, "What did Macron say about Slovakia?", None),
    (SEED, "When did Hungary leave the European Union?", None),
    (SEED, "Who is the Prime Minister of Italy?", None),
    (_LEEDS, "Who is to be celebrated with a blue plaque in Leeds?", "Esther Simpson"),
    (_LEEDS, "Since when was Simpson the assistant secretary of the council?", "1933"),
    (_LEEDS, "In which year did Esther Simpson die?", None),
    (_AMAZON, "What is the Amazon approaching?", "tipping point"),
    (_AMAZON, "How much of the rainforest did Bolivia cut down?", None),
    (_OIL, "What were shareholders offered?", "dividends"),
    (_OIL, "Who reports on the audio calls?", "Rene Marsh"),
    (_WAR, "How many people have fled Ukraine?", "1.7 million"),
    (_WAR, "How many Russian generals were captured?", None),
    (_REGISTER, "Who vowed to toughen up the economic crime bill?", "MPs"),
    (_REGISTER, "How much property do oligarchs own in London?", None),
    (_ART, "How many refugees have fled Ukraine?", "500,000"),
    (_MURDER, "Who was found guilty of killing Liam Dent?", "Martin Eastwood"),
    (_MURDER, "Where did the confrontation outside a pub happen?", "Chessington"),
    (_MURDER, "How many years in prison did Liam Dent get?", None),
    (_FILM, "Who directed the characters that take a scalpel to their psyche?", "Trier"),
    (_CHILDREN, "Where were the children of the study?", "Hong Kong"),
    (_HOME_OFFICE, "How many refugees did Poland take?", None),
)


def main() -> None:
    """Print questions, answers and how many are right."""
    seed = Path(__file__).parents[1] / "seeds" / SEED
    texts = {SEED: seed.read_text(encoding="utf-8")}
    names = {about for about, _, _ in QUESTIONS if about != SEED}
    for row in rows(needed(_MONTH)):
        for name in names:
            if name in str(row.get("link")):
                summary = re.sub(r"<[^>]*>", " ", row["summary"] or "")
                texts.setdefault(name, " ".join(summary.split()))
    right = 0
    for about, question, expected in QUESTIONS:
        said = answer(question, [Article(0, "", texts[about])])
        shown = " … ".join(piece.text for piece in said.evidence)
        good = said.text is None if expected is None else expected in shown
        right += good
        print("right" if good else "WRONG", question, "→", shown or "-", f"({said.confidence:.2f})")
    print(f"{right} of {len(QUESTIONS)}")


if __name__ == "__main__":
    main()
