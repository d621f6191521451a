"""What belongs together, given which of two belong together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

Node = tuple[str, int]  # which list, and where in it


def groups(nodes: Iterable[Node], links: Iterable[tuple[Node, Node]]) -> list[list[Node]]:
    """The nodes that links hold together, each group in the order of `nodes`."""
    root: dict[Node, Node] = {node: node for node in nodes}

    def top(node: Node) -> Node:
        while root[node] != node:
            root[node] = root[root[node]]
            node = root[node]
        return node

    for one, other in links:
        root[top(one)] = top(other)
    found: dict[Node, list[Node]] = defaultdict(list)
    for node in root:
        found[top(node)].append(node)
    return list(found.values())
