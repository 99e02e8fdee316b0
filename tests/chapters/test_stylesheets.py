"""Style sheets lose the rules that no page can use, and nothing else."""

import pytest
from curves.stylesheets import cut, names_in

NAMES = {"card", "note", "top"}


@pytest.mark.parametrize(
    ("css", "left"),
    [
        (".card{a:b}", ".card{a:b}"),
        (".modal{a:b}", ""),
        ("p > .card.note{a:b}", "p > .card.note{a:b}"),
        (".card .modal{a:b}", ""),
        (".modal, .card{a:b}", " .card{a:b}"),
        ("#top{a:b}#gone{a:b}", "#top{a:b}"),
        (":root{--x:#abc}html[data-theme]{a:b}", ":root{--x:#abc}html[data-theme]{a:b}"),
        (".card:not(.modal, .x){a:b}", ".card:not(.modal, .x){a:b}"),
        (":is(.modal, .card) p{a:b}", ":is(.modal, .card) p{a:b}"),
        ("@media print{.modal{a:b}.card{a:b}}", "@media print{.card{a:b}}"),
        ("@media print{.modal{a:b}}", ""),
        ("@supports (a:b){@media print{.modal{a:b}}}", ""),
        ("@font-face{src:url(a)}@keyframes turn{to{a:b}}", "@font-face{src:url(a)}@keyframes turn{to{a:b}}"),
        ('.card::before{content:"\\f101"}', '.card::before{content:"\uf101"}'),  # the same glyph, written out
        ("/* a word */.card{a:b}", ".card{a:b}"),
    ],
)
def test_a_rule_stays_if_an_element_can_have_all_that_it_asks_for(css, left):
    assert cut(css, NAMES) == left


def test_names_come_from_attributes_and_from_all_words_of_scripts():
    page = """<p class="note big-one" id='top'>card</p>"""
    assert names_in([page], ["e.classList.add('show')"]) == {"note", "big-one", "top", "e", "classList", "add", "show"}
