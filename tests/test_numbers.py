"""Vietnamese numerals: one large table of printed strings, evidence of columns, and properties."""

from __future__ import annotations

from decimal import Decimal

import pytest
import regex
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.catalog import load_catalog
from pipeline.errors import NumberFormatError
from pipeline.extract.doubtful_numbers import doubt_spaces
from pipeline.extract.notation import read_column
from pipeline.extract.table_notation import proves_spaces
from pipeline.model import Comparator, Quantity
from pipeline.numbers import (
    find_amounts,
    has_one_group,
    has_three_decimals,
    notation_of,
    parse_decimal,
    parse_quantity,
    swap_separators,
)

CATALOG = load_catalog()
UNITS = CATALOG.units


def told(quantity: Quantity) -> dict[str, str | None]:
    """Spell a quantity out, printed decimals kept; what is as usual is left out."""
    fields = {
        "value": None if quantity.value is None else f"{quantity.value:f}",
        "high": None if quantity.value_high is None else f"{quantity.value_high:f}",
        "unit": quantity.unit,
        "comparator": str(quantity.comparator),
        "scale": f"{quantity.scale:f}",
        "base": quantity.base_unit,
        "of": None if quantity.out_of is None else f"{quantity.out_of:f}",
        "multiple": "yes" if quantity.multiple else "no",
        "doubtful": "yes" if quantity.doubt else "no",
    }
    usual = {"high": None, "unit": "", "comparator": "eq", "scale": "1", "base": quantity.unit, "of": None}
    usual |= {"multiple": "no", "doubtful": "no"}
    return {name: text for name, text in fields.items() if name not in usual or text != usual[name]}


def case(printed: str, value: str | None, unit: str = "", **rest: str) -> object:
    """Build a row of the table: a printed string and the quantity that it states."""
    expected: dict[str, str | None] = {"value": value, **rest}
    if unit:
        expected["unit"] = unit
    return pytest.param(printed, expected, id=printed)


MILLION, BILLION = "1000000", "1000000000"

