"""Compares the numbered rules with the tests that quote them.

``python -m scripts.check_rules`` fails, naming each rule of ``PROTOCOL.md``
that no test quotes, each number that a test quotes and nobody wrote down, and
each number given twice. A test quotes its rules at the beginning of its
docstring (``LOG4, LOG5: …``) or of its title (``it('CL4: …')``).
"""

import ast
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROTOCOL = Path("shared/schema/PROTOCOL.md")
PYTHON_TESTS = ("server/tests/**/*.py", "e2e/**/*.py")
CLIENT_TESTS = ("client/**/*.test.ts", "client/**/*.test.tsx")
GENERATED = {"node_modules", "dist"}

_NUMBER = r"[A-Z]{2,4}\d+"
_RULE = re.compile(rf"\*\*({_NUMBER})\*\*")
_QUOTE = re.compile(rf"\s*({_NUMBER}(?:, {_NUMBER})*):\s")
# The second form is the title after a table: `it.each([…])('…')`.
_TITLE = re.compile(r"(?:\b(?:it|test)(?:\.\w+(?:\([^)]*\))?)*|\))\(\s*(['\"`])(.*?)\1", re.DOTALL)
# A test that is switched off proves nothing.
_OFF = re.compile(r"\b(?:it|test)\.(?:skip|todo|fails)\b")


def rules_in(page: str) -> list[str]:
    """Return the numbers that the page gives to rules, in its order."""
    return _RULE.findall(page)


def rules_quoted(text: str | None) -> list[str]:
    """Return the numbers that a docstring or a title begins with."""
    quote = _QUOTE.match(text or "")
    return quote[1].split(", ") if quote else []


def quotes_in_python(source: str) -> Iterator[str]:
    """Yield the number of each rule that a test function of this module quotes."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
            yield from rules_quoted(ast.get_docstring(node))


def quotes_in_typescript(source: str) -> Iterator[str]:
    """Yield the number of each rule that a test's title in this module quotes."""
    for title in _TITLE.finditer(source):
        if not _OFF.match(title[0]):
            yield from rules_quoted(title[2])


def quoted_rules(root: Path) -> Iterator[tuple[str, Path]]:
    """Yield each rule that a test quotes, and the file of that test."""
    for patterns, quotes_in in ((PYTHON_TESTS, quotes_in_python), (CLIENT_TESTS, quotes_in_typescript)):
        for path in sorted({path for pattern in patterns for path in root.glob(pattern)}):
            file = path.relative_to(root)
            if GENERATED.isdisjoint(file.parts):
                yield from ((rule, file) for rule in quotes_in(path.read_text("utf-8")))


def complaints(root: Path) -> list[str]:
    """Return a sentence for each rule without a test, quote without a rule, and number given twice."""
    rules = rules_in((root / PROTOCOL).read_text("utf-8"))
    quoted = list(quoted_rules(root))
    tested = {rule for rule, _ in quoted}
    return [
        *(f"{rule} is quoted by no test." for rule in dict.fromkeys(rules) if rule not in tested),
        *(f"{file} quotes {rule}, which {PROTOCOL} does not have." for rule, file in quoted if rule not in rules),
        *(f"{rule} is the number of {count} rules." for rule, count in Counter(rules).items() if count > 1),
    ]


def main(root: Path = ROOT) -> int:
    """Print what is wrong, or how many rules there are; return the exit status."""
    found = complaints(root)
    for complaint in found:
        print(complaint)
    if not found:
        print(f"{len(rules_in((root / PROTOCOL).read_text('utf-8')))} rules, each quoted by a test.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
