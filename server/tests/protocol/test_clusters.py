"""Which texts hold what a reader sees as one endless character."""

import pytest

from server.protocol.clusters import MAX_CLUSTER_LENGTH, has_endless_cluster

# What goes on and on, as a beginning and what is repeated.
ENDLESS = {
    "skin tones": ("\U0001f44d", "\U0001f3fd"),
    "accents": ("a", "\u0301"),
    "vowel signs": ("\u0915", "\u093f"),
    "enclosing signs": ("1", "\u20e3"),
    "variation selectors": ("\u2764", "\ufe0f"),
    "ideographic variations": ("\u845b", "\U000e0100"),
    "tags": ("\U0001f3f4", "\U000e0067"),
    "a family": ("\U0001f468", "\u200d\U0001f468"),
    "a family with skin tones": ("\U0001f468", "\U0001f3fd\u200d\U0001f468"),
    "joiners": ("a", "\u200d"),
    "non-joiners": ("a", "\u200c"),
    "conjuncts": ("\u0915", "\u094d\u0915"),
    "leading jamo": ("\u1100", "\u1100"),
    "vowels": ("\u1100\u1161", "\u1161"),
    "trailing jamo": ("\u1100\u1161\u11a8", "\u11a8"),
    "number signs": ("1", "\u0600"),
    "halfwidth sound marks": ("\uff8a", "\uff9e"),
}


@pytest.mark.parametrize("kind", ENDLESS)
@pytest.mark.parametrize("before", ["", "x", "ordinary text, and then: " * 7])
def test_cluster_of_more_than_64_code_points_is_found(kind: str, before: str) -> None:
    """FR15: Wherever it stands, and whatever it is made of."""
    start, repeated = ENDLESS[kind]
    longest = start + repeated * ((MAX_CLUSTER_LENGTH - len(start)) // len(repeated))
    assert not has_endless_cluster(f"{before}{longest} and more")
    too_long = start + repeated * MAX_CLUSTER_LENGTH
    assert has_endless_cluster(f"{before}{too_long} and more")
    assert has_endless_cluster(before + too_long)


@pytest.mark.parametrize(
    "text",
    [
        "x" * 8_000,
        "你好，世界。" * 1_000,
        "नमस्ते दुनिया " * 500,
        "บทที่ ๑ ผู้ใหญ่บ้าน " * 400,
        "بِسْمِ اللَّهِ الرَّحْمَٰنِ " * 250,
        "\u1112\u1161\u11ab\u1100\u116e\u11a8" * 1_000,  # Korean in the form that macOS gives to file names
        "\U0001f1e9\U0001f1ea" * 4_000,  # flags
        "\U0001f468\U0001f3fd\u200d\U0001f469\U0001f3fd\u200d\U0001f467\U0001f3fd" * 900,
        "e\u0301" * 4_000,
        ("a" + "\u0301" * 63) * 125,
        "a\u200db\u200dc" * 1_600,
    ],
)
def test_text_of_many_clusters_is_taken(text: str) -> None:
    """FR15: However long it is, and whatever joins in it."""
    assert not has_endless_cluster(text)