PRINTED = [
    # whole numbers
    case("0", "0"),
    case("5", "5"),
    case("09", "9"),
    case("00", "0"),
    case("88", "88"),
    case("579", "579"),
    case("2000", "2000"),
    case("117000", "117000"),
    case("1.234", "1234"),
    case("12.500", "12500"),
    case("321.707", "321707"),
    case("403.730", "403730"),
    case("415.991", "415991"),
    case("1.170.000", "1170000"),
    case("1.234.567.890", "1234567890"),
    case(" 1.170.000 ", "1170000"),
    # thousands grouped by spaces
    case("12 450", "12450"),
    case("1 250 000", "1250000"),
    case("12\u00a0450", "12450"),
    case("12\u2009450", "12450"),
    case("12\u202f450,5", "12450.5"),
    case("12 450*", "12450"),
    case("–12 450", "-12450"),
    case("≥ 12 450", "12450", comparator="ge"),
    case("61 250 người", "61250", "người"),
    case("1 250 000 000 đồng", "1250000000", "đồng"),
    case("12 500 - 13 000 trẻ", "12500", "trẻ", high="13000", comparator="range"),
    case("52 ca/100 000 dân", "52", "ca/100 000 dân", base="ca/100.000 dân"),
    case("1 250/1 300 hộ", "1250", "hộ", of="1300"),
    case("500 - 1 200 người", None, "người", doubtful="yes"),
    # decimals, as many as are printed
    case("0,15", "0.15"),
    case("0,50", "0.50"),
    case("14,2", "14.2"),
    case("100,0", "100.0"),
    case("0,707", "0.707"),
    case("12,345", "12.345"),
    case("4.205,3", "4205.3"),
    case("1.234.567,89", "1234567.89"),
    # rates
    case("88 %", "88", "%"),
    case("84%", "84", "%"),
    case("100%", "100", "%"),
    case("0,15 %", "0.15", "%"),
    case("99,90%", "99.90", "%"),
    case("14,2‰", "14.2", "‰"),
    case("10,92 ‰", "10.92", "‰"),
    case("70 phần trăm", "70", "phần trăm", base="%"),
    case("5 phần nghìn", "5", "phần nghìn", base="‰"),
    case("1,5 điểm %", "1.5", "điểm %"),
    case("0,3 điểm phần trăm", "0.3", "điểm phần trăm", base="điểm %"),
    case("8%/năm", "8", "%/năm"),
    # money
    case("500.000 đồng", "500000", "đồng"),
    case("500.000đ", "500000", "đ", base="đồng"),
    case("120 USD", "120", "USD"),
    case("3.000 đô la Mỹ", "3000", "đô la Mỹ", base="USD"),
    case("45.000 VNĐ", "45000", "VNĐ", base="đồng"),
    case("50 nghìn đồng", "50", "nghìn đồng", scale="1000", base="đồng"),
    case("5 ngàn đồng", "5", "ngàn đồng", scale="1000", base="đồng"),
    case("150 triệu đồng", "150", "triệu đồng", scale=MILLION, base="đồng"),
    case("96,7 tỷ đồng", "96.7", "tỷ đồng", scale=BILLION, base="đồng"),
    case("96,7 tỉ đồng", "96.7", "tỉ đồng", scale=BILLION, base="đồng"),
    case("1.200 tỷ đồng", "1200", "tỷ đồng", scale=BILLION, base="đồng"),
    case("1,5 tỷ", "1.5", "tỷ", scale=BILLION, base=""),
    case("02 tỷ 500 triệu đồng", "2.5", "tỷ đồng", scale=BILLION, base="đồng"),
    case("3 triệu 200 nghìn đồng", "3.2", "triệu đồng", scale=MILLION, base="đồng"),
    case("20 tỷ 50 triệu đồng", "20.05", "tỷ đồng", scale=BILLION, base="đồng"),
    case("2 tỷ 320,5 triệu đồng", "2.3205", "tỷ đồng", scale=BILLION, base="đồng"),
    case("1 tỷ 250 triệu 500 nghìn đồng", "1.2505", "tỷ đồng", scale=BILLION, base="đồng"),
    case("1 tỷ 250 triệu 500.000 đồng", "1.2505", "tỷ đồng", scale=BILLION, base="đồng"),
    case("3 triệu 200.500 đồng/người", "3.2005", "triệu đồng/người", scale=MILLION, base="đồng/người"),
    case("1 nghìn tỷ 250 tỷ đồng", "1.25", "nghìn tỷ đồng", scale="1000000000000", base="đồng"),
    case("1 vạn 2 nghìn người", "1.2", "vạn người", scale="10000", base="người"),
    case("1,2 triệu USD", "1.2", "triệu USD", scale=MILLION, base="USD"),
    case("4000đ/người dân/năm", "4000", "đ/người dân/năm", base="đồng/người dân/năm"),
    case("4.000 đồng/người/năm", "4000", "đồng/người/năm"),
    case("36 triệu đồng/người/năm", "36", "triệu đồng/người/năm", scale=MILLION, base="đồng/người/năm"),
    case("2,5 tỷ đồng/năm", "2.5", "tỷ đồng/năm", scale=BILLION, base="đồng/năm"),
    case("10 triệu đồng/xã", "10", "triệu đồng/xã", scale=MILLION, base="đồng/xã"),
    case("12 nghìn tỷ đồng", "12", "nghìn tỷ đồng", scale="1000000000000", base="đồng"),
    # counts
    case("403.730 người", "403730", "người"),
    case("1.170.000 lượt người", "1170000", "lượt người"),
    case("200 lượt", "200", "lượt"),
    case("09 cuộc", "9", "cuộc"),
    case("15 lớp", "15", "lớp"),
    case("60 học viên", "60", "học viên"),
    case("5 chủng loại", "5", "chủng loại"),
    case("579 xã, phường, thị trấn", "579", "xã, phường, thị trấn"),
    case("30 quận, huyện, thị xã", "30", "quận, huyện, thị xã"),
    case("8 huyện, thị xã, thành phố", "8", "huyện, thị xã, thành phố"),
    case("26 trạm y tế", "26", "trạm y tế"),
    case("12.780 giường", "12780", "giường"),
    case("12.780 giường bệnh", "12780", "giường bệnh", base="giường"),
    case("1.200 hộ gia đình", "1200", "hộ gia đình", base="hộ"),
    case("35 CLB", "35", "CLB", base="câu lạc bộ"),
    case("10 câu lạc bộ", "10", "câu lạc bộ"),
    case("7 mô hình", "7", "mô hình"),
    case("2.500 cộng tác viên", "2500", "cộng tác viên"),
    case("4.500 tờ rơi", "4500", "tờ rơi"),
    case("48 trường học", "48", "trường học", base="trường"),
    case("12 sản phẩm OCOP", "12", "sản phẩm OCOP", base="sản phẩm"),
    case("9,0 triệu người", "9.0", "triệu người", scale=MILLION, base="người"),
    case("4.205,3 nghìn người", "4205.3", "nghìn người", scale="1000", base="người"),
    case("8,5 vạn dân", "8.5", "vạn dân", scale="10000", base="dân"),
    case("1,234 triệu người", "1.234", "triệu người", scale=MILLION, base="người"),
    # other measures
    case("2,1 con", "2.1", "con"),
    case("76,5 tuổi", "76.5", "tuổi"),
    case("68 năm", "68", "năm"),
    case("24 giờ", "24", "giờ"),
    case("1.250,5 ha", "1250.5", "ha"),
    case("32 m2", "32", "m2", base="m²"),
    case("15 km", "15", "km", scale="1000", base="m"),
    case("2,5 tấn", "2.5", "tấn", scale="1000", base="kg"),
    case("500 m3", "500", "m3", base="m³"),
    case("500 m³", "500", "m³"),
    case("2.130 km²", "2130", "km²"),
    case("3 lần", "3", "lần"),
    case("03 lần/năm", "3", "lần/năm"),
    # rates per something
    case("2,1 con/phụ nữ", "2.1", "con/phụ nữ"),
    case("2,10 con / phụ nữ", "2.10", "con/phụ nữ"),
    case("111 trẻ trai/100 trẻ gái", "111", "trẻ trai/100 trẻ gái"),
    case("109,9 bé trai/100 bé gái", "109.9", "bé trai/100 bé gái"),
    case("32,5 giường/10.000 dân", "32.5", "giường/10.000 dân"),
    case("32,5 giường bệnh/10.000 dân", "32.5", "giường bệnh/10.000 dân", base="giường/10.000 dân"),
    case("18,6 bác sĩ/10.000 dân", "18.6", "bác sĩ/10.000 dân"),
    case("11 bác sỹ/10.000 dân", "11", "bác sỹ/10.000 dân", base="bác sĩ/10.000 dân"),
    case("15 bác sĩ trên 10.000 dân", "15", "bác sĩ trên 10.000 dân", base="bác sĩ/10.000 dân"),
    case("52 ca/100.000 dân", "52", "ca/100.000 dân"),
    case("290 người/km2", "290", "người/km2"),
    case("04 cuộc/năm", "4", "cuộc/năm"),
    case("30 học viên/lớp", "30", "học viên/lớp"),
    case("111/100", "111", "/100"),
    case("112,5/100", "112.5", "/100"),
    case("45/100.000", "45", "/100.000"),
    case("9,5/1.000", "9.5", "/1.000"),
    case("12 bác sĩ/vạn dân", "12", "bác sĩ/vạn dân"),
    case("12 bác sĩ/1 vạn dân", "12", "bác sĩ/1 vạn dân"),
    # parts and wholes
    case("30/30", "30", of="30"),
    case("30/30 quận", "30", "quận", of="30"),
    case("25/30 huyện", "25", "huyện", of="30"),
    case("579/579 xã", "579", "xã", of="579"),
    case("1/2", "0.5"),
    case("3/4", "0.75"),
    case("2/3", "0.666667"),
    case("3/4 số huyện", "0.75", "số huyện"),
    case("2/3 tổng số xã", "0.666667", "tổng số xã"),
    case("một nửa", "0.5"),
    case("Một nửa", "0.5"),
    case("nửa", "0.5"),
    # ranges
    case("2 - 3", "2", high="3", comparator="range"),
    case("2-3", "2", high="3", comparator="range"),
    case("2 – 3 lớp", "2", "lớp", high="3", comparator="range"),
    case("2 đến 3 lớp", "2", "lớp", high="3", comparator="range"),
    case("3 tới 5 xã", "3", "xã", high="5", comparator="range"),
    case("từ 2 - 3 chủng loại", "2", "chủng loại", high="3", comparator="range"),
    case("Từ 05 đến 07 cuộc", "5", "cuộc", high="7", comparator="range"),
    case("6,5-7%", "6.5", "%", high="7", comparator="range"),
    case("6,5 - 7,0 %", "6.5", "%", high="7.0", comparator="range"),
    case("80%-85%", "80", "%", high="85", comparator="range"),
    case("từ 95% đến 100%", "95", "%", high="100", comparator="range"),
    case("10÷15%", "10", "%", high="15", comparator="range"),
    case("1.000 - 1.500 người", "1000", "người", high="1500", comparator="range"),
    case("2 - 3 tỷ đồng", "2", "tỷ đồng", high="3", comparator="range", scale=BILLION, base="đồng"),
    case("2 tỷ đến 3 tỷ đồng", "2", "tỷ đồng", high="3", comparator="range", scale=BILLION, base="đồng"),
    case("25 - 30 học viên/lớp", "25", "học viên/lớp", high="30", comparator="range"),
    case("đạt từ 80 - 85%", "80", "%", high="85", comparator="range"),
    case("5 - 6 tỷ 500 triệu đồng", "5", "tỷ đồng", high="6.5", comparator="range", scale=BILLION, base="đồng"),
    case("2 đến 2 tỷ 500 triệu đồng", "2", "tỷ đồng", high="2.5", comparator="range", scale=BILLION, base="đồng"),
    # bounds
    case("ít nhất 50%", "50", "%", comparator="ge"),
    case("Ít nhất 70%", "70", "%", comparator="ge"),
    case("ít nhất là 50%", "50", "%", comparator="ge"),
    case("tối thiểu 5 lớp", "5", "lớp", comparator="ge"),
    case("TỐI THIỂU 80%", "80", "%", comparator="ge"),
    case("tối thiểu đạt 80%", "80", "%", comparator="ge"),
    case("đạt tối thiểu 85%", "85", "%", comparator="ge"),
    case("không dưới 90%", "90", "%", comparator="ge"),
    case("không thấp hơn 80%", "80", "%", comparator="ge"),
    case("từ 95% trở lên", "95", "%", comparator="ge"),
    case("95% trở lên", "95", "%", comparator="ge"),
    case("đạt từ 90% trở lên", "90", "%", comparator="ge"),
    case("từ 1.000 đồng trở lên", "1000", "đồng", comparator="ge"),
    case("3+", "3", comparator="ge"),
    case("≥ 95%", "95", "%", comparator="ge"),
    case("≥95%", "95", "%", comparator="ge"),
    case(">= 80%", "80", "%", comparator="ge"),
    case("trên 95%", "95", "%", comparator="gt"),
    case("Trên 1.000 người", "1000", "người", comparator="gt"),
    case("đạt trên 90%", "90", "%", comparator="gt"),
    case("hơn 90%", "90", "%", comparator="gt"),
    case("cao hơn 60%", "60", "%", comparator="gt"),
    case("lớn hơn 10", "10", comparator="gt"),
    case("vượt 5%", "5", "%", comparator="gt"),
    case("> 95%", "95", "%", comparator="gt"),
    case("không quá 2 con", "2", "con", comparator="le"),
    case("không vượt quá 10%", "10", "%", comparator="le"),
    case("không cao hơn 112", "112", comparator="le"),
    case("tối đa 10%", "10", "%", comparator="le"),
    case("nhiều nhất 3 lần", "3", "lần", comparator="le"),
    case("2 con trở xuống", "2", "con", comparator="le"),
    case("từ 5% trở xuống", "5", "%", comparator="le"),
    case("≤ 5%", "5", "%", comparator="le"),
    case("<= 3%", "3", "%", comparator="le"),
    case("dưới 14,2‰", "14.2", "‰", comparator="lt"),
    case("xuống dưới 14,2‰", "14.2", "‰", comparator="lt"),
    case("dưới mức 112", "112", comparator="lt"),
    case("ở mức dưới 15%", "15", "%", comparator="lt"),
    case("thấp hơn 8%", "8", "%", comparator="lt"),
    case("<0,5%", "0.5", "%", comparator="lt"),
    case("khoảng 45 tỷ đồng", "45", "tỷ đồng", comparator="approx", scale=BILLION, base="đồng"),
    case("gần 100%", "100", "%", comparator="approx"),
    case("xấp xỉ 50%", "50", "%", comparator="approx"),
    case("ước đạt 88%", "88", "%", comparator="approx"),
    case("đạt khoảng 85%", "85", "%", comparator="approx"),
    case("~ 30%", "30", "%", comparator="approx"),
    case("đạt 75%", "75", "%"),
    case("bằng 100%", "100", "%"),
    case("là 579 xã", "579", "xã"),
    case("duy trì 98%", "98", "%"),
    case("duy trì trên 98%", "98", "%", comparator="gt"),
    case("= 2,1 con", "2.1", "con"),
    # number words where they carry a target
    case("gấp 2 lần", "2", "lần", multiple="yes"),
    case("gấp 1,5 lần", "1.5", "lần", multiple="yes"),
    case("gấp hai lần", "2", "lần", multiple="yes"),
    case("gấp đôi", "2", "lần", multiple="yes"),
    case("gấp 3", "3", multiple="yes"),
    case("gấp 1,5 - 2 lần", "1.5", "lần", high="2", comparator="range", multiple="yes"),
    case("ít nhất gấp 2 lần", "2", "lần", comparator="ge", multiple="yes"),
    case("ít nhất một lớp", "1", "lớp", comparator="ge"),
    case("ít nhất năm xã", "5", "xã", comparator="ge"),
    case("không quá hai con", "2", "con", comparator="le"),
    case("tối thiểu mười lớp", "10", "lớp", comparator="ge"),
    case("ít nhất mười hai xã", "12", "xã", comparator="ge"),
    case("tối thiểu hai mươi lăm lớp", "25", "lớp", comparator="ge"),
    case("ít nhất ba mươi mốt xã", "31", "xã", comparator="ge"),
    case("ít nhất bảy mươi phần trăm", "70", "phần trăm", comparator="ge", base="%"),
    case("ít nhất một trăm người", "100", "người", comparator="ge"),
    case("ít nhất một trăm linh năm người", "105", "người", comparator="ge"),
    case("tối thiểu hai trăm ba mươi tư hộ", "234", "hộ", comparator="ge"),
    # dashes and signs
    case("-", "0"),
    case("–", "0"),
    case("—", "0"),
    case(" - ", "0"),
    case("-5", "-5"),
    case("-0,15%", "-0.15", "%"),
    case("−1,2", "-1.2"),
    case("–1.250", "-1250"),
    case("+0,5", "0.5"),
    # marks of footnotes
    case("12.345*", "12345"),
    case("12.345 (*)", "12345"),
    case("1.234 (2)", "1234"),
    case("85%¹", "85", "%"),
    case("5%**", "5", "%"),
    # doubtful notation: no value
    case("12.5", None, doubtful="yes"),
    case("0.15", None, doubtful="yes"),
    case("12.50%", None, "%", doubtful="yes"),
    case("14.2‰", None, "‰", doubtful="yes"),
    case("96.7 tỷ đồng", None, "tỷ đồng", scale=BILLION, base="đồng", doubtful="yes"),
    case("1,234,567", None, doubtful="yes"),
    case("1,234.5", None, doubtful="yes"),
    case("1.2.3", None, doubtful="yes"),
    case("1.000.00", None, doubtful="yes"),
    case("01.234", None, doubtful="yes"),
    case("0.123", None, doubtful="yes"),
    case("6.5 - 7%", None, "%", doubtful="yes"),
    case("ít nhất 12.5%", None, "%", comparator="ge", doubtful="yes"),
    case("321,707 người", None, "người", doubtful="yes"),
    case("1,250 hộ", None, "hộ", doubtful="yes"),
    case("2,345 xã, phường", None, "xã, phường", doubtful="yes"),
    case("500 triệu 2 tỷ đồng", None, "triệu đồng", scale=MILLION, base="đồng", doubtful="yes"),
    case("2 tỷ 1.500 triệu đồng", None, "tỷ đồng", scale=BILLION, base="đồng", doubtful="yes"),
    case("2,5 tỷ 300 triệu đồng", None, "tỷ đồng", scale=BILLION, base="đồng", doubtful="yes"),
    case("2 tỷ 320.5 triệu đồng", None, "tỷ đồng", scale=BILLION, base="đồng", doubtful="yes"),
]


