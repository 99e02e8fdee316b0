"""The eight formats, the same to the letter in Python and in the page."""

import random

import pytest
from curves.explore import formats

SPECS = [".0f", ".1f", ".2f", ",.0f", ",.2f", ".0%", ".1%", "$.1", "$.2", "$.3", "#.1", "#.3", "k.2", ".0e", ".1e",
         ".3e", "date"]  # fmt: skip
TIES = [0.5, 1.5, 2.5, 0.125, 0.375, 0.0625, 0.25, 0.35, 1.005, 2.675, 0.045, 1e21, 123456789.5, 995, 999.5, 9995,
        0.995, 99.95, 1e22, 5e-324, 1.7e308, 0.0, 1e-7, 2024.999, 12.5]  # fmt: skip


def sample():
    numbers = random.Random(7)
    wide = [numbers.choice([-1, 1]) * 10 ** numbers.uniform(-8, 26) for _ in range(6000)]
    near = [numbers.uniform(-2000, 3000) for _ in range(2000)]
    halves = [numbers.randint(-4000, 4000) / 16 for _ in range(2000)]
    return wide + near + halves + TIES + [-t for t in TIES] + [float("nan"), float("inf"), float("-inf")]


@pytest.mark.parametrize("spec", SPECS)
def test_twins_write_the_same(spec, engine):
    values = [v for v in sample() if spec != "date" or abs(v) < 1e6 or v != v]
    js = engine.call(f"(values) => values.map(v => curves.format(v, {spec!r}))", values)
    python = [formats.write(v, spec) for v in values]
    assert [row for row in zip(values, js, python, strict=True) if row[1] != row[2]] == []
    assert len(values) > 5000


@pytest.mark.parametrize(
    ("value", "spec", "text"),
    [
        (1e7, "$.2", "$10M"), (5.576e6, "$.2", "$5.6M"), (5.576e6, "$.3", "$5.58M"), (6.04e6, "$.2", "$6M"),
        (999_999, "$.2", "$1M"), (850, "$.2", "$850"), (0.55, "$.2", "$0.55"), (-2e6, "$.2", "−$2M"), (0, "$.2", "$0"),
        (3.2914e6, "#.3", "3.29 million"), (2e6, "#.3", "2 million"), (999_500, "#.3", "1 million"), (0, "#.2", "0"),
        (4.56e5, "k.1", "500k"),
        (451_234, "#.3", "451,000"), (18.75e6, "#.3", "18.8 million"), (-1.5e9, "#.2", "−1.5 billion"),
        (0.0456, "#.2", "0.046"), (4.2e16, "#.2", "42,000 trillion"), (2048, "#.2", "2,000"),
        (3.4078e24, ".0e", "3e24"), (3.4078e24, ".1e", "3.4e24"), (9.96, ".1e", "1.0e1"), (0.405, ".0%", "41%"),
        (2.5, ".0f", "3"), (-0.04, ".1f", "0.0"), (1234567.89, ",.1f", "1,234,567.9"), (2025.0, "date", "Jan 2025"),
        (2022.99, "date", "Jan 2023"), (float("inf"), "$.2", "∞"), (float("nan"), ".0f", "–"),
    ],
)  # fmt: skip
def test_known_texts(value, spec, text):
    assert formats.write(value, spec) == text


@pytest.mark.parametrize("spec", ["", "f", ".2g", "d", "$", ",.1e", "%b %Y", "$.0", "#.0", "#"])
def test_any_other_spec_is_refused(spec):
    with pytest.raises(ValueError, match="not a format of this book"):
        formats.check(spec)


TYPED = ["10M", "$10m", "1e7", "10,000,000", " 40% ", "40", "−3.5", "-3.5", ".5", "5.", "1.5bn", "2T", "", "abc", "1e",
         "NaN", "Infinity", "10 M", "1..2", "1,5", "1,,5", "12,34", "1,000.5",
         "2 million", "1.5 Billion", "3trillion", "2 millions", "4 mi", "2 bnillion",
         "--3", "1e400", "０", "10Mx", "<b>1</b>",
         "Jan 2022", "jul. 2024", " September  2025 ", "Foo 2022", "Jan 22", "2022.5"]  # fmt: skip


@pytest.mark.parametrize("spec", [".0f", ".0%", "$.2", "#.3", "date"])
def test_twins_read_the_same(spec, engine):
    js = engine.call(f"(texts) => texts.map(t => curves.parse(t, {spec!r}))", TYPED)
    assert js == [formats.parse(text, spec) for text in TYPED]
    assert formats.parse("1,5") is None and formats.parse("1,000.5", "$.2") == 1000.5
    assert formats.parse("2.5 million") == 2.5e6 and formats.parse("2 millions") is None
    assert formats.parse("10M") == 1e7 and formats.parse("NaN") is None
    assert formats.parse("jul. 2024", "date") == 2024.5 and formats.parse("Foo 2022", "date") is None
