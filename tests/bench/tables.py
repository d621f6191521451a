"""A table on the terminal, for measurements."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table


def show(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Prints rows under their columns; figures with a sensible number of digits."""
    table = Table(title=title, title_justify="left")
    for at, column in enumerate(columns):
        table.add_column(column, justify="left" if at == 0 else "right")
    for row in rows:
        table.add_row(*(_written(cell) for cell in row))
    Console(width=150).print(table)


def _written(cell: object) -> str:
    return (
        f"{cell:.3g}"
        if isinstance(cell, float) and abs(cell) < 10
        else (f"{cell:.0f}" if isinstance(cell, float) else str(cell))
    )