def test_the_table_is_large() -> None:
    assert len(PRINTED) >= 150


@pytest.mark.parametrize(("printed", "expected"), PRINTED)
def test_printed_quantity(printed: str, expected: dict[str, str | None]) -> None:
    assert told(parse_quantity(printed, UNITS)) == expected


@pytest.mark.parametrize(
    ("printed", "proposal"),
    [
        ("12.5", "12,5"),
        ("96.7 tỷ đồng", "96,7"),
        ("1,234,567", "1.234.567"),
        ("321,707 người", "321.707"),
        ("6,5 - 7.5%", "7,5"),
    ],
)
def test_doubtful_quantity_says_why_and_what_it_may_be(printed: str, proposal: str) -> None:
    quantity = parse_quantity(printed, UNITS)
    assert quantity.value is None
    assert quantity.value_high is None
    assert quantity.proposal == proposal
    assert swap_separators(proposal) in quantity.doubt


@pytest.mark.parametrize(
    ("printed", "dot_decimal", "value"),
    [
        ("12.5%", True, "12.5"),
        ("1,234 người", True, "1234"),
        ("1.234", True, "1.234"),
        ("0,15", True, None),
        ("1.234.567", True, None),
    ],
)
def test_quantity_where_the_dot_is_decimal(printed: str, dot_decimal: bool, value: str | None) -> None:
    quantity = parse_quantity(printed, UNITS, dot_decimal=dot_decimal)
    assert (None if quantity.value is None else f"{quantity.value:f}") == value
    assert bool(quantity.doubt) == (value is None)


