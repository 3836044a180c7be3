"""Briefs and answers as JSON objects, for `--json` and whatever else is no chat platform."""

from typing import Any

from briefings.model import Answer, Article, Brief

Row = dict[str, Any]


def brief_row(brief: Brief) -> Row:
    """Return a brief with every bullet and quote beside where it stands."""
    return {
        "topic": brief.topic,
        "headline": brief.headline,
        "bullets": [
            {
                "text": cited.bullet.text,
                "start": cited.bullet.start,
                "end": cited.bullet.end,
                "origin": str(cited.bullet.origin),
                "article": cited.article.id,
            }
            for cited in brief.bullets
        ],
        "quotes": [
            {
                "text": cited.quote.text,
                "start": cited.quote.start,
                "end": cited.quote.end,
                "speaker": cited.quote.speaker,
                "role": cited.quote.role,
                "article": cited.article.id,
            }
            for cited in brief.quotes
        ],
        "sources": [source_row(article) for article in brief.sources],
        "made_at": brief.made_at.isoformat() if brief.made_at else None,
    }


def source_row(article: Article) -> Row:
    """Return an article without its text."""
    return {
        "article": article.id,
        "title": article.title,
        "url": article.url,
        "source": article.source,
        "published": article.when.isoformat() if article.when else None,
    }


def answer_row(answer: Answer) -> Row:
    """Return an answer with its evidence."""
    return {
        "question": answer.question,
        "answer": answer.text,
        "confidence": round(answer.confidence, 4),
        "evidence": [
            {
                "text": piece.text,
                "start": piece.start,
                "end": piece.end,
                **(source_row(piece.article) if piece.article else {}),
            }
            for piece in answer.evidence
        ],
    }
