"""Times, rates and factors as people write them."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subtitler.errors import UsageError
from subtitler.formats.moments import parse_factor, parse_moment, parse_rate, parse_sync


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("+1.5", 1500),
        ("1.5", 1500),
        ("1,5s", 1500),
        ("-0:00:02.250", -2250),
        ("−2", -2000),
        ("1500ms", 1500),
        ("-1500ms", -1500),
        ("1:02:03.456", 3_723_456),
        ("2:05", 125_000),
        ("90:00", 5_400_000),
        ("83", 83_000),
        ("0.0005", 0),
        ("0.0015", 2),
        ("0", 0),
    ],
)
def test_times_are_read_in_every_usual_form(text: str, ms: int) -> None:
    """Seconds, clock's times, milliseconds; half a ms goes to the even one."""
    assert parse_moment(text, "OFFSET") == ms


@given(st.integers(0, 99 * 3_600_000))
def test_a_clocks_time_comes_back(ms: int) -> None:
    """Hours, minutes, seconds and ms say the same time."""
    seconds, rest = divmod(ms, 1000)
    text = f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"
    assert parse_moment(text, "") == ms
    assert parse_moment(f"-{text}", "") == -ms


@pytest.mark.parametrize(
    "text",
    ["", "abc", "1:2:3:4", "1:75", "1:60:00", "--1", "1.5.5", "1e3", "5m", "1500 ms x", "+-1"],
)
def test_what_is_no_time_is_refused(text: str) -> None:
    """The error names what was given and what is meant."""
    with pytest.raises(UsageError, match="OFFSET") as error:
        parse_moment(text, "OFFSET")
    assert "1500ms" in error.value.remedy


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("25", Fraction(25)),
        ("23.976", Fraction(24000, 1001)),
        ("23.98", Fraction(24000, 1001)),
        ("29.97", Fraction(30000, 1001)),
        ("59.94", Fraction(60000, 1001)),
        ("30000/1001", Fraction(30000, 1001)),
        ("12.5", Fraction(25, 2)),
    ],
)
def test_a_rounded_rate_is_the_exact_one(text: str, rate: Fraction) -> None:
    """23.976 stands for 24000/1001."""
    assert parse_rate(text, "--from-fps") == rate


@pytest.mark.parametrize("text", ["0", "-25", "fast", "1/0", "0.5", "100000", "", "25/0"])
def test_what_is_no_rate_is_refused(text: str) -> None:
    """The error names the option."""
    with pytest.raises(UsageError, match="--to-fps"):
        parse_rate(text, "--to-fps")


def test_a_factor_is_a_decimal_or_a_ratio() -> None:
    """Exact in both forms."""
    assert parse_factor("1.001", "--by") == Fraction(1001, 1000)
    assert parse_factor("25/24", "--by") == Fraction(25, 24)


@pytest.mark.parametrize("text", ["0", "-1", "11", "0.01", "x", "1/0"])
def test_a_factor_that_is_a_slip_is_refused(text: str) -> None:
    """Nothing, backwards, or more than ten times."""
    with pytest.raises(UsageError, match="--by"):
        parse_factor(text, "--by")


def test_a_pair_of_times_is_parted_at_the_equals_sign() -> None:
    """Old first."""
    assert parse_sync("0:01:10=72.5", "--sync") == (70_000, 72_500)


@pytest.mark.parametrize("text", ["1:10", "=", "1=", "a=b", "-1=2", "1=-2"])
def test_what_is_no_pair_is_refused(text: str) -> None:
    """Times before zero too."""
    with pytest.raises(UsageError, match="--sync"):
        parse_sync(text, "--sync")