@pytest.mark.parametrize(
    "printed",
    [
        "",
        " ",
        "x",
        "...",
        "không",
        "mười",
        "một",
        "năm 2024",
        "31/12/2024",
        "Đống Đa",
        "Kế hoạch 12",
        "12 và 15",
        "10% 20%",
        "5 + 3",
        "1 2",
        "12 34",
        "012 345",
        "2024 500",
        "12 450 5 950",
        "12  450",
        "1 250%",
        "l2",
        "12a",
        "1O0",
        ",5",
        "5,",
        ".5",
        "1.234.",
        "84% dân số",
        "3-2",
        "10% - 5%",
        "30/20",
        "3/0",
        "12/01",
        "gấp",
        "đạt",
        "ít nhất",
        "trở lên",
        "²",
        "--",
        "- -",
        "một hai",
        "số 12",
    ],
)
def test_other_text_is_no_quantity(printed: str) -> None:
    with pytest.raises(NumberFormatError):
        parse_quantity(printed, UNITS)


@pytest.mark.parametrize(
    "printed",
    [
        pytest.param("500 triệu - 1 tỷ đồng"),
        "2 triệu - 3 tỷ đồng",
        "5% - 7‰",
    ],
)
def test_bounds_in_two_units_are_never_read_in_one(printed: str) -> None:
    try:
        quantity = parse_quantity(printed, UNITS)
    except NumberFormatError:
        return
    assert quantity.value is None


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("0", "0"),
        ("09", "9"),
        ("0,15", "0.15"),
        ("0,50", "0.50"),
        ("15", "15"),
        ("2024", "2024"),
        ("1.234", "1234"),
        ("999.999", "999999"),
        ("1.170.000", "1170000"),
        ("1.234,5", "1234.5"),
        ("12,345", "12.345"),
        ("1234,5", "1234.5"),
    ],
)
def test_vietnamese_numeral(printed: str, value: str) -> None:
    assert f"{parse_decimal(printed):f}" == value


ODD_NUMERALS = ("12.5", "1,234,567", "1.23", "1234.567", "01.234", "0.123", "1.2345", "1.234.56", "1,2,3", "1.234,5.6")
NO_NUMERALS = ("", "-5", "+5", " 5", "5 ", "1 234", "1..234", "1e3", "NaN", "Infinity", "²", "Ⅳ", "năm", "5%")


