"""The glossary: each word leads to one term, each meaning is short and plain."""

import re

import pytest
from curves import data, glossary

TERMS = glossary.terms()
each_term = pytest.mark.parametrize("term", TERMS, ids=lambda term: term.id)


def test_terms_stand_in_alphabetical_order():
    names = [term.term for term in TERMS]
    assert names == sorted(names, key=str.casefold)
    assert len({term.id for term in TERMS}) == len(TERMS)


def test_no_form_belongs_to_two_terms():
    forms = [form.lower() for term in TERMS for form in (term.term, *term.forms)]
    assert sorted(forms) == sorted(set(forms)), "a form stands twice"
    assert all(form and form == form.strip() for form in forms)


@each_term
def test_a_meaning_is_one_or_two_sentences_without_figures(term):
    assert term.term[0].isupper() and term.meaning.endswith(".")
    assert 1 <= len(re.findall(r"\.(?= [A-Z]|$)", term.meaning)) <= 2
    assert len(term.meaning) <= 200
    known = r"\bH100s?\b|\b(?:January|May|October) 20\d\d\b"
    assert not re.search(r"\d", re.sub(known, "", term.meaning)), "figures belong in a table with a source"


@each_term
def test_what_an_american_rule_says_has_a_source(term):
    if re.search(r"American rules|20\d\d", term.meaning):
        assert term.sources and all(key.startswith("bis-") for key in term.sources)


def test_the_terms_that_chapters_need_are_there():
    wanted = "token parameter loss flop compute-optimal overtraining draws percentile median fleet utilisation tpp"
    wanted = {*wanted.split(), "scaling law", "mixture of experts", "amortised cost", "rental cost", "power of ten"}
    assert wanted <= glossary.by_form().keys()
    assert len(TERMS) == len(data.table("glossary"))
