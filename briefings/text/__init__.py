"""Sentences, words, names and languages: what every part of the newsroom reads with."""