@pytest.mark.parametrize("printed", [*ODD_NUMERALS, *NO_NUMERALS])
def test_other_notation_is_refused(printed: str) -> None:
    with pytest.raises(NumberFormatError, match="Vietnamese"):
        parse_decimal(printed)


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("12.5", "12.5"),
        ("1,234", "1234"),
        ("1,234.50", "1234.50"),
        ("1,234,567", "1234567"),
        ("7", "7"),
        ("0.5", "0.5"),
    ],
)
def test_numeral_with_a_dot_for_decimals(printed: str, value: str) -> None:
    assert f"{parse_decimal(printed, dot_decimal=True):f}" == value


@pytest.mark.parametrize(
    "printed",
    [
        "1.234.567",
        "12,5",
        "1,23",
        "0,123",
        "12,34.5",
        "²",
        "①",
    ],
)
def test_vietnamese_notation_is_refused_where_the_dot_is_decimal(printed: str) -> None:
    with pytest.raises(NumberFormatError, match="English"):
        parse_decimal(printed, dot_decimal=True)


@pytest.mark.parametrize(
    ("printed", "notation"),
    [
        ("1.170.000", "vietnamese"),
        ("0,15", "vietnamese"),
        ("1.234,5", "vietnamese"),
        ("12.5", "english"),
        ("1,234,567", "english"),
        ("1,234.5", "english"),
        ("0.123", "english"),
        ("1.234", "either"),
        ("1,234", "either"),
        ("15", "either"),
        ("1.2.3", "none"),
        ("1,2.3,4", "none"),
    ],
)
def test_notation(printed: str, notation: str) -> None:
    assert notation_of(printed) == notation


def test_one_group_and_three_decimals() -> None:
    assert [has_one_group(text) for text in ("1.234", "321.707", "1.234.567", "0.234", "1234")] == [
        True,
        True,
        False,
        False,
        False,
    ]
    assert [has_three_decimals(text) for text in ("321,707", "1,234", "0,707", "12,34", "1,234,567")] == [
        True,
        True,
        False,
        False,
        False,
    ]


def found(sentence: str) -> list[str]:
    return [sentence[amount.start : amount.end] for amount in find_amounts(sentence, UNITS)]


