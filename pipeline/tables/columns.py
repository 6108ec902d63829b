"""The columns of a table: their roles, and which are totals of which."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import takewhile

from pipeline.model import Catalog, Column, LineType, Role
from pipeline.text import squeeze, tone_key

from .roles import Body, find_roles

_PARTS_OF_YEAR = {"month": 12, "quarter": 4, "half": 2}


def describe_columns(
    paths: tuple[tuple[str, ...], ...], body: Body, catalog: Catalog, formulas: dict[int, str] | None = None
) -> tuple[Column, ...]:
    """Return the columns of a table with role, type and the total that each part belongs to."""
    roles = find_roles(paths, body, catalog)
    columns = tuple(
        Column(number, path, roles[number - 1], formula=(formulas or {}).get(number, ""))
        for number, path in enumerate(paths, start=1)
    )
    return _with_totals(columns, catalog)


def is_rate(column: Column, catalog: Catalog) -> bool:
    """Say whether the headings of a column name a rate, which no sum may hold."""
    return bool(catalog.meaning("rate-header", column.path))


def part_name(text: str, catalog: Catalog) -> str:
    """Return a heading without ``Trong đó:`` before it; empty if it was nothing else."""
    for phrase in catalog.wording["part-prefix"]:
        if match := phrase.pattern.match(text):
            return squeeze(text[match.end() :])
    return text


@dataclass(slots=True)
class _Node:
    """A heading with what stands below it; a leaf has a column."""

    text: str
    column: int | None = None
    children: list[_Node] = field(default_factory=list)

    def leaves(self) -> list[int]:
        if self.column is not None:
            return [self.column]
        return [leaf for child in self.children for leaf in child.leaves()]

    def paths(self) -> dict[tuple[str, ...], int]:
        """Return the columns below by their headings from here down, of two alike the first."""
        found: dict[tuple[str, ...], int] = {}
        for child in self.children:
            if child.column is not None:
                found.setdefault((child.text,), child.column)
            for path, column in child.paths().items():
                found.setdefault((child.text, *path), column)
        return found


def _with_totals(columns: tuple[Column, ...], catalog: Catalog) -> tuple[Column, ...]:
    values = [c for c in columns if c.role is Role.VALUE and c.header and not is_rate(c, catalog)]
    groups: dict[int, int] = {}
    across: dict[int, int] = {}
    tree = _tree([(c.header, c.column_no) for c in values])
    _group(tree, groups, catalog)
    _group_across(tree, across, catalog)
    _group_of_year(tree, across, catalog)
    headed = {column.column_no for column in columns if column.header}
    for column in columns:
        groups.update((part, column.column_no) for part in sorted(headed.intersection(column.addends)))
    totals = set(groups.values())
    result = []
    for column in columns:
        total, sum_across = groups.get(column.column_no), across.get(column.column_no)
        kind = LineType.ITEM
        if column.column_no in totals:
            kind = LineType.TOTAL if total is None and sum_across is None else LineType.SUBTOTAL
        elif total is not None:
            kind = LineType.PART
        named = any(part_name(level, catalog) != level for level in column.header)
        result.append(replace(column, line_type=kind, group=total, across=sum_across, is_breakdown=named))
    return tuple(result)


def _tree(paths: list[tuple[tuple[str, ...], int]]) -> list[_Node]:
    nodes: list[_Node] = []
    for path, column in paths:
        head, rest = path[0], path[1:]
        if rest and nodes and nodes[-1].text == head and nodes[-1].column is None:
            nodes[-1].children.append(_Node("", column))
        elif rest:
            nodes.append(_Node(head, children=[_Node("", column)]))
        else:
            nodes.append(_Node(head, column))
    by_column = {column: path[1:] for path, column in paths}
    for node in nodes:
        if node.column is None:
            node.children = _tree([(by_column[c], c) for c in node.leaves()])
    return nodes


def _group(nodes: list[_Node], groups: dict[int, int], catalog: Catalog) -> None:
    """Point parts at their totals: a total heads the siblings after it, ``Trong đó`` belongs to the column before."""
    for node in nodes:
        _group(node.children, groups, catalog)
    head = _last_total(nodes, catalog)
    for position, node in enumerate(nodes):
        if node.column is not None and catalog.meaning("total-label", node.text):
            if named := _named_before(nodes, position):
                groups.update((part, node.column) for one in named for part in _representatives(one, catalog))
            else:
                head = node.column
            continue
        owner = _owner(nodes, position, catalog)
        total = owner if owner is not None else head
        if total is not None:
            for part in _representatives(node, catalog):
                groups.setdefault(part, total)


def _group_across(nodes: list[_Node], across: dict[int, int], catalog: Catalog) -> None:
    """Point columns at those with the same heading under a spanner that is the total of the spanners beside it."""
    for node in nodes:
        _group_across(node.children, across, catalog)
    spanners = [node for node in nodes if node.children]
    totals = [node for node in spanners if catalog.meaning("total-label", node.text)]
    if len(totals) != 1:
        return
    others = [node.paths() for node in spanners if node is not totals[0]]
    for path, total in totals[0].paths().items():
        parts = [paths[path] for paths in others if path in paths]
        if len(parts) >= 2:
            across.update((part, total) for part in parts)


def _group_of_year(nodes: list[_Node], across: dict[int, int], catalog: Catalog) -> None:
    """Point all quarters, months or halves of a year at the heading of the whole year beside them."""
    for node in nodes:
        _group_of_year(node.children, across, catalog)
    kinds = [catalog.meaning("year-part", node.text) if node.column is not None else "" for node in nodes]
    for kind, count in _PARTS_OF_YEAR.items():
        places = [place for place, other in enumerate(kinds) if other == kind]
        if len(places) != count:
            continue
        beside = [place for place in (places[-1] + 1, places[0] - 1) if 0 <= place < len(nodes)]
        whole = next((nodes[place].column for place in beside if kinds[place] == "year"), None)
        if whole is not None:
            across.update((part, whole) for place in places if (part := nodes[place].column) is not None)


def _named_before(nodes: list[_Node], position: int) -> list[_Node]:
    """Return the headings right before a total that it names, two at least: ``Cộng trâu, bò``."""
    words = _words(nodes[position].text)
    named = list(takewhile(lambda node: bool(set(_words(node.text)[-1:]) & set(words)), nodes[:position][::-1]))
    return named if len({_words(node.text)[-1] for node in named}) == len(named) >= 2 else []


def _words(text: str) -> list[str]:
    return [word.strip(",.;:()") for word in tone_key(text).split()]


def _last_total(nodes: list[_Node], catalog: Catalog) -> int | None:
    """Return the total that closes a row of siblings, if none stands before."""
    totals = [node for node in nodes if node.column is not None and catalog.meaning("total-label", node.text)]
    return totals[0].column if len(totals) == 1 and len(nodes) > 2 and nodes[-1] is totals[0] else None


def _owner(nodes: list[_Node], position: int, catalog: Catalog) -> int | None:
    """Return the column that a heading with ``Trong đó`` breaks down: the nearest before it that has none."""
    if part_name(nodes[position].text, catalog) == nodes[position].text:
        return None
    for node in reversed(nodes[:position]):
        if part_name(node.text, catalog) == node.text:
            return node.column
    return None


def _representatives(node: _Node, catalog: Catalog) -> list[int]:
    """Return the columns that stand for a heading in a sum: itself, its total, or else all its parts."""
    if node.column is not None:
        return [node.column]
    for child in node.children:
        if child.column is not None and catalog.meaning("total-label", child.text):
            return [child.column]
    return [leaf for child in node.children for leaf in _representatives(child, catalog)]
