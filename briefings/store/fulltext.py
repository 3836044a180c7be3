"""The full-text index: the one place where SQLite and PostgreSQL are asked in different words.

SQLite has FTS5 over the stems, PostgreSQL a tsvector of the same stems with a GIN index; the
migrations make both.
"""

from collections.abc import Sequence
from itertools import islice, product

from sqlalchemy import ColumnElement, TextClause, bindparam, literal_column, text

from briefings.store.terms import Alternatives, Query

_WAYS = 300
"""Ways to say one phrase that are looked for at most."""

INSERT = {
    "sqlite": text("INSERT OR REPLACE INTO article_search (rowid, stems) VALUES (:id, :stems)"),
    "postgresql": text(
        "INSERT INTO article_search (article_id, stems)"
        " VALUES (:id, to_tsvector('simple', :stems))"
        " ON CONFLICT (article_id) DO UPDATE SET stems = excluded.stems"
    ),
}

DELETE = {
    "sqlite": text("DELETE FROM article_search WHERE rowid = :id"),
    "postgresql": text("DELETE FROM article_search WHERE article_id = :id"),
}

DELETE_ALL = text("DELETE FROM article_search")

_ID = {"sqlite": "article_search.rowid", "postgresql": "article_search.article_id"}
_MATCH = {
    "sqlite": "article_search MATCH :query",
    "postgresql": "article_search.stems @@ to_tsquery('simple', :query)",
}

_COUNTS = text(
    "SELECT (SELECT count(*) FROM (SELECT 1 FROM article_search"
    " WHERE stems @@ to_tsquery('simple', asked.query) LIMIT :most) AS found)"
    " FROM unnest(CAST(:queries AS text[])) WITH ORDINALITY AS asked(query, place)"
    " ORDER BY asked.place"
)


def id_column(dialect: str) -> ColumnElement[int]:
    """Return the index's column with the article's id."""
    return literal_column(_ID[dialect])


def match(query: Query, dialect: str) -> TextClause:
    """Return the condition that an article has the words that the query asks for.

    Only stems made of letters and digits get into it, each in quotes: nothing that a user types is
    read as an operator.
    """
    words = _fts5(query) if dialect == "sqlite" else _tsquery(query)
    return text(_MATCH[dialect]).bindparams(bindparam("query", words))


def match_unwanted(query: Query, dialect: str) -> TextClause:
    """Return the condition that an article has any of the words that the query does not want."""
    one, either = (_fts5_phrase, " OR ") if dialect == "sqlite" else (_tsquery_phrase, " | ")
    words = either.join(one(phrase) for phrase in query.unwanted)
    return text(_MATCH[dialect]).bindparams(bindparam("query", words))


def counts(queries: Sequence[Query], most: int) -> TextClause:
    """Return PostgreSQL's query for how many articles each query finds, `most` at most, in order.

    All at once: a turn to the server for each word takes longer than the counting.
    """
    words = [_tsquery(query) for query in queries]
    return _COUNTS.bindparams(bindparam("queries", words), bindparam("most", most))


def _fts5(query: Query) -> str:
    wanted = " AND ".join(_fts5_phrase(phrase) for phrase in query.wanted)
    unwanted = " OR ".join(_fts5_phrase(phrase) for phrase in query.unwanted)
    return f"({wanted}) NOT ({unwanted})" if unwanted else wanted


def _fts5_phrase(phrase: Sequence[Alternatives]) -> str:
    # FTS5 has no alternatives inside a phrase, so each way to say it is a phrase of its own.
    ways = islice(product(*phrase), _WAYS)
    return "(" + " OR ".join('"' + " ".join(way) + '"' for way in ways) + ")"


def _tsquery(query: Query) -> str:
    wanted = " & ".join(_tsquery_phrase(phrase) for phrase in query.wanted)
    unwanted = "".join(f" & !{_tsquery_phrase(phrase)}" for phrase in query.unwanted)
    return wanted + unwanted


def _tsquery_phrase(phrase: Sequence[Alternatives]) -> str:
    words = ("(" + " | ".join(f"'{stem}'" for stem in word) + ")" for word in phrase)
    return "(" + " <-> ".join(words) + ")"