SENTENCES = [
    ("Tỷ lệ bao phủ đạt 95,5% dân số.", ["95,5%"]),
    ("Có 50%hộ, 60%xã, 70°/o xã, 80 o/o xã.", ["50%", "60%", "70°/o", "80 o/o"]),
    ("Tỷ lệ bao phủ đạt ít nhất 95,5% dân số.", ["ít nhất 95,5%"]),
    ("Tổ chức 09 cuộc hội thảo, mỗi cuộc 60 đại biểu.", ["09 cuộc", "60 đại biểu"]),
    ("Mở 12 lớp, tối thiểu 30 học viên/lớp;", ["12 lớp", "tối thiểu 30 học viên/lớp"]),
    ("Phấn đấu từ 95% trở lên số trẻ được tiêm.", ["từ 95% trở lên"]),
    ("Phấn đấu 95% số trẻ trở lên được tiêm.", ["95% số trẻ trở lên"]),
    ("Mỗi trạm có từ 2 - 3 bác sĩ.", ["từ 2 - 3 bác sĩ"]),
    ("Huy động 02 tỷ 500 triệu đồng.", ["02 tỷ 500 triệu đồng"]),
    ("Định mức 4000đ/người dân/năm", ["4000đ/người dân/năm"]),
    ("Kinh phí là 1 tỷ 250 triệu 500 nghìn đồng.", ["1 tỷ 250 triệu 500 nghìn đồng"]),
    ("Kinh phí 2 triệu 12 người, 3 nghìn 500 trẻ", ["2 triệu", "12 người", "3 nghìn", "500 trẻ"]),
    ("Tỷ số không quá 111 trẻ trai/100 trẻ gái.", ["không quá 111 trẻ trai/100 trẻ gái"]),
    ("Tỷ số không quá 111 trề trai/100 trẻ gái.", ["không quá 111"]),
    ("Có 12 điểm trường/350 học sinh, 52 cả/ 100.000 dân", ["12 điểm", "350 học sinh", "52"]),
    ("Có 30/30 quận, huyện và 3/4 số xã.", ["30/30 quận, huyện", "3/4 số xã"]),
    ("Giảm một nửa số ca, tăng gấp đôi số lớp.", ["một nửa", "gấp đôi"]),
    ("Tăng gấp 2 lần so với trước.", ["gấp 2 lần"]),
    ("Số dân là 1.170.000 người.", ["1.170.000 người"]),
    ("Đạt 50%, 60% và 70%.", ["50%", "60%", "70%"]),
    ("Tỷ suất xuống dưới 14,2‰.", ["xuống dưới 14,2‰"]),
    ("Có ít nhất một bác sĩ ở mỗi trạm.", ["ít nhất một bác sĩ"]),
    ("Một số xã có hai trạm và ba đội.", []),
    ("Không có số nào ở đây.", []),
    ("≥95% số hộ; <5% số xã", ["≥95%", "<5%"]),
    ("Tỷ lệ (≥ 95%) và (dưới 3%)", ["≥ 95%", "dưới 3%"]),
    ("tăng 1,5 - 2%/năm", ["1,5 - 2%/năm"]),
    ("Đạt 12.5% dân số", ["12.5%"]),
    ("Cả tỉnh có 321,707 người", ["321,707 người"]),
    ("mã TC4 và F1 không phải số", []),
    ("Có 15 lớp/ mỗi lớp 30 học viên", ["15 lớp", "30 học viên"]),
    ("Có 10 xã/dưới 5 huyện", ["10 xã", "dưới 5 huyện"]),
]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param(
            sentence,
            expected,
            id=sentence,
        )
        for sentence, expected in SENTENCES
    ],
)
def test_amounts_of_a_sentence(sentence: str, expected: list[str]) -> None:
    assert found(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Khám cho 41 996 người, 12\u202f500 trẻ.", [("41 996 người", "41996"), ("12\u202f500 trẻ", "12500")]),
        ("Tổng kinh phí 1 250 000 000 đồng.", [("1 250 000 000 đồng", "1250000000")]),
        ("Có 41 996 cụ, đạt 12 500.", [("41 996", None), ("12 500", None)]),
        ("Trong tháng 6 500 trẻ được tiêm.", [("6 500 trẻ", None)]),
        ("Tiêu chí số 5 250 xã đạt.", [("5 250 xã", None)]),
        ("Khám cho người cao tuổi 41 996 người.", [("41 996 người", None)]),
        ("Chống COVID-19 250 người.", [("19 250 người", None)]),
        ("Có 15-49 500 phụ nữ.", [("15-49 500 phụ nữ", None)]),
        ("Từ nhóm 6 500 - 600 trẻ.", [("6 500 - 600 trẻ", None)]),
        ("Đạt 3/4 500 hộ.", [("3/4 500 hộ", None)]),
        ("Năm 2024 500 trẻ.", [("2024", "2024"), ("500 trẻ", "500")]),
        ("Năm 2024 12 500 trẻ.", [("2024", "2024"), ("12 500 trẻ", None)]),
        ("Chỉ tiêu 5 100% xã.", [("5", "5"), ("100%", "100")]),
        ("Gọi 0913 456 789.", [("0913", "913"), ("456", "456"), ("789", "789")]),
        ("1 2 3 người", [("1", "1"), ("2", "2"), ("3 người", "3")]),
        ("12 450 5 950", [("12", "12"), ("450", "450"), ("5", "5"), ("950", "950")]),
    ],
)
def test_a_space_groups_thousands_or_stands_between_two_numbers(
    sentence: str, expected: list[tuple[str, str | None]]
) -> None:
    amounts = [(sentence[one.start : one.end], one.quantity) for one in find_amounts(sentence, UNITS)]
    told_values = [(text, None if one.value is None else f"{one.value:f}") for text, one in amounts]
    assert told_values == expected
    assert all(bool(one.doubt) == (one.value is None) for _, one in amounts)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Cần 43ó,75 tỷ đồng.", [("43ó,75 tỷ đồng", "436,75")]),
        ("Vay 1.284,ó tỷ đồng.", [("1.284,ó tỷ đồng", "1.284,6")]),
        ("Xây 28ó phòng học, cấp ó37 thẻ.", [("28ó phòng học", "286"), ("ó37 thẻ", "637")]),
        ("Tỷ lệ đạt 9ó% số hộ.", [("9ó%", "96")]),
        ("Có ô nhiễm, 5 ổ dịch, 10 ô tô.", [("5", ""), ("10", "")]),
        ("Nghị quyết số 11ó/2023/NQ-HĐND; ngày 1ó tháng 8.", [("2023/NQ", ""), ("8", "")]),
    ],
)
def test_a_digit_read_as_a_round_letter_cuts_no_number(sentence: str, expected: list[tuple[str, str]]) -> None:
    amounts = [(sentence[one.start : one.end], one.quantity) for one in find_amounts(sentence, UNITS)]
    assert [(text, one.proposal) for text, one in amounts] == expected
    assert all(bool(one.doubt) == bool(one.proposal) for _, one in amounts)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Trồng 18.- 500 cây.", [("18.- 500 cây", "18.500")]),
        ("Chi 7.250.- 000 đồng.", [("7.250.- 000 đồng", "7.250.000")]),
        ("Trồng 36 .500 cây.", [("36 .500 cây", "36.500")]),
        ("Rộng 4.150 . 000 m2.", [("4.150 . 000 m2", "4.150.000")]),
        ("Chi 3.7 00 triệu đồng.", [("3.7 00 triệu đồng", "3.700")]),
        ("Chi 3.70 0 triệu đồng.", [("3.70 0 triệu đồng", "3.700")]),
        ("Còn 000 đồng.", [("000 đồng", "")]),
        ("Có IO xã đạt.", [("IO xã", "10")]),
        ("Có lOO% xã đạt.", [("lOO%", "100")]),
        ("Có SO% xã đạt.", [("SO%", "50")]),
        ("Có 7Z% xã đạt.", [("7Z%", "72")]),
        ("Đạt B4,5%.", [("B4,5%", "84,5")]),
        ("Trồng Z.400 ha.", [("Z.400 ha", "2.400")]),
    ],
)
def test_broken_and_misread_numbers_are_doubtful(sentence: str, expected: list[tuple[str, str]]) -> None:
    amounts = list(find_amounts(sentence, UNITS))
    assert [(sentence[one.start : one.end], one.quantity.proposal) for one in amounts] == expected
    assert all(one.quantity.value is None and one.quantity.doubt for one in amounts)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Trồng 12.500 cây, 4.150.000 cây.", [("12.500 cây", "12500"), ("4.150.000 cây", "4150000")]),
        ("Có 9 xã đạt 12. 100% hộ có nước.", [("9 xã", "9"), ("12", "12"), ("100%", "100")]),
        ("Chăm lo người nghèo, nuôi bò, ISO cơ quan, SO XÃ.", []),
        ("Quốc lộ 1B xã Kỳ Anh dài 5 km.", [("1", "1"), ("5 km", "5")]),
        ("Có 00 vụ, 05 xã.", [("00 vụ", "0"), ("05 xã", "5")]),
    ],
)
def test_sound_numbers_beside_such_are_not(sentence: str, expected: list[tuple[str, str]]) -> None:
    amounts = list(find_amounts(sentence, UNITS))
    assert [(sentence[one.start : one.end], f"{one.quantity.value:f}") for one in amounts] == expected


def test_number_and_comparing_words_are_told() -> None:
    sentence = "Tỷ lệ này đạt ít nhất 50% vào cuối kỳ"
    (amount,) = find_amounts(sentence, UNITS)
    assert sentence[amount.number :].startswith("50%")
    assert amount.lead == "đạt ít nhất"
    assert sentence[amount.start : amount.end] == "ít nhất 50%"


def test_comparator_does_not_carry_over() -> None:
    first, second = find_amounts("đạt ít nhất 50% rồi đạt 75%", UNITS)
    assert (first.quantity.comparator, second.quantity.comparator) == (Comparator.GE, Comparator.EQ)


@pytest.mark.parametrize("phrase", sorted({phrase for phrase, _, where in UNITS.comparators if where == "before"}))
def test_every_comparing_phrase_before_a_number_is_read(phrase: str) -> None:
    expected = next(meaning for text, meaning, _ in UNITS.comparators if text == phrase)
    (amount,) = find_amounts(f"Chỉ tiêu này {phrase} 80%", UNITS)
    assert amount.quantity.comparator is expected
    assert amount.lead.endswith(phrase)


