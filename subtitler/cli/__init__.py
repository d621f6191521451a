"""Words in, words out. Nothing heavy is imported before a command needs it."""

from __future__ import annotations


def main() -> None:
    """The command `subtitler`."""
    from subtitler.cli.app import run

    run()
