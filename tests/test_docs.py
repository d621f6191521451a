"""The documents and the code say the same."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import typer

from subtitler import errors
from subtitler.cli.app import app
from subtitler.domain.style import HOUSES
from subtitler.workflow.settings import FIGURES, NAMES, PREFIX

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *(ROOT / "media").rglob("*.md")])
RULE_MAKERS = {"Finding", "Oddity", "note"}  # whose first argument is a finding's rule
HEADING = re.compile(r"^(#+) +(.+)$", re.MULTILINE)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


@cache
def read(page: Path) -> str:
    return page.read_text(encoding="utf-8")


@cache
def docs() -> str:
    """All pages of docs/."""
    return "\n".join(read(page) for page in PAGES if DOCS in page.parents)


def section(title: str, name: str = "*.md") -> str:
    """What stands under the headings in docs/ that hold `title`, their subheadings too."""
    parts = []
    for page in sorted(DOCS.rglob(name)):
        found = list(HEADING.finditer(FENCE.sub(_blanked, read(page))))
        for at, heading in enumerate(found):
            if re.search(rf"{re.escape(title)}(?![\w-])", heading[2]):
                after = [one for one in found[at + 1 :] if len(one[1]) <= len(heading[1])]
                parts.append(read(page)[heading.end() : after[0].start() if after else None])
    return "\n".join(parts)


def _blanked(fence: re.Match[str]) -> str:
    """A comment in a code block is no heading."""
    return fence[0].replace("#", " ")


def commands() -> Iterator[tuple[str, typer.core.TyperCommand]]:
    """Each command with its full name: `transcribe`, `models list`."""

    def below(name: str, command: object) -> Iterator[tuple[str, typer.core.TyperCommand]]:
        children = getattr(command, "commands", {})
        for child, one in children.items():
            yield from below(f"{name} {child}".strip(), one)
        if not children:
            yield name, command  # type: ignore[misc]

    return below("", typer.main.get_command(app))


COMMANDS = dict(commands())


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_section_with_all_its_options(name: str) -> None:
    """Under a heading `subtitler NAME`, or under "Options of every command"."""
    text = section(f"subtitler {name}")
    assert text, f"no heading in docs/ names: subtitler {name}"
    text += section("Options of every command")
    options = {
        option
        for parameter in COMMANDS[name].params
        for option in (*parameter.opts, *parameter.secondary_opts)
        if option.startswith("--")
    }
    missing = {one for one in options if not re.search(rf"{one}(?![\w-])", text)}
    assert not missing


def test_no_page_names_an_option_that_is_none() -> None:
    """What a reader copies from a page of ours works; other programs' options are listed here."""
    others = {"--index-url"}
    known = {"--version", "--help", *others} | {
        option
        for command in COMMANDS.values()
        for parameter in command.params
        for option in (*parameter.opts, *parameter.secondary_opts)
    }
    named = {one for page in PAGES for one in re.findall(r"(?<![\w-])--[a-z][\w-]*", read(page))}
    assert named <= known, named - known


def test_no_page_names_a_command_that_is_none() -> None:
    """`subtitler WORD` in code on a page is a command, an option or a name for one."""
    code = [
        one
        for page in PAGES
        for block in re.findall(r"```sh\n(.*?)```|`([^`\n]+)`", read(page), re.DOTALL)
        for one in block
    ]
    named = {
        word for one in code for word in re.findall(r"^\s*subtitler ([a-z]+)", one, re.MULTILINE)
    }
    assert named
    assert named <= {name.split()[0] for name in COMMANDS}


@pytest.mark.parametrize("setting", sorted(NAMES))
def test_every_setting_is_in_the_table_of_settings(setting: str) -> None:
    """With its variable in the environment and its name in subtitler.toml."""
    text = section("Where a setting comes from")
    assert f"`{PREFIX}{setting.upper()}`" in text
    assert re.search(rf"`{setting} = ", text)


def test_every_figure_of_a_style_is_explained() -> None:
    """The figures that [styles.NAME] takes, and no others."""
    rows = re.findall(r"^\| `(\w+)` \|", section("Your own styles"), re.MULTILINE)
    assert sorted(rows) == sorted(FIGURES)