@pytest.mark.parametrize("phrase", sorted({phrase for phrase, _, where in UNITS.comparators if where == "after"}))
def test_every_comparing_phrase_after_a_number_is_read(phrase: str) -> None:
    expected = next(meaning for text, meaning, where in UNITS.comparators if text == phrase and where == "after")
    (amount,) = find_amounts(f"Chỉ tiêu này từ 80% {phrase}", UNITS)
    assert amount.quantity.comparator is expected


def test_a_bound_of_the_next_clause_is_not_taken() -> None:
    (amount,) = find_amounts("Đạt 80%, các xã loại khá trở lên được khen", UNITS)
    assert amount.quantity.comparator is Comparator.EQ


# Columns


def values(*texts: str) -> list[str | None]:
    return [
        None if one.quantity is None or one.quantity.value is None else f"{one.quantity.value:f}"
        for one in read_column(texts, CATALOG)
    ]


def codes(*texts: str) -> list[str]:
    return [one.code for one in read_column(texts, CATALOG)]


def test_column_in_vietnamese_notation() -> None:
    assert values("1.234", "12.500", "980", "-") == ["1234", "12500", "980", "0"]
    assert codes("1.234", "12.500", "980", "-") == ["", "", "", ""]


def test_column_whose_thousands_are_grouped_by_spaces() -> None:
    texts = ("12 450", "9\u00a0812", "312", "1 250 000", "x")
    assert proves_spaces([texts])
    assert values(*texts) == ["12450", "9812", "312", "1250000", None]
    assert set(codes(*texts)) == {""}


@pytest.mark.parametrize("others", [("9.812", "11 034"), ("312", "45"), ("240 41", "450 820"), ("2024 500", "9 812")])
def test_a_space_is_doubtful_unless_the_table_groups_by_spaces(others: tuple[str, str]) -> None:
    texts = ("12 450", *others)
    assert not proves_spaces([texts])
    cell = doubt_spaces(read_column(texts, CATALOG), texts)[0]
    assert cell.code == "doubtful-number"
    assert cell.quantity is not None
    assert (cell.quantity.value, cell.quantity.proposal) == (None, "12.450")


def test_column_of_decimals() -> None:
    assert values("10,5", "9,75", "100,0") == ["10.5", "9.75", "100.0"]


def test_column_of_units_and_bounds() -> None:
    assert values("≥ 95%", "80 %", "14,2‰", "30/30") == ["95", "80", "14.2", "30"]


def test_odd_comma_among_thousands_is_doubtful() -> None:
    texts = ("415.991", "321,707", "98.450", "1.250.300")
    assert values(*texts) == ["415991", None, "98450", "1250300"]
    assert codes(*texts) == ["", "doubtful-number", "", ""]
    quantity = read_column(texts, CATALOG)[1].quantity
    assert quantity is not None
    assert quantity.proposal == "321.707"
    assert "3 numbers" in quantity.doubt


def test_odd_dot_among_decimals_is_doubtful() -> None:
    texts = ("10,5", "9,7", "11,2", "10.825")
    assert values(*texts) == ["10.5", "9.7", "11.2", None]
    assert codes(*texts) == ["", "", "", "doubtful-number"]


def test_real_decimals_beside_thousands_stay() -> None:
    assert values("4.205,3", "110,8", "12.440", "95,125") == ["4205.3", "110.8", "12440", "95.125"]


def test_one_english_numeral_is_not_enough_to_change_the_notation() -> None:
    texts = ("12.5", "1.234", "15")
    assert values(*texts) == [None, "1234", "15"]
    assert codes(*texts) == ["doubtful-number", "", ""]


def test_english_numerals_beside_vietnamese_ones_are_doubtful() -> None:
    texts = ("12.5", "13.25", "14,5", "1.234")
    assert values(*texts) == [None, None, "14.5", "1234"]


def test_column_in_english_notation_says_so() -> None:
    texts = ("12.5", "13.25", "1.234", "7")
    assert values(*texts) == ["12.5", "13.25", "1.234", "7"]
    assert set(codes(*texts)) == {"foreign-notation"}


def test_column_of_english_thousands_says_so() -> None:
    texts = ("1,234,567", "2,345,678", "98,765")
    assert values(*texts) == ["1234567", "2345678", "98765"]
    assert set(codes(*texts)) == {"foreign-notation"}


def test_cells_without_a_number() -> None:
    texts = ("", "x", "...", "Sở Y tế", "n/a")
    assert [one.quantity for one in read_column(texts, CATALOG)] == [None] * 5
    assert codes(*texts) == [""] * 5


def test_inked_cell_that_cannot_be_read_is_told() -> None:
    texts = ("1.234", "1O5", "l.250", "3 4 5")
    assert values(*texts) == ["1234", None, None, None]
    assert codes(*texts)[1:] == ["unreadable-number"] * 3


def test_empty_column() -> None:
    assert read_column((), CATALOG) == ()


# Properties

NUMERALS = ("0", "2", "09", "15", "2025", "1.234", "12.5", "0,15", "321,707", "1.170.000", "1,234,567", "30/30", "3/4")
MARKS = ("/", "%", "‰", "-", "–", "+", "(", ")", ",", ";", ".", ":", "*", "≥", "<", "x", "²", "①")
BOUNDS = ("từ", "đến", "trở lên", "ít nhất", "gấp", "đôi", "số", "trên", "dưới", "đạt", "không", "quá", "tổng")
COUNTS = ("một", "hai", "năm", "mươi", "trăm", "linh", "nửa", "tỷ", "triệu", "nghìn", "vạn")
NOUNS = ("đồng", "đ", "người", "dân", "lần", "lớp", "xã", "phường", "con", "phụ nữ")
VOCABULARY = (*NUMERALS, *MARKS, *BOUNDS, *COUNTS, *NOUNS)
PHRASES = st.lists(st.sampled_from(VOCABULARY), max_size=12).flatmap(
    lambda words: st.sampled_from(["", " "]).map(lambda glue: glue.join(words))
)


def dotted(number: int) -> str:
    return f"{number:,}".replace(",", ".")


@given(st.integers(min_value=0, max_value=10**24))
def test_integer_printed_with_dots_is_read_back(number: int) -> None:
    assert parse_decimal(dotted(number)) == number
    assert parse_quantity(f"{dotted(number)} người", UNITS).value == number


