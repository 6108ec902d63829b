"""Plans of other shapes than the samples, made up from a seed: figures that add up, set in several typefaces.

    python -m tests.bench.scan_plans FOLDER

Each is the data that ``plan.typ`` of the samples sets, and with it the tables and paragraphs as printed: the truth.
"""

from __future__ import annotations

import importlib.util
import json
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tests.fixtures.samples.typeset_samples import PRINTED_ON

from .scan_tables import FUNDS, PEOPLE, RATES, Figures, Shape, header_of, rows_of
from .truth import TrueTable, rows_to_table

TEMPLATE = Path(__file__).parents[1] / "fixtures" / "samples" / "plan.typ"
PROSE = Path(__file__).with_name("scan_prose.txt")
TYPEFACES = ("rinoh_typeface_texgyretermes", "rinoh_typeface_texgyreheros")
"""Packages with fonts; Libertinus Serif comes with the typesetter."""
FONT = '"TeX Gyre Termes"'
"""The typeface as the template names it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A made-up plan: what the template sets, and what is printed then. ``font`` is the typeface as Typst takes it."""

    name: str
    font: str
    data: dict[str, Any]
    tables: tuple[TrueTable, ...]
    prose: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a plan is about: a province with its units by region, a topic and the shapes of its tables."""

    province: str
    topic: str
    year: int
    regions: dict[str, tuple[str, ...]]
    shapes: tuple[Shape, ...]
    font: str
    seed: int


PHU_THO = {
    "Vùng thấp": ("Thành phố Việt Trì", "Thị xã Phú Thọ", "Lâm Thao", "Phù Ninh", "Thanh Ba"),
    "Vùng giữa": ("Đoan Hùng", "Hạ Hòa", "Cẩm Khê", "Tam Nông"),
    "Vùng cao": ("Yên Lập", "Thanh Sơn", "Tân Sơn", "Thanh Thủy"),
}
BEN_TRE = {
    "Cù lao An Hóa": ("Châu Thành", "Bình Đại"),
    "Cù lao Bảo": ("Thành phố Bến Tre", "Giồng Trôm", "Ba Tri"),
    "Cù lao Minh": ("Chợ Lách", "Mỏ Cày Bắc", "Mỏ Cày Nam", "Thạnh Phú"),
}
QUANG_TRI = {
    "Khu vực đồng bằng": ("Thành phố Đông Hà", "Thị xã Quảng Trị", "Hải Lăng", "Triệu Phong", "Gio Linh"),
    "Khu vực miền núi": ("Cam Lộ", "Đakrông", "Hướng Hóa"),
    "Khu vực hải đảo": ("Cồn Cỏ",),
}
RECIPES: dict[str, Recipe] = {
    "cao-tuoi-2023": Recipe(
        "Phú Thọ", "Chăm sóc sức khỏe người cao tuổi", 2023, PHU_THO, (PEOPLE,), '"Libertinus Serif"', 1
    ),
    "tam-soat-2025": Recipe(
        "Bến Tre", "Tầm soát trước sinh và sơ sinh", 2025, BEN_TRE, (FUNDS, RATES), '"TeX Gyre Heros"', 2
    ),
    "dan-so-2026": Recipe(
        "Quảng Trị", "Công tác dân số", 2026, QUANG_TRI, (RATES, PEOPLE), '"TeX Gyre Heros", stretch: 75%', 3
    ),
}


def make_plan(name: str) -> Plan:
    """Make one of the plans of ``RECIPES``, always the same."""
    recipe = RECIPES[name]
    rng = np.random.default_rng(recipe.seed)
    number = int(rng.integers(20, 400))
    reference = f"{number}/KH-UBND ngày 15/02/{recipe.year}"
    annexes, tables = [], []
    for position, shape in enumerate(recipe.shapes, start=1):
        header, body = header_of(shape), rows_of(shape, recipe.regions, rng)
        heading = "PHỤ LỤC" if len(recipe.shapes) == 1 else f"PHỤ LỤC {position}"
        title = f"{shape.title} NĂM {recipe.year}"
        annexes.append(
            {
                "heading": heading,
                "title": title,
                "reference": f"(Kèm theo Kế hoạch số {reference} của UBND tỉnh {recipe.province})",
                "notes": [],
                "tables": [_printed(shape, header, body)],
            }
        )
        tables.append(_truth(header, body))
    prose = _prose(recipe, rng)
    data = _letters(recipe, number) | {"body": [_paragraph(text) for text in prose], "annexes": annexes}
    return Plan(name, recipe.font, data, tuple(tables), tuple(prose))


def _letters(recipe: Recipe, number: int) -> dict[str, Any]:
    return {
        "letterhead": {
            "issuer": ["ỦY BAN NHÂN DÂN", f"TỈNH {recipe.province.upper()}"],
            "state": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "motto": "Độc lập - Tự do - Hạnh phúc",
            "number": f"Số: {number}/KH-UBND",
            "date": f"{recipe.province}, ngày 15 tháng 02 năm {recipe.year}",
        },
        "title": ["KẾ HOẠCH", f"{recipe.topic} trên địa bàn", f"tỉnh {recipe.province} năm {recipe.year}"],
        "recipients": ["Nơi nhận:", "- Thường trực Tỉnh ủy;", "- Các sở, ban, ngành;", "- Lưu: VT, KGVX."],
        "signature": [["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"], ["Trần Thị Minh Hạnh"]],
    }


def _prose(recipe: Recipe, rng: np.random.Generator) -> list[str]:
    """Return the paragraphs: targets with figures of all forms, and plain sentences."""
    figures = Figures(rng)
    text = PROSE.read_text(encoding="utf-8").format(
        province=recipe.province,
        year=recipe.year,
        before=recipe.year - 1,
        units=sum(map(len, recipe.regions.values())),
        checked=figures.decimal(80, 95),
        screened=figures.whole(70, 90),
        boys=figures.whole(109, 113),
        births=figures.decimal(0, 1),
        users=figures.whole(12_000, 90_000),
        third=figures.span(6, 14),
        classes=figures.whole(12, 60),
    )
    return text.splitlines()


def _paragraph(text: str) -> dict[str, Any]:
    heading = text.isupper() or (text[0].isdigit() and text[-1] not in ".:;") or text.startswith("I")
    return {"runs": [[text, "bold" if heading else ""]], "sticky": heading or text.endswith(":")}


def _printed(shape: Shape, header: list[dict[str, Any]], body: list[list[str]]) -> dict[str, Any]:
    """Return a table as the template wants it; rows that are no items stand in bold."""
    rows = [[{"text": text, "style": "" if row[0].isdigit() else "bold"} for text in row] for row in body]
    columns = len(body[0])
    return {"header": header, "body": rows, "columns": columns, "sentences": False, "right": shape.right}


def _truth(header: list[dict[str, Any]], body: list[list[str]]) -> TrueTable:
    depth = max(cell["y"] + cell["rowspan"] for cell in header)
    head = [
        [
            (cell["text"], cell["rowspan"], cell["colspan"])
            for cell in sorted(header, key=lambda cell: int(cell["x"]))
            if cell["y"] == level
        ]
        for level in range(depth)
    ]
    return rows_to_table([*head, *([(text, 1, 1) for text in row] for row in body)])


def typeset_plan(plan: Plan) -> bytes:
    """Return a plan as a born-digital PDF."""
    import typst

    specs = [importlib.util.find_spec(name) for name in TYPEFACES]
    folders = [Path(spec.origin).parent for spec in specs if spec is not None and spec.origin is not None]
    if len(folders) < len(TYPEFACES):
        raise SystemExit("A typeface is missing: run 'make setup', which installs it.")
    template = TEMPLATE.read_text(encoding="utf-8")
    if FONT not in template:
        raise ValueError(f"{TEMPLATE.name} does not name {FONT}")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / TEMPLATE.name
        source.write_text(template.replace(FONT, plan.font), encoding="utf-8")
        pdf = typst.compile(
            source,
            font_paths=folders,
            ignore_system_fonts=True,
            sys_inputs={"plan": json.dumps(plan.data, ensure_ascii=False)},
            timestamp=PRINTED_ON,
            pdf_tags=False,
        )
    if not isinstance(pdf, bytes):
        raise TypeError("typst returned no PDF")
    return pdf


def main(folder: str) -> None:
    """Write all plans as born-digital PDFs."""
    for name in RECIPES:
        (Path(folder) / f"{name}.pdf").write_bytes(typeset_plan(make_plan(name)))
        print(Path(folder) / f"{name}.pdf")


if __name__ == "__main__":
    main(*sys.argv[1:])