def test_the_table_of_styles_says_what_the_code_says() -> None:
    """Each house with its durations; CPL and CPS where they do not depend on the language."""
    rows = {
        cells[0].split("`")[1]: cells
        for line in section("Figures", "styles.md").splitlines()
        if (cells := [cell.strip() for cell in line.strip("| ").split("|")])[0].startswith("`")
    }
    assert rows.keys() == HOUSES.keys()
    for name, guide in HOUSES.items():
        _, lines, cpl, cps, least, most, gap, linger = rows[name]
        assert (lines, gap) == (str(guide.max_lines), f"{guide.gap_frames} frames")
        assert _ms(least) == guide.min_duration
        assert (_ms(most), _ms(linger)) == (guide.max_duration, guide.linger)
        if not cpl.startswith("by language"):
            assert (int(cpl), float(cps)) == (guide.cpl, guide.cps)


def _ms(text: str) -> int:
    number, unit = text.split()
    return int(number) * {"ms": 1, "s": 1000}[unit]


def test_every_finding_is_explained() -> None:
    """Each rule that a command can report has a row in a table: what it means, what to do."""
    missing = {rule for rule in rules() if not re.search(rf"^\| `{rule}` \|", docs(), re.MULTILINE)}
    assert not missing


def rules() -> set[str]:
    """The rule names that are written in modules which the command line reaches."""
    found = set()
    for path in reached():
        for node in ast.walk(_tree(path)):
            if isinstance(node, ast.Call) and _name(node.func) in RULE_MAKERS:
                named = [keyword.value for keyword in node.keywords if keyword.arg == "rule"]
                found |= {
                    one.value
                    for one in (*node.args[:1], *named)
                    if isinstance(one, ast.Constant) and isinstance(one.value, str)
                }
    assert {"too-fast", "repetition", "backwards-times"} <= found, "the scan went blind"
    return found


def reached() -> set[Path]:
    """The files that subtitler.cli.app imports, however late: what is not yet wired up in a
    command need not be documented yet."""
    seen: set[Path] = set()
    waiting = ["subtitler.cli.app"]
    while waiting:
        for path in _files(waiting.pop()):
            if path in seen:
                continue
            seen.add(path)
            for node in ast.walk(_tree(path)):
                if isinstance(node, ast.Import):
                    waiting += [one.name for one in node.names]
                elif isinstance(node, ast.ImportFrom) and node.module:
                    waiting += [node.module, *(f"{node.module}.{one.name}" for one in node.names)]
    return seen


def _files(module: str) -> list[Path]:
    if module.split(".", maxsplit=1)[0] != "subtitler":
        return []
    path = ROOT.joinpath(*module.split("."))
    return [one for one in (path.with_suffix(".py"), path / "__init__.py") if one.is_file()]


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(read(path))


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def test_every_exit_code_is_explained() -> None:
    """Each code of the tree of errors, and 0."""
    codes = {"0"} | {
        str(one.exit_code)
        for one in vars(errors).values()
        if isinstance(one, type) and issubclass(one, errors.SubtitlerError)
    }
    rows = re.findall(r"^\| (\d+) \|", section("Exit codes"), re.MULTILINE)
    assert set(rows) == codes


def test_every_decision_is_in_the_index() -> None:
    """A record that nobody finds decides nothing."""
    linked = set(LINK.findall(read(DOCS / "README.md")))
    records = {f"decisions/{path.name}" for path in (DOCS / "decisions").iterdir()}
    assert records
    assert records <= linked


def test_every_page_is_in_the_index() -> None:
    """Every page of docs/ can be found from docs/README.md."""
    linked = set(LINK.findall(read(DOCS / "README.md")))
    assert {path.name for path in DOCS.glob("*.md")} - {"README.md"} <= linked


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    """Relative links to files that are there, anchors to headings that are there."""
    broken = []
    for link in LINK.findall(FENCE.sub("", read(page))):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        exists = target.exists() and ROOT in (target, *target.parents)
        if not exists or (anchor and anchor not in _anchors(target)):
            broken.append(link)
    assert not broken


def _anchors(page: Path) -> set[str]:
    """The anchors that GitHub gives a page's headings."""
    headings = (one[2].lower() for one in HEADING.finditer(FENCE.sub(_blanked, read(page))))
    return {re.sub(r"[^\w\- ]", "", heading).replace(" ", "-") for heading in headings}


def test_every_make_target_is_explained() -> None:
    """What `make help` lists stands in CONTRIBUTING.md."""
    targets = re.findall(r"^## (make \w+)", read(ROOT / "Makefile"), re.MULTILINE)
    assert targets
    assert [one for one in targets if f"`{one}`" not in read(ROOT / "CONTRIBUTING.md")] == []


def test_the_readme_begins_with_the_two_commands() -> None:
    """A newcomer finds `make demo` and `make test` first, and can read it all in one go."""
    lines = read(ROOT / "README.md").splitlines()
    first = "\n".join(lines[:12])
    assert "make demo" in first
    assert "make test" in first
    assert len(lines) <= 125