@given(st.integers(min_value=0, max_value=10**12), st.integers(min_value=1, max_value=6), st.data())
def test_decimals_are_read_back_as_printed(whole: int, places: int, data: st.DataObject) -> None:
    digits = data.draw(st.text("0123456789", min_size=places, max_size=places))
    assert f"{parse_decimal(f'{dotted(whole)},{digits}'):f}" == f"{whole}.{digits}"
    assert f"{parse_quantity(f'{whole},{digits}%', UNITS).value:f}" == f"{whole}.{digits}"


@given(st.integers(min_value=0, max_value=10**9), st.integers(min_value=0, max_value=10**9))
def test_range_holds_its_bounds(one: int, other: int) -> None:
    low, high = sorted((one, other))
    quantity = parse_quantity(f"{dotted(low)} - {dotted(high)}%", UNITS)
    assert quantity.value == low
    assert quantity.value_high == high


@given(st.integers(min_value=1, max_value=999), st.sampled_from(sorted(UNITS.by_name)))
@example(1, "km²")
def test_every_unit_is_taken_whole(number: int, name: str) -> None:
    quantity = parse_quantity(f"{number} {name}", UNITS)
    assert quantity.value == number
    assert quantity.unit == name
    assert quantity.base_unit == UNITS.by_name[name].base_unit


@given(st.integers(min_value=1, max_value=999))
def test_number_words_are_read_back(number: int) -> None:
    quantity = parse_quantity(f"ít nhất {in_words(number)} người", UNITS)
    assert quantity.value == number
    assert (quantity.unit, quantity.comparator) == ("người", Comparator.GE)


def in_words(number: int) -> str:
    digits = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = [digits[hundreds], "trăm"] if hundreds else []
    if tens:
        words += ["mười"] if tens == 1 else [digits[tens], "mươi"]
    elif hundreds and ones:
        words.append("linh")
    if ones:
        special = {1: "mốt" if tens > 1 else "một", 4: "tư" if tens > 1 else "bốn", 5: "lăm" if tens else "năm"}
        words.append(special.get(ones, digits[ones]))
    return " ".join(words)


@given(st.text() | st.text("0123456789.,%-+/ ()*²①٣") | PHRASES)
@example("5-5 tỷ 500 triệu")
def test_any_text_is_a_quantity_or_refused(text: str) -> None:
    try:
        quantity = parse_quantity(text, UNITS)
    except NumberFormatError:
        return
    assert (quantity.value is None) == bool(quantity.doubt)


@given(st.text() | st.text("0123456789.,%-+/ ²①٣"), st.booleans())
@example(text="²", dot_decimal=True)
def test_any_text_is_a_numeral_or_refused(text: str, dot_decimal: bool) -> None:
    try:
        value = parse_decimal(text, dot_decimal=dot_decimal)
    except NumberFormatError:
        return
    assert value.is_finite()


@given(st.text() | PHRASES)
@example("10 / dưới 5")
def test_amounts_stand_inside_the_text_in_order_without_overlap(text: str) -> None:
    amounts = list(find_amounts(text, UNITS))
    end = 0
    for amount in amounts:
        assert end <= amount.start <= amount.number < amount.end <= len(text)
        end = amount.end


@given(PHRASES)
def test_a_doubtful_notation_never_has_a_value(text: str) -> None:
    for amount in find_amounts(text, UNITS):
        if regex.match(r"12\.5(?![\d.,])", text[amount.number : amount.end]):
            assert amount.quantity.value is None


@given(st.lists(st.text("0123456789.,%- x()", max_size=8) | PHRASES, max_size=6))
def test_any_column_is_read(texts: list[str]) -> None:
    cells = read_column(texts, CATALOG)
    assert len(cells) == len(texts)
    for cell in cells:
        assert cell.quantity is None or cell.code or cell.quantity.value is not None


@pytest.mark.parametrize(
    ("text", "value"),
    [("Chỉ tiêu 1: -95% số hộ có điện", "95"), ("tăng cơ học: -0,2%.", None), ("còn -0,2%", "-0.2")],
)
def test_a_dash_behind_a_colon_begins_an_item_or_a_negative_rate(text: str, value: str | None) -> None:
    *_, last = find_amounts(text, load_catalog().units)
    assert last.quantity.value == (None if value is None else Decimal(value))
    assert bool(last.quantity.doubt) is (value is None)


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("24 lớp/1.200 người", ["lớp", "người"]),
        ("100 người/1 cuộc", ["người/1 cuộc"]),
        ("1 giáo viên/25 học sinh", ["giáo viên/25 học sinh"]),
        ("3 triệu đồng/6 tháng", ["triệu đồng/6 tháng"]),
        ("15 bác sĩ/10.000 dân", ["bác sĩ/10.000 dân"]),
    ],
)
def test_what_is_counted_to_one_or_to_a_round_number_is_told_from_a_second_amount(text: str, units: list[str]) -> None:
    assert [amount.quantity.unit for amount in find_amounts(text, UNITS)] == units


@pytest.mark.parametrize(
    ("sentence", "printed", "proposal"),
    [
        ("Tập huấn cho cơ sở: 4s lớp cho cả giai đoạn", "4s lớp", "45"),
        ("Tọa đàm: 4Š cuộc", "4Š cuộc", "45"),
        ("mỗi năm 1ß đợt", "1ß đợt", ""),
        ("đạt 9Š,5%", "9Š,5%", "95,5"),
    ],
)
def test_a_letter_of_no_vietnamese_word_beside_a_digit_is_no_digit(sentence: str, printed: str, proposal: str) -> None:
    (amount,) = find_amounts(sentence, UNITS)
    assert sentence[amount.start : amount.end] == printed
    assert (amount.quantity.value, amount.quantity.proposal) == (None, proposal)
    assert amount.quantity.doubt


@pytest.mark.parametrize(
    "sentence", ["phủ sóng 4G tại 12 xã", "nhiệt độ 25ºC", "đường rộng 5m", "bón 40g phân", "lúc 7h"]
)
def test_letters_beside_digits_that_plans_print_are_no_misreading(sentence: str) -> None:
    assert not any(amount.quantity.doubt for amount in find_amounts(sentence, UNITS))
