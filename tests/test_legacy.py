"""Legacy encodings of Vietnamese: fonts, letters, conversion with places, detection, dumps."""

from __future__ import annotations

import pytest

from pipeline.catalog import load_catalog
from pipeline.legacy import convert, font_encoding

LEGACY = load_catalog().legacy


def converted(text: str, encoding: str, *, capitals: bool = False) -> str:
    return "".join(char for char, _, _ in convert(text, encoding, LEGACY, capitals=capitals))


# Fonts


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (".VnTime", ("TCVN3", False)),
        ("ABCDEF+.VnTime", ("TCVN3", False)),
        (".VnTime,Bold", ("TCVN3", False)),
        (".VnTime-Italic", ("TCVN3", False)),
        ("VnTime", ("TCVN3", False)),
        ("GDNPOJ+VnTimeItalic", ("TCVN3", False)),
        ("_VnArial", ("TCVN3", False)),
        (".VnArial Narrow", ("TCVN3", False)),
        (".VnHelvetIns", ("TCVN3", False)),
        (".VnTimeH", ("TCVN3", True)),
        (".VnArialH,Bold", ("TCVN3", True)),
        ("ABCDEF+VnTimeH", ("TCVN3", True)),
        ("GDNPMG+VnTimeHBold", ("TCVN3", True)),
        (".VnArial NarrowH", ("TCVN3", True)),
        (".VnHelvetInsH", ("TCVN3", True)),
        ("Vn3DH", ("TCVN3", True)),
        ("VNI-Times", ("VNI", False)),
        ("ABCDEF+VNI-Times,Bold", ("VNI", False)),
        ("VNITimes", ("VNI", False)),
        ("VNI Helve", ("VNI", False)),
        ("VNI-Helve-Condense-BoldItalic", ("VNI", False)),
        ("", None),
        ("Times New Roman", None),
        ("TimesNewRomanPSMT", None),
        ("ABCDEF+Arial,Bold", None),
        ("UVnTime", None),
        ("UVNVan", None),
        ("Unicode.VnTime", None),
        ("VnTimes New Roman", None),
        ("Verdana", None),
        ("Vni", ("VNI", False)),
    ],
)
def test_fonts(name: str, expected: tuple[str, bool] | None) -> None:
    assert font_encoding(name, LEGACY) == expected


# Conversion


@pytest.mark.parametrize(
    ("encoding", "legacy", "text"),
    [
        ("TCVN3", "Céng hoµ x· héi chñ nghÜa ViÖt Nam", "Cộng hoà xã hội chủ nghĩa Việt Nam"),
        ("TCVN3", "§éc lËp - Tù do - H¹nh phóc", "Độc lập - Tự do - Hạnh phúc"),
        ("TCVN3", "ñy ban nh©n d©n tØnh", "ủy ban nhân dân tỉnh"),
        ("TCVN3", "ng\xadêi, ®\xadîc, \xad¬ng", "người, được, ương"),
        ("TCVN3", "¡n, ¢u, £, ¤ng, ¥n, ¦u, §", "Ăn, Âu, Ê, Ông, Ơn, Ưu, Đ"),
        ("VNI", "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("VNI", "Ñoäc laäp - Töï do - Haïnh phuùc", "Độc lập - Tự do - Hạnh phúc"),
        ("VNI", "UÛY BAN NHAÂN DAÂN TÆNH", "ỦY BAN NHÂN DÂN TỈNH"),
        ("VNI", "Uûy ban, Aùnh, ngöôøi, ñöôïc, kyõ, kyø, thuyû, tî", "Ủy ban, Ánh, người, được, kỹ, kỳ, thuỷ, tỵ"),
        ("VNI", "Soá: 115/2004/QÑ-TTg", "Số: 115/2004/QĐ-TTg"),
        ("TCVN3", "\x93sè\x94 \x96 5\x89", "“số” – 5‰"),
    ],
)
def test_conversion(encoding: str, legacy: str, text: str) -> None:
    assert converted(legacy, encoding) == text
