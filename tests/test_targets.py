"""Sentences of targets: what each states, for which year, about what, and where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from pipeline.catalog import load_catalog
from pipeline.extract.mentions import exclusions, years
from pipeline.extract.outline import outline
from pipeline.extract.sections import in_target_section
from pipeline.extract.targets import find_targets
from pipeline.model import Check, Line, Metadata, Note, Target, TargetKind
from pipeline.readers.markup import clean

from .plans import extraction_of

CATALOG = load_catalog()
ONE_YEAR = Metadata(title="Công tác dân số tỉnh Sông Lam năm 2025", year_start=2025, year_end=2025)
SPAN = Metadata(title="Công tác dân số tỉnh Sông Lam giai đoạn 2026 - 2030", year_start=2026, year_end=2030)


def read(*lines: str, plan: Metadata = ONE_YEAR, heading: str = "I. MỤC TIÊU") -> tuple[list[Target], list[Note]]:
    """Take the lines of a section through outline and targets."""
    printed = [Line(clean(text, number)) for number, text in enumerate((heading, *lines), start=1)]
    targets, notes = find_targets(outline(printed, CATALOG), plan, CATALOG)
    return list(targets), list(notes)


def told(target: Target) -> str:
    """Spell a target out: kind, comparator, value, unit, year and baseline."""
    quantity, period = target.quantity, target.period
    value = "?" if quantity.value is None else f"{quantity.value:f}"
    if quantity.value_high is not None:
        value += f"..{quantity.value_high:f}"
    if quantity.out_of is not None:
        value += f" of {quantity.out_of:f}"
    year = str(period.year) if period.year else f"{period.start}-{period.end}" if period.end else "no year"
    words = [str(target.target_kind), str(quantity.comparator), value, quantity.unit, year]
    return " ".join(filter(None, words)) + (f" from {period.baseline}" if period.baseline else "")


def goals(*lines: str, plan: Metadata = ONE_YEAR, heading: str = "I. MỤC TIÊU") -> list[str]:
    targets, _ = read(*lines, plan=plan, heading=heading)
    return [told(target) for target in targets if target.target_kind is not TargetKind.CONTEXT]


def case(sentence: str, *expected: str) -> object:
    return pytest.param(sentence, list(expected), id=sentence)


SENTENCES = [
    # a value with its bound
    case("Tỷ lệ hài lòng của người bệnh đạt 90%.", "level eq 90 % 2025"),
    case("Tỷ lệ thất nghiệp ở mức dưới 3%.", "level lt 3 % 2025"),
    case("Tỷ lệ tiêm chủng duy trì ở mức trên 95%.", "level gt 95 % 2025"),
    case("Khống chế tỷ lệ nhiễm HIV trong cộng đồng dưới 0,3%.", "level lt 0.3 % 2025"),
    case("Tỷ lệ gia đình văn hóa: ≥ 90%.", "level ge 90 % 2025"),
    case("Tỷ lệ tảo hôn: < 0,5%.", "level lt 0.5 % 2025"),
    case("Tỷ lệ phủ sóng: 99 % (tối thiểu).", "level ge 99 % 2025"),
    case("Tỷ lệ nữ tham gia cấp ủy các cấp từ 15% trở lên.", "level ge 15 % 2025"),
    case("Tỷ lệ bao phủ vượt trên 95%.", "level gt 95 % 2025"),
    case("Bảo đảm không dưới 1,5% chi ngân sách cho y tế.", "level ge 1.5 % 2025"),
    case("Người cao tuổi chiếm trên 12% dân số.", "level gt 12 % 2025"),
    case("Tỷ lệ đô thị hóa khoảng 40 - 45%.", "level range 40..45 % 2025"),
    case("Tỷ lệ sử dụng biện pháp tránh thai hiện đại đạt 70 - 72%.", "level range 70..72 % 2025"),
    case("Tỷ lệ sinh con thứ 3 trở lên dưới 10%.", "level lt 10 % 2025"),
    case("Tỷ lệ xã có từ 85% trở lên số hộ dùng nước sạch.", "level ge 85 % 2025"),
    case("Tỷ lệ ca sinh tại cơ sở y tế đạt 99,5 %;", "level eq 99.5 % 2025"),
    case("Các chỉ tiêu nêu trên đạt 90%.", "level eq 90 % 2025"),
    case("Diện tích nói trên là 1.200 ha.", "level eq 1200 ha 2025"),
    case("Tỷ lệ giải ngân đạt trên 95%.", "level gt 95 % 2025"),
    case("Tỷ lệ giải ngân đạt và vượt 95%.", "level ge 95 % 2025"),
    case("Tỷ lệ giải ngân bằng hoặc cao hơn 95%.", "level ge 95 % 2025"),
    case("Tỷ lệ tảo hôn thấp hơn hoặc bằng 0,5%.", "level le 0.5 % 2025"),
    # ranges whose ends have a unit each, and changes from one value to another
    case("Doanh thu đạt 500 tỷ đồng đến 1.000 tỷ đồng.", "level range 500..1000 tỷ đồng 2025"),
    case("Hỗ trợ từ 800 triệu đồng đến 1 tỷ đồng mỗi xã.", "level range 0.8..1 tỷ đồng 2025"),
    case("Tỷ lệ lấp đầy từ 60 đến trên 70%.", "level range 60..70 % 2025"),
    case("Tỷ lệ hộ nghèo giảm từ 1,0 đến dưới 1,5%.", "decrease range 1.0..1.5 % 2025"),
    case("Từ 1/3 đến 1/2 số thôn đạt chuẩn.", "level range 0.333333..0.5 số thôn 2025"),
    case("Thu nhập tăng từ 55 triệu đồng đến 62 triệu đồng.", "level eq 62 triệu đồng 2025"),
    case("Giảm tỷ lệ hộ nghèo từ 5% đến dưới 2%.", "level lt 2 % 2025"),
    case("Giảm tỷ lệ hộ nghèo từ trên 3% xuống dưới 2%.", "level lt 2 % 2025"),
    case("Nâng tỷ lệ đô thị hóa từ khoảng 38% lên 42%.", "level eq 42 % 2025"),
    case("Tăng từ 3 - 4 mô hình lên 6 mô hình.", "level eq 6 mô hình 2025"),
    # whom something is for is no goal
    case("Hỗ trợ 25 doanh nghiệp có doanh thu trên 100 tỷ đồng.", "level eq 25 doanh nghiệp 2025"),
    case("Hộ có diện tích trên 2 ha được hỗ trợ 50% giá giống.", "level eq 50 % 2025"),
    case("Ưu tiên các xã có trên 50% đồng bào dân tộc thiểu số."),
    case("Thôn có trên 50% đồng bào dân tộc thiểu số được cấp 03 loại báo.", "level eq 3 loại 2025"),
    case("Xây khu công nghiệp quy mô trên 200 ha, thu hút 15 dự án.", "level eq 15 dự án 2025"),
    case("Tập huấn cho cán bộ có từ 5 năm công tác trở lên: 120 người.", "level eq 120 người 2025"),
    case("Phấn đấu có trên 50% xã đạt chuẩn.", "level gt 50 % 2025"),
    case("Các xã có trên 50% hộ được dùng nước sạch.", "level gt 50 % 2025"),
    case("Toàn tỉnh có diện tích rừng trên 20.000 ha.", "level gt 20000 ha 2025"),
    case("Phát triển đàn lợn quy mô trên 500.000 con.", "level gt 500000 con 2025"),
    case(
        "Trồng 25.000 ha lúa; thu nhập trên 9 triệu đồng/ha.", "level eq 25000 ha 2025", "level gt 9 triệu đồng/ha 2025"
    ),
    # names that hold numbers
    case("Đề án 1 triệu ha lúa chất lượng cao: 25.000 ha.", "level eq 25000 ha 2025"),
    case("Đề án “Xây dựng ít nhất 01 triệu căn hộ giai đoạn 2021-2030”: 300 căn.", "level eq 300 căn 2025"),
    case("Lập 95% quy hoạch tỷ lệ 1/500, phủ sóng 5G.", "level eq 95 % 2025"),
    # negative rates
    case("Tốc độ tăng dân số đạt -0,2%.", "level eq -0.2 % 2025"),
    case("Tăng trưởng công nghiệp −1,5%.", "level eq -1.5 % 2025"),
    case("Tăng trưởng −1,5% đến 2%.", "level range -1.5..2 % 2025"),
    case("Chỉ số giá tăng trưởng âm 1,2%.", "level eq -1.2 % 2025"),
    case("Nông nghiệp -2,5%.", "level eq ? % 2025"),
    case("Tỷ lệ hộ nghèo giảm -3%.", "decrease eq 3 % 2025"),
    case("Tỷ lệ lấp đầy 80 -85%.", "level range 80..85 % 2025"),
    case("Tỷ lệ trường có máy ghi âm 12%.", "level eq 12 % 2025"),
    # misread words of units
    case("Tổng vốn đầu tư đạt 1.250 tỷ đổng.", "level eq 1250 tỷ đổng 2025"),
    case("Tạo việc làm cho 12.300 lao dộng.", "level eq 12300 lao dộng 2025"),
    case("Huy động 500 triệu đóng góp của dân.", "level eq 500 triệu 2025"),
    # units
    case("Quy mô dân số khoảng 1,25 triệu người.", "level approx 1.25 triệu người 2025"),
    case("Số người dùng biện pháp tránh thai hiện đại: 125.400 người.", "level eq 125400 người 2025"),
    case("Mật độ dân số dưới 900 người/km2.", "level lt 900 người/km2 2025"),
    case("Số lượt khám bệnh đạt 2,5 lần/người/năm.", "level eq 2.5 lần/người/năm 2025"),
    case("Bình quân 3,5 người/hộ.", "level eq 3.5 người/hộ 2025"),
    case("Diện tích nhà ở bình quân 28 m2/người.", "level eq 28 m2/người 2025"),
    case("Điện thương phẩm 2.500 kWh/người/năm.", "level eq 2500 kWh/người/năm 2025"),
    case("Thời gian chờ khám giảm xuống dưới 30 phút.", "level lt 30 phút 2025"),
    case("Trong 5 năm trồng mới 500 ha rừng.", "level eq 500 ha 2025"),
    case("Chỉ số phát triển con người đạt trên 0,75.", "level gt 0.75 2025"),
    case("Tỷ lệ thôn có nhà văn hóa là 450/450 thôn.", "level eq 450 of 450 thôn 2025"),
    case("Tỷ lệ thôn có hương ước là 450/450 thôn.", "level eq 450 of 450 thôn 2025"),
    case("30/30 xã có nhân viên y tế thôn.", "level eq 30 of 30 xã 2025"),
    case("3/4 số huyện đạt mức sinh thay thế.", "level eq 0.75 số huyện 2025"),
    case("Tỷ lệ xã đạt chuẩn là 1/3.", "level eq 0.333333 2025"),
    case("124 xã, phường, đặc khu có bác sĩ.", "level eq 124 xã, phường, đặc khu 2025"),
    case("124 xã, phường và đặc khu có bác sĩ.", "level eq 124 xã, phường và đặc khu 2025"),
    case("2/3 số xã, phường, đặc khu có bác sĩ.", "level eq 0.666667 số xã, phường, đặc khu 2025"),
    case("Bố trí 500 tr.đ cho truyền thông.", "level eq 500 tr.đ 2025"),
    case("Một nửa số xã có câu lạc bộ vào năm 2025.", "level eq 0.5 2025"),
    case("Hai phần ba số xã có câu lạc bộ.", "level eq 0.666667 số xã 2025"),
    case("Ít nhất một câu lạc bộ ở mỗi xã.", "level ge 1 câu lạc bộ 2025"),
    case("Mỗi thôn có 1-2 cộng tác viên.", "level range 1..2 cộng tác viên 2025"),
    # rates and ratios
    case("Tổng tỷ suất sinh đạt 2,1 con/phụ nữ.", "level eq 2.1 con/phụ nữ 2025"),
    case(
        "Tiếp tục duy trì mức sinh thay thế, tổng tỷ suất sinh ở mức 2,0 - 2,1 con/phụ nữ.",
        "level range 2.0..2.1 con/phụ nữ 2025",
    ),
    case(
        "Tỷ số giới tính khi sinh không quá 111 trẻ trai/100 trẻ gái.",
        "level le 111 trẻ trai/100 trẻ gái 2025",
    ),
    case(
        "Tỷ số giới tính khi sinh (số bé trai/100 bé gái): 110,5 bé trai/100 bé gái.",
        "level eq 110.5 bé trai/100 bé gái 2025",
    ),
    case("Tỷ số giới tính khi sinh dưới 112/100.", "level lt 112 /100 2025"),
    case(
        "Có 32 giường bệnh/10.000 dân, 11 bác sĩ/10.000 dân và 2,5 dược sĩ/10.000 dân.",
        "level eq 32 giường bệnh/10.000 dân 2025",
        "level eq 11 bác sĩ/10.000 dân 2025",
        "level eq 2.5 dược sĩ/10.000 dân 2025",
    ),
    case("Số bác sĩ trên 10.000 dân đạt 12 bác sĩ.", "level eq 12 bác sĩ 2025"),
    case("Số giường bệnh trên 10.000 dân: 32 giường.", "level eq 32 giường 2025"),
    case("Tỷ lệ mắc lao dưới 80/100.000 dân.", "level lt 80 /100.000 dân 2025"),
    case("Tỷ suất tử vong mẹ trên 100.000 trẻ đẻ sống dưới 42.", "level lt 42 2025"),
    case("Số ca mắc lao trên 100.000 dân dưới 80 ca.", "level lt 80 ca 2025"),
    case("Định mức 1 giáo viên/25 học sinh.", "level eq 1 giáo viên/25 học sinh 2025"),
    case("Tỷ lệ điều dưỡng đạt 3 - 3,5 điều dưỡng/bác sĩ.", "level range 3..3.5 điều dưỡng/bác sĩ 2025"),
    # money
    case("Huy động khoảng 45 tỷ đồng từ cộng đồng.", "level approx 45 tỷ đồng 2025"),
    case("Tối thiểu 02 tỷ 500 triệu đồng cho truyền thông.", "level ge 2.5 tỷ đồng 2025"),
    case("Mức chi cho công tác dân số đạt 12.000 đồng/người dân/năm.", "level eq 12000 đồng/người dân/năm 2025"),
    case("Ngân sách tỉnh cấp 1.250.000.000 đồng.", "level eq 1250000000 đồng 2025"),
    case("Số vốn huy động 1,5 - 2 tỷ đồng/năm.", "level range 1.5..2 tỷ đồng/năm 2025"),
    case(
        "Tổng kinh phí thực hiện: 12,5 tỷ đồng, trong đó ngân sách tỉnh 8 tỷ đồng.",
        "level eq 12.5 tỷ đồng 2025",
        "level eq 8 tỷ đồng 2025",
    ),
    case(
        "Tổng chi: 12 tỷ đồng (ngân sách trung ương 5 tỷ đồng, ngân sách tỉnh 4 tỷ đồng, nguồn khác 3 tỷ đồng).",
        "level eq 12 tỷ đồng 2025",
        "level eq 5 tỷ đồng 2025",
        "level eq 4 tỷ đồng 2025",
        "level eq 3 tỷ đồng 2025",
    ),
    # several values
    case(
        "Trên 90% dân số được lập hồ sơ sức khỏe, trong đó 70% được khám hằng năm.",
        "level gt 90 % 2025",
        "level eq 70 % 2025",
    ),
    case(
        "Tỷ lệ lao động qua đào tạo: 68,5 %; trong đó có bằng cấp: 28 %.",
        "level eq 68.5 % 2025",
        "level eq 28 % 2025",
    ),
    case("80% số xã và 100% số phường có nhân viên dân số.", "level eq 80 % 2025", "level eq 100 % 2025"),
    case("Tỷ lệ hộ nghèo không quá 3% và hộ cận nghèo không quá 5%.", "level le 3 % 2025", "level le 5 % 2025"),
    case(
        "Tối thiểu 90% (thành thị) và 80% (nông thôn) số hộ có nhà tiêu.",
        "level ge 90 % 2025",
        "level eq 80 % 2025",
    ),
    case(
        "Tuổi thọ trung bình đạt 75,5 tuổi, số năm sống khỏe tối thiểu 67 năm.",
        "level eq 75.5 tuổi 2025",
        "level ge 67 năm 2025",
    ),
    case(
        "Chiều cao trung bình của nam thanh niên đạt 168,5 cm, nữ đạt 157,5 cm.",
        "level eq 168.5 cm 2025",
        "level eq 157.5 cm 2025",
    ),
    case(
        "85,5% người dân (khoảng 1,1 triệu người) có sổ sức khỏe điện tử.",
        "level eq 85.5 % 2025",
        "level approx 1.1 triệu người 2025",
    ),
    case("Có 85/90 trạm y tế (94,4%) được xây mới.", "level eq 85 of 90 trạm y tế 2025", "level eq 94.4 % 2025"),
    case("Xây dựng 05 mô hình, mở 12 lớp tập huấn.", "level eq 5 mô hình 2025", "level eq 12 lớp 2025"),
    case("Mở 1.250 lớp với 37.500 học viên.", "level eq 1250 lớp 2025", "level eq 37500 học viên 2025"),
    case("Trung bình mỗi xã có 01 bác sĩ, 02 điều dưỡng.", "level eq 1 bác sĩ 2025", "level eq 2 điều dưỡng 2025"),
    case(
        "Thành lập mới 15 câu lạc bộ, duy trì 40 câu lạc bộ.",
        "level eq 15 câu lạc bộ 2025",
        "level eq 40 câu lạc bộ 2025",
    ),
    case(
        "Bổ sung 250 giường bệnh, nâng tổng số lên 3.400 giường.",
        "level eq 250 giường bệnh 2025",
        "level eq 3400 giường 2025",
    ),
    case(
        "Tỷ lệ xã đạt chuẩn quốc gia về y tế là 96% (tương ứng 120/125 xã).",
        "level eq 96 % 2025",
        "level eq 120 of 125 xã 2025",
    ),
    case("Phấn đấu 19/30 xã (63,3%) đạt chuẩn.", "level eq 19 of 30 xã 2025", "level eq 63.3 % 2025"),
    case(
        "Có trên 2.000 lượt người, trong đó nữ 800 người.", "level gt 2000 lượt người 2025", "level eq 800 người 2025"
    ),
    case("Tỷ lệ tiêm chủng đạt ít nhất 95% (vùng khó khăn 90%).", "level ge 95 % 2025", "level eq 90 % 2025"),
    case("Tổ chức tối thiểu là 02 cuộc/xã/năm.", "level ge 2 cuộc/xã/năm 2025"),
    case("Trên 95% người dân (ở nông thôn 90%) hài lòng vào năm 2030.", "level gt 95 % 2030", "level eq 90 % 2030"),
    case("Tỷ lệ sử dụng: 60% (2026), 65% (2027).", "level eq 60 % 2026", "level eq 65 % 2027"),
    case(
        "Người cao tuổi chiếm 12% dân số, tương đương 150.000 người.",
        "level eq 12 % 2025",
        "level eq 150000 người 2025",
    ),
    case(
        "Cung cấp 12.000 vỉ thuốc, 3.500 vòng và 45.000 bao cao su.",
        "level eq 12000 vỉ 2025",
        "level eq 3500 vòng 2025",
        "level eq 45000 bao cao su 2025",
    ),
    # counts of what is no known unit
    case(
        "Trang bị 1.800 thùng rác 240 lít, 45 xe ép rác 5 tấn cho các huyện.",
        "level eq 1800 2025",
        "level eq 45 2025",
    ),
    case(
        "Xây dựng 25 km đường, 14 cầu dân sinh, 8 trạm bơm và 3 hồ chứa.",
        "level eq 25 km 2025",
        "level eq 14 cầu dân sinh 2025",
        "level eq 8 trạm 2025",
        "level eq 3 2025",
    ),
    case("Hỗ trợ gạo cho 350 hộ nghèo 5.250 kg gạo.", "level eq 350 hộ nghèo 2025", "level eq 5250 kg 2025"),
    case("Vận hành chính quyền địa phương 02 cấp với 50 dịch vụ.", "level eq 50 dịch vụ 2025"),
    case("Đầu tư 12 tuyến đường (45 km), 3 cầu.", "level eq 12 2025", "level eq 45 km 2025", "level eq 3 2025"),
    case("Xây dựng gia đình 5 không, 3 sạch tại 25 xã.", "level eq 25 xã 2025"),
    # times that are no goals
    case("Đào tạo trình độ sơ cấp và dưới 3 tháng cho 500 người.", "level eq 500 người 2025"),
    case("Xử lý hồ sơ tối đa 15 ngày làm việc.", "level le 15 ngày 2025"),
    case("Thời gian chờ khám dưới 30 phút, tối đa 2 giờ.", "level lt 30 phút 2025", "level le 2 giờ 2025"),
    # ranges whose upper end is bounded
    case("Từ 80% đến dưới 90% số xã đạt chuẩn.", "level range 80..90 % 2025"),
    case("Tăng tỷ lệ này từ 80% đến dưới 90%.", "increase lt 90 % 2025"),
    case("Chi cho văn hóa từ 2 đến dưới 5% tổng chi.", "level range 2..5 % 2025"),
    case("Thời gian chờ từ 2 đến dưới 5 ngày.", "level range 2..5 ngày 2025"),
    case("Cấp chứng chỉ từ 3 đến dưới 6 tháng cho 40 người.", "level eq 40 người 2025"),
    # a number that others are counted by
    case("Cứ 1.000 dân có 12 bác sĩ.", "level eq 12 bác sĩ/1.000 dân 2025"),
    case("Phấn đấu cứ 5 km thì có ít nhất 2 trạm.", "level ge 2 trạm/5 km 2025"),
    case("Cứ 02 năm tổ chức 03 hội nghị.", "level eq 3 hội nghị 2025"),
    # parts of all people, and places counted
    case("Ít nhất 9/10 hộ dân có điện.", "level ge 0.9 2025"),
    case("Có 7/9 huyện và 250/300 hộ đạt chuẩn.", "level eq 7 of 9 huyện 2025", "level eq 250 of 300 hộ 2025"),
    # changes in time
    case(
        "Thời gian xử lý còn 5 ngày (giảm 3 ngày so với quy định).", "level eq 5 ngày 2025", "decrease eq 3 ngày 2025"
    ),
    # money beside a rate
    case("100% hộ nghèo được hỗ trợ 5 triệu đồng/hộ.", "level eq 100 % 2025", "level eq 5 triệu đồng/hộ 2025"),
    case("Tỷ lệ hộ có thu nhập trên 50 triệu đồng/người đạt 85%.", "level eq 85 % 2025"),
    case(
        "Hỗ trợ 60% chi phí nhưng tối đa không quá 20 triệu đồng/mô hình.",
        "level eq 60 % 2025",
        "level le 20 triệu đồng/mô hình 2025",
    ),
    # counts beside a rate
    case("Tỷ lệ bao phủ đạt 85% tương ứng 1.200 người.", "level eq 85 % 2025", "level eq 1200 người 2025"),
    case("Dạy nghề cho 300 người với tỷ lệ đạt trên 80%.", "level eq 300 người 2025", "level gt 80 % 2025"),
    case("Trên 90% thai phụ khám ít nhất 4 lần.", "level gt 90 % 2025"),
    # several years
    case(
        "Tỷ lệ người dân tham gia bảo hiểm y tế đạt ít nhất 93% vào năm 2025, đạt 95% vào năm 2030.",
        "level ge 93 % 2025",
        "level eq 95 % 2030",
    ),
    case(
        "100% các trạm y tế có bác sĩ; 60% các trạm có nữ hộ sinh vào năm 2025, đạt 90% vào năm 2030.",
        "level eq 100 % 2025",
        "level eq 60 % 2025",
        "level eq 90 % 2030",
    ),
    case(
        "Mỗi huyện có từ 3 - 4 mô hình điểm vào năm 2025, đạt ít nhất 6 mô hình vào năm 2030 theo nhu cầu.",
        "level range 3..4 mô hình 2025",
        "level ge 6 mô hình 2030",
    ),
    case(
        "Trên 80% số hộ có nhà tiêu vào năm 2025; trên 90% vào năm 2030; 100% vào năm 2035.",
        "level gt 80 % 2025",
        "level gt 90 % 2030",
        "level eq 100 % 2035",
    ),
    case(
        "Tỷ lệ hài lòng đạt 85% năm 2025, 88% năm 2026 và 92% năm 2030.",
        "level eq 85 % 2025",
        "level eq 88 % 2026",
        "level eq 92 % 2030",
    ),
    case(
        "Tỷ lệ bao phủ bảo hiểm y tế năm 2025 đạt 85%, năm 2026 đạt 88%, năm 2030 đạt 92%.",
        "level eq 85 % 2025",
        "level eq 88 % 2026",
        "level eq 92 % 2030",
    ),
    case(
        "Tỷ lệ trẻ được sàng lọc: năm 2025: 60%; năm 2026: 65%; năm 2027: 70%.",
        "level eq 60 % 2025",
        "level eq 65 % 2026",
        "level eq 70 % 2027",
    ),
    case("Tỷ lệ trẻ được sàng lọc năm 2025 (60%), năm 2026 (65%).", "level eq 60 % 2025", "level eq 65 % 2026"),
    case("Tỷ lệ trẻ được sàng lọc đạt 60% (năm 2025) và 80% (năm 2030).", "level eq 60 % 2025", "level eq 80 % 2030"),
    case(
        "Vào năm 2025 có 50% và đến năm 2030 có 80% số trạm y tế được đầu tư.",
        "level eq 50 % 2025",
        "level eq 80 % 2030",
    ),
    case("Đến năm 2025 đạt 50%, đến năm 2030 đạt 70% số xã có sân chơi.", "level eq 50 % 2025", "level eq 70 % 2030"),
    case(
        "Đến năm 2025: 75% số xã; đến năm 2030: 95% số xã đạt tiêu chí về môi trường.",
        "level eq 75 % 2025",
        "level eq 95 % 2030",
    ),
    case("Đạt 50% năm 2025, định hướng đến năm 2030 đạt 65%.", "level eq 50 % 2025", "level eq 65 % 2030"),
    case(
        "Trên 50% vào năm 2025 và trên 70% vào năm 2030 số người cao tuổi có thẻ bảo hiểm.",
        "level gt 50 % 2025",
        "level gt 70 % 2030",
    ),
    case("Tỷ lệ khám thai lần lượt đạt 80% và 90% vào năm 2025 và 2030.", "level eq 80 % 2025", "level eq 90 % 2030"),
    case("Tỷ lệ khám thai vào năm 2026, 2030 lần lượt là 80%, 90%.", "level eq 80 % 2026", "level eq 90 % 2030"),
    case("Tỷ lệ khám thai năm 2026 và năm 2030 đạt lần lượt 80% và 90%.", "level eq 80 % 2026", "level eq 90 % 2030"),
    case(
        "Tỷ lệ khám thai tương ứng đạt 80% và 90% vào các năm 2026 và 2030.", "level eq 80 % 2026", "level eq 90 % 2030"
    ),
    case("Đến năm 2026 và năm 2030 tương ứng đạt 60% và 75%.", "level eq 60 % 2026", "level eq 75 % 2030"),
    case("Tỷ lệ này năm 2026 là 60%, năm 2030 là trên 75%.", "level eq 60 % 2026", "level gt 75 % 2030"),
    # an outlook gives its year to nothing else
    case("Tỷ lệ tiêm chủng đạt 62%; phấn đấu đến năm 2030 đạt trên 70%.", "level eq 62 % 2025", "level gt 70 % 2030"),
    case("Tỷ lệ tiêm chủng đạt 62%, phấn đấu đến năm 2030 đạt trên 70%.", "level eq 62 % 2025", "level gt 70 % 2030"),
    case("Tỷ lệ tiêm chủng đạt 62%; phấn đấu đạt trên 70% vào năm 2030.", "level eq 62 % 2025", "level gt 70 % 2030"),
    case(
        "Số hộ dùng nước sạch đạt 85%, tăng 1,6 điểm phần trăm so với năm 2024; đến năm 2030 đạt từ 95% trở lên.",
        "level eq 85 % 2025",
        "increase eq 1.6 điểm phần trăm 2025 from 2024",
        "level ge 95 % 2030",
    ),
    case(
        "Số tổ hợp tác đạt 40 tổ năm 2026, gấp 1,1 lần năm 2025; năm 2030 đạt 60 tổ.",
        "level eq 40 tổ 2026",
        "multiple eq 1.1 lần 2026 from 2025",
        "level eq 60 tổ 2030",
    ),
    case(
        "Tỷ lệ khám thai đạt 80%, đến năm 2030 đạt 90%; tỷ lệ tiêm chủng đạt 70%; đến năm 2030 đạt 85%; tảo hôn 2%.",
        "level eq 80 % 2025",
        "level eq 90 % 2030",
        "level eq 70 % 2025",
        "level eq 85 % 2030",
        "level eq 2 % 2025",
    ),
    case("Tỷ lệ tiêm chủng năm 2026 đạt 62%; phấn đấu đạt 70%.", "level eq 62 % 2026", "level eq 70 % 2025"),
    case("Đến năm 2030, tỷ lệ tiêm chủng đạt 95%; phấn đấu đạt 98%.", "level eq 95 % 2030", "level eq 98 % 2030"),
    case("Tỷ lệ tiêm chủng đạt 62%; tầm nhìn đến năm 2045 đạt 99%.", "level eq 62 % 2025", "level eq 99 % 2045"),
    case("Tỷ lệ tiêm chủng đạt 62%; mục tiêu đến năm 2030 đạt 90%.", "level eq 62 % 2025", "level eq 90 % 2030"),
    # a year that opens a list or ends it holds for all of it
    case("Đến năm 2030, 80% số xã có bác sĩ; 70% số xã có sân chơi.", "level eq 80 % 2030", "level eq 70 % 2030"),
    case(
        "Năm 2026: mở 60 lớp; tổ chức 25 cuộc; năm 2027: mở 70 lớp; tổ chức 30 cuộc.",
        "level eq 60 lớp 2026",
        "level eq 25 cuộc 2026",
        "level eq 70 lớp 2027",
        "level eq 30 cuộc 2027",
    ),
    case(
        "Kinh phí năm 2026 là 5 tỷ đồng; ngân sách tỉnh 3 tỷ đồng; ngân sách huyện 2 tỷ đồng.",
        "level eq 5 tỷ đồng 2026",
        "level eq 3 tỷ đồng 2026",
        "level eq 2 tỷ đồng 2026",
    ),
    case("Tỷ lệ hộ nghèo giảm 1,5%, đến năm 2026 còn 2,4%.", "decrease eq 1.5 % 2026", "level eq 2.4 % 2026"),
    case(
        "Tỷ lệ sử dụng năm 2026 đạt 60% (miền núi 50%; đồng bằng 70%); năm 2030 đạt 80%.",
        "level eq 60 % 2026",
        "level eq 50 % 2026",
        "level eq 70 % 2026",
        "level eq 80 % 2030",
    ),
    # the year first
    case("Đến năm 2026, tỷ lệ hộ dùng nước sạch đạt 85%.", "level eq 85 % 2026"),
    case("Đến năm 2030, 90% số hộ dùng nước sạch.", "level eq 90 % 2030"),
    case("Đến 2030, 80% số xã có sân chơi.", "level eq 80 % 2030"),
    case("Đến cuối năm 2026, 80% số xã có sân chơi.", "level eq 80 % 2026"),
    case("Đến hết năm 2026, 12/12 huyện có mạng lưới cộng tác viên.", "level eq 12 of 12 huyện 2026"),
    case("Trước năm 2030, 100% số xã có bác sĩ.", "level eq 100 % 2030"),
    case("Từ năm 2026 trở đi, 100% hồ sơ được số hóa.", "level eq 100 % 2026"),
    case("Phấn đấu đến năm 2030 đạt trên 95% số trẻ được tiêm đủ liều.", "level gt 95 % 2030"),
    case("Giai đoạn 2026 - 2030, mỗi năm đào tạo 120 cán bộ.", "level eq 120 cán bộ 2026-2030"),
    case("Từ năm 2026 đến năm 2030, mỗi năm giảm 0,5% tỷ lệ hộ nghèo.", "decrease eq 0.5 % 2026-2030"),
    case("Tỷ lệ này trong giai đoạn 2026-2030 đạt 80%.", "level eq 80 % 2026-2030"),
    case("Kinh phí thực hiện 96,7 tỷ đồng giai đoạn 2026 - 2030.", "level eq 96.7 tỷ đồng 2026-2030"),
    # changes and levels
    case("Giảm tỷ lệ tảo hôn: 0,25 % so với năm 2024.", "decrease eq 0.25 % 2025 from 2024"),
    case("Tỷ lệ sinh con thứ ba giảm 2% so với năm 2024.", "decrease eq 2 % 2025 from 2024"),
    case("So với năm 2024, tỷ lệ sinh con thứ ba trở lên giảm 0,3%.", "decrease eq 0.3 % 2025 from 2024"),
    case("Mỗi năm giảm 0,1% tỷ lệ suy dinh dưỡng.", "decrease eq 0.1 % 2025"),
    case("Tỷ lệ vị thành niên mang thai giảm mỗi năm 0,2%.", "decrease eq 0.2 % 2025"),
    case("Giảm tỷ lệ sinh 0,1‰.", "decrease eq 0.1 ‰ 2025"),
    case("Giảm ít nhất 10% số vụ bạo lực.", "decrease ge 10 % 2025"),
    case("Giảm từ 10 - 15% số ca mắc.", "decrease range 10..15 % 2025"),
    case("Giảm tỷ lệ hộ nghèo bình quân 1 - 1,5%/năm.", "decrease range 1..1.5 %/năm 2025"),
    case("Phấn đấu giảm 0,5 điểm phần trăm tỷ lệ hộ nghèo.", "decrease eq 0.5 điểm phần trăm 2025"),
    case("Tổng tỷ suất sinh giảm 0,05 con/phụ nữ so với năm 2024.", "decrease eq 0.05 con/phụ nữ 2025 from 2024"),
    case("Giảm một nửa số vụ tai nạn thương tích trẻ em.", "decrease eq 0.5 2025"),
    case("Giảm 1/3 số vụ tai nạn so với năm 2020.", "decrease eq 0.333333 số vụ 2025 from 2020"),
    case("Giảm 30% cặp tảo hôn so với năm 2020 vào năm 2030.", "decrease eq 30 % 2030 from 2020"),
    case("Giảm 15% số ca bệnh và tăng 20% số lượt tư vấn.", "decrease eq 15 % 2025", "increase eq 20 % 2025"),
    case("Tỷ số giới tính khi sinh không tăng quá 0,2 điểm %/năm.", "increase le 0.2 điểm %/năm 2025"),
    case("Tỷ số giới tính khi sinh tăng bình quân 0,3 điểm %/năm.", "increase eq 0.3 điểm %/năm 2025"),
    case("Số trẻ sinh ra giảm 350 trẻ so với năm 2024.", "decrease eq 350 trẻ 2025 from 2024"),
    case("Phấn đấu năm 2026 giảm 5%, năm 2030 giảm 20% số vụ.", "decrease eq 5 % 2026", "decrease eq 20 % 2030"),
    case("Tăng thêm 5% số xã đạt chuẩn.", "increase eq 5 % 2025"),
    case("Mỗi năm có thêm 5 xã đạt chuẩn.", "increase eq 5 xã 2025"),
    case("Tăng tỷ lệ người dân hiểu biết về dân số thêm 10% vào năm 2026.", "increase eq 10 % 2026"),
    case("Tăng 10% số lượt khám so với 2020.", "increase eq 10 % 2025 from 2020"),
    case("Số lượt khám tăng 3% so với cùng kỳ năm 2024.", "increase eq 3 % 2025 from 2024"),
    case("Số lượt khám tăng 10% so với thực hiện năm 2024.", "increase eq 10 % 2025 from 2024"),
    case("Giảm 10% số ca mắc so với bình quân giai đoạn 2016 - 2020.", "decrease eq 10 % 2025 from 2020"),
    case("Giảm 10% số ca mắc so với trung bình giai đoạn 2020-2024.", "decrease eq 10 % 2025 from 2024"),
    case("Số lượt khám tăng 5% so với ước thực hiện của năm 2024.", "increase eq 5 % 2025 from 2024"),
    case("Giảm 10% lượng phát thải so với kịch bản thông thường vào năm 2030.", "decrease eq 10 % 2030"),
    case("Tinh giản 5% biên chế; rút ngắn 20% thời gian.", "decrease eq 5 % 2025", "decrease eq 20 % 2025"),
    case("Tiết kiệm 10% chi thường xuyên.", "decrease eq 10 % 2025"),
    case("Đầu tư hạ tầng cho 80% số xã.", "level eq 80 % 2025"),
    case("Thu nhập tăng 1,8 lần so với năm 2020.", "multiple eq 1.8 lần 2025 from 2020"),
    case("Thu ngân sách vượt 1,5% so với dự toán.", "increase eq 1.5 % 2025"),
    case("Tỷ lệ hộ nghèo chưa đến 9%.", "level lt 9 % 2025"),
    case("Số lao động tăng 5%, trong đó lao động nữ đạt 40%.", "increase eq 5 % 2025", "level eq 40 % 2025"),
    case("Số lượt khám bằng 120% so với năm 2020.", "multiple eq 120 % 2025 from 2020"),
    case("Giảm tỷ suất tử vong trẻ em dưới 5 tuổi xuống dưới 18,5‰.", "level lt 18.5 ‰ 2025"),
    case("Tỷ lệ tử vong mẹ giảm xuống còn 42/100.000 dân.", "level eq 42 /100.000 dân 2025"),
    case("Giảm số vị thành niên có thai ngoài ý muốn còn 1,2%.", "level eq 1.2 % 2025"),
    case("Kéo giảm tỷ lệ bỏ học xuống còn 1%.", "level eq 1 % 2025"),
    case("Tỷ lệ bỏ học giảm về mức 5%.", "level eq 5 % 2025"),
    case("Tỷ lệ bỏ học giảm về 5%.", "level eq 5 % 2025"),
    case("Tỷ lệ bỏ học giảm đến mức 5%.", "level eq 5 % 2025"),
    case("Tỷ lệ tiêm chủng tăng đến 85%.", "level eq 85 % 2025"),
    case("Tỷ lệ tiêm chủng tăng lên mức 85%.", "level eq 85 % 2025"),
    case("Tăng tỷ lệ tiêm chủng đạt 90%.", "level eq 90 % 2025"),
    case("Tăng tỷ lệ sàng lọc trước sinh lên trên 75%.", "level gt 75 % 2025"),
    case("Nâng tỷ lệ khám sức khỏe trước khi kết hôn lên 70%.", "level eq 70 % 2025"),
    case("Giảm thiểu mất cân bằng giới tính khi sinh ở mức dưới 112/100.", "level lt 112 /100 2025"),
    case("Giảm nghèo bền vững: tỷ lệ hộ nghèo 2%.", "level eq 2 % 2025"),
    case("Tăng cường truyền thông để 90% người dân hiểu biết về dân số.", "level eq 90 % 2025"),
    case("Tỷ lệ tăng dân số tự nhiên dưới 1%/năm.", "level lt 1 %/năm 2025"),
    case("Tốc độ gia tăng tỷ số giới tính khi sinh không quá 0,4 điểm %.", "level le 0.4 điểm % 2025"),
    case("Tỷ lệ hộ nghèo giảm từ 5,2% xuống còn 3,8%.", "level eq 3.8 % 2025"),
    case("Tăng số bác sĩ từ 9 lên 12 bác sĩ/10.000 dân.", "level eq 12 bác sĩ/10.000 dân 2025"),
    case("Số cộng tác viên tăng từ 1.200 người lên 1.500 người.", "level eq 1500 người 2025"),
    case(
        "Tỷ lệ dùng muối i-ốt tăng từ 70% lên 80% năm 2025 và 90% năm 2030.",
        "level eq 80 % 2025",
        "level eq 90 % 2030",
    ),
    case("Tỷ lệ bao phủ tăng từ 80% năm 2022 lên 85% năm 2025.", "level eq 85 % 2025"),
    case("Nâng tỷ lệ sàng lọc từ 60% (năm 2023) lên 75% (năm 2026).", "level eq 75 % 2026"),
    case("Số lớp tập huấn tăng gấp 2 lần so với năm 2020.", "multiple eq 2 lần 2025 from 2020"),
    case("Tăng gấp đôi số câu lạc bộ vào năm 2030.", "multiple eq 2 lần 2030"),
    case("Tăng thu nhập lên gấp 1,5 lần so với năm 2020.", "multiple eq 1.5 lần 2025 from 2020"),
    case("Số câu lạc bộ năm 2030 gấp 3 lần năm 2020.", "multiple eq 3 lần 2030 from 2020"),
    case(
        "Thu ngân sách đạt 110% dự toán, bằng 125,5% so với cùng kỳ.",
        "multiple eq 110 % 2025",
        "multiple eq 125.5 % 2025",
    ),
    case("Tỷ lệ che phủ rừng đạt 45% so với năm 2020.", "level eq 45 % 2025 from 2020"),
    case("Đạt ít nhất 40% chỉ tiêu kế hoạch trong tổng thể dịch vụ được cung ứng.", "level ge 40 % 2025"),
    case("Số câu lạc bộ bằng 2 lần năm 2020.", "level eq 2 lần 2025 from 2020"),
    # parentheses
    case(
        "Tỷ lệ hộ nghèo giảm còn 2,5% (giảm 1,2% so với năm 2024).",
        "level eq 2.5 % 2025",
        "decrease eq 1.2 % 2025 from 2024",
    ),
    case(
        "Thu nhập bình quân đạt 68 triệu đồng/người (tăng 8% so với năm 2024).",
        "level eq 68 triệu đồng/người 2025",
        "increase eq 8 % 2025 from 2024",
    ),
    case(
        "Tỷ lệ hộ nghèo giảm 1,5% so với năm 2020, còn 2,4% vào năm 2025.",
        "decrease eq 1.5 % 2025 from 2020",
        "level eq 2.4 % 2025",
    ),
    case(
        "Giảm 50% số vụ bạo lực vào năm 2025, 80% vào năm 2030 so với năm 2020.",
        "decrease eq 50 % 2025 from 2020",
        "decrease eq 80 % 2030 from 2020",
    ),
    # a change and the level that it leads to
    case(
        "Tỷ lệ hộ nghèo giảm 1,5 điểm % so với năm 2024, xuống còn 2,4%.",
        "decrease eq 1.5 điểm % 2025 from 2024",
        "level eq 2.4 % 2025",
    ),
    case(
        "Tỷ lệ hộ nghèo giảm 1,5 điểm phần trăm so với năm 2024, xuống còn 2,4%.",
        "decrease eq 1.5 điểm phần trăm 2025 from 2024",
        "level eq 2.4 % 2025",
    ),
    case(
        "Tỷ lệ hộ nghèo giảm bình quân 1 - 1,5%/năm, đến năm 2026 còn dưới 2%.",
        "decrease range 1..1.5 %/năm 2026",
        "level lt 2 % 2026",
    ),
    case(
        "Tỷ suất tử vong giảm 0,1‰/1 năm, còn 12,5‰ (chiếm 3%).",
        "decrease eq 0.1 ‰/1 năm 2025",
        "level eq 12.5 ‰ 2025",
        "level eq 3 % 2025",
    ),
    case("Tỷ suất tử vong mẹ còn 42/100.000, sàng lọc đạt 80%.", "level eq 42 /100.000 2025", "level eq 80 % 2025"),
    case("Tỷ lệ bà mẹ khám thai ít nhất 4 lần/thai kỳ tăng 0,5 điểm %.", "increase eq 0.5 điểm % 2025"),
    # lasting
    case("Duy trì trên 98% số trẻ được tiêm chủng đến năm 2030.", "level gt 98 % 2025"),
    case("Giữ vững tỷ lệ 100% xã có trạm y tế đến năm 2030.", "level eq 100 % 2025"),
    case("Phấn đấu đạt 95% vào năm 2026, duy trì đến năm 2030.", "level eq 95 % 2026"),
    case("Tiếp tục giữ vững 100% số xã đạt chuẩn vào năm 2026 và duy trì đến năm 2030.", "level eq 100 % 2026"),
    # what was reached before is no goal
    case("Theo kết quả năm 2023, tỷ lệ này đạt 78%; phấn đấu năm 2025 đạt 82%.", "level eq 82 % 2025"),
    case("Tỷ lệ này năm 2024 là 75%; năm 2025 phấn đấu 80%.", "level eq 80 % 2025"),
    case("Tỷ lệ này hiện là 78% (năm 2023), đến năm 2026 đạt 82%.", "level eq 82 % 2026"),
    # no past year holds for what is striven for
    case("Tỷ lệ bao phủ năm 2024 đạt 92%, phấn đấu đạt 95%.", "level eq 95 % 2025"),
    case("Tỷ lệ hộ nghèo năm 2024 là 8,4%; phấn đấu giảm còn 6,9%.", "level eq 6.9 % 2025"),
    case(
        "Tỷ lệ này năm 2024 đạt 92%, phấn đấu nam đạt 95%, nữ đạt 90%.",
        "level eq 95 % 2025",
        "level eq 90 % 2025",
    ),
    case("Phấn đấu tỷ lệ này đạt 95%, cao hơn mức 92% của năm 2024.", "level eq 95 % 2025"),
    case("Tỷ lệ này năm 2024 đạt 92%, vượt mục tiêu đề ra 90%."),
    # the value of a baseline is none
    case(
        "Tỷ lệ nhẹ cân dưới 9%, thấp còi dưới 15% (năm 2024 lần lượt là 9,4% và 16,1%).",
        "level lt 9 % 2025",
        "level lt 15 % 2025",
    ),
    case("So với năm 2024 (7.900 hộ), số hộ nghèo giảm 500 hộ.", "decrease eq 500 hộ 2025 from 2024"),
    case("Tỷ lệ thất nghiệp 2% (giai đoạn 2016-2020 là 3%).", "level eq 2 % 2025"),
    case("Tỷ lệ bao phủ đạt 85% (kế hoạch Trung ương giao 80%).", "level eq 85 % 2025"),
    case(
        "Thu ngân sách đạt 500 tỷ đồng, tăng 8% so với ước thực hiện năm 2024 (463 tỷ đồng).",
        "level eq 500 tỷ đồng 2025",
        "increase eq 8 % 2025 from 2024",
    ),
    case("Tính đến 31/12/2024, toàn tỉnh có 104.562 hộ nghèo."),
    case(
        "Thu nhập bình quân đạt 72 triệu đồng/người, so với mức 64 triệu đồng/người của năm 2023.",
        "level eq 72 triệu đồng/người 2025",
    ),
    case("Sản lượng đạt 5.000 tấn, so với 4.500 tấn năm 2024.", "level eq 5000 tấn 2025"),
    case(
        "Số thu đạt 900 tỷ đồng, tăng 6% so với cùng kỳ (850 tỷ đồng).",
        "level eq 900 tỷ đồng 2025",
        "increase eq 6 % 2025",
    ),
    case("So với năm 2024, tăng 40 xã (5%).", "increase eq 40 xã 2025 from 2024", "increase eq 5 % 2025 from 2024"),
    # what differs from another is a change, unless that is the whole country
    case("Tỷ lệ này cao hơn 2% so với năm 2024.", "increase eq 2 % 2025 from 2024"),
    case("Tỷ lệ này cao hơn năm 2024 là 2%.", "increase eq 2 % 2025 from 2024"),
    case("Tỷ lệ hộ nghèo thấp hơn 2% so với kế hoạch.", "decrease eq 2 % 2025"),
    case("Số thu vượt 40 tỷ đồng so với dự toán.", "increase eq 40 tỷ đồng 2025"),
    case("Sản lượng tăng cao hơn 8% so với năm 2024.", "increase gt 8 % 2025 from 2024"),
    case("Tỷ lệ này đạt 91%, cao hơn 2% so với bình quân cả nước (89%).", "level eq 91 % 2025"),
    case("Tỷ lệ này đạt 91%, cao hơn trung bình của cả nước 2%.", "level eq 91 % 2025"),
    # a date or quarter by which something is reached names its year, years in a list are all meant
    case(
        "Đến hết quý III/2025 hoàn thành 60% số việc; đến ngày 15/9/2026 hoàn thành 90% số việc.",
        "level eq 60 % 2025",
        "level eq 90 % 2026",
    ),
    case(
        "Các năm 2026, 2027 mỗi năm đào tạo 300 người, mở 12 lớp.",
        "level eq 300 người 2026-2027",
        "level eq 12 lớp 2026-2027",
    ),
    case("Trong năm 2025 và năm 2026 xây dựng 40 nhà.", "level eq 40 nhà 2025-2026"),
    case("Năm 2025, 2026 tỷ lệ đạt 80%, 85%.", "level eq 80 % 2025", "level eq 85 % 2026"),
    case("Tỷ lệ này đạt 80% và 90% vào năm 2025 và 2026.", "level eq 80 % 2025", "level eq 90 % 2026"),
    case(
        "Tỷ lệ nhẹ cân dưới 9%, thấp còi dưới 15%; tương ứng 8% và 13% vào năm 2027.",
        "level lt 9 % 2025",
        "level lt 15 % 2025",
        "level eq 8 % 2027",
        "level eq 13 % 2027",
    ),
    # what is divided over years speaks of all of them
    case(
        "Tổng kinh phí 1.200 triệu đồng, gồm: năm 2025: 500 triệu đồng; năm 2026: 700 triệu đồng.",
        "level eq 1200 triệu đồng 2025-2026",
        "level eq 500 triệu đồng 2025",
        "level eq 700 triệu đồng 2026",
    ),
    case(
        "Tổng vốn 1.200 triệu đồng, chia theo năm: 2025: 500 triệu đồng; 2026: 700 triệu đồng.",
        "level eq 1200 triệu đồng 2025-2026",
        "level eq 500 triệu đồng 2025",
        "level eq 700 triệu đồng 2026",
    ),
    case(
        "Tổng vốn 1.200 triệu đồng, trong đó năm 2026 là 700 triệu đồng.",
        "level eq 1200 triệu đồng 2025",
        "level eq 700 triệu đồng 2026",
    ),
    # ages
    case("Tỷ lệ trẻ em dưới 5 tuổi suy dinh dưỡng thể thấp còi dưới 16%.", "level lt 16 % 2025"),
    case("Tỷ lệ phụ nữ từ 30 đến 54 tuổi được sàng lọc đạt 50%.", "level eq 50 % 2025"),
    case("Tỷ lệ phụ nữ 15 - 19 tuổi sinh con dưới 3%.", "level lt 3 % 2025"),
    case("Tỷ lệ người cao tuổi (từ 60 tuổi trở lên) được khám đạt 88 %.", "level eq 88 % 2025"),
    case("Tỷ lệ người từ 18 tuổi trở lên hút thuốc dưới 20%.", "level lt 20 % 2025"),
    case("Trẻ 6 - 36 tháng tuổi được bổ sung vitamin A đạt 98%.", "level eq 98 % 2025"),
    case("Hỗ trợ 100% chi phí khám cho người cao tuổi từ đủ 80 tuổi.", "level eq 100 % 2025"),
    case("Giảm tỷ lệ mù chữ ở độ tuổi 15 - 60 xuống dưới 1,5%.", "level lt 1.5 % 2025"),
    case("Tỷ lệ trẻ bú mẹ hoàn toàn trong 6 tháng đầu đạt 45%.", "level eq 45 % 2025"),
    # counts that belong to a name
    case("Tỷ lệ sàng lọc sơ sinh 5 bệnh phổ biến đạt 60%.", "level eq 60 % 2025"),
    case("95% trẻ dưới 1 tuổi được tiêm đủ 8 loại vắc xin.", "level eq 95 % 2025"),
    case("Có 100% cán bộ ở 125 xã được tập huấn.", "level eq 100 % 2025"),
    case("Tỷ lệ bà mẹ được chăm sóc trong vòng 24 giờ sau sinh đạt 95%.", "level eq 95 % 2025"),
    case("Tỷ lệ tiêm vắc xin mũi 2 đạt 90%, mũi 3 đạt 70%.", "level eq 90 % 2025", "level eq 70 % 2025"),
    case("Tỷ lệ phụ nữ mang thai được khám thai đủ 4 lần đạt 85%.", "level eq 85 % 2025"),
    case("Tỷ lệ phụ nữ mang thai được khám thai ít nhất 4 lần đạt 85%.", "level eq 85 % 2025"),
    case("90% người cao tuổi được khám sức khỏe ít nhất 1 lần/năm.", "level eq 90 % 2025"),
    case("95% trẻ được tiêm ít nhất 2 liều vắc xin.", "level eq 95 % 2025"),
    case("Tỷ lệ phụ nữ sinh từ 3 con trở lên dưới 8%.", "level lt 8 % 2025"),
    case("Tỷ lệ cặp vợ chồng có 2 con đạt 75%.", "level eq 75 % 2025"),
    case("Tỷ lệ trẻ sinh ra có cân nặng dưới 2.500 gram dưới 6%.", "level lt 6 % 2025"),
    case("Mỗi cặp vợ chồng sinh đủ 2 con."),
    case(
        "90% người nhiễm HIV biết tình trạng, 90% được điều trị, 95% kiểm soát tải lượng (mục tiêu 90-90-95).",
        "level eq 90 % 2025",
        "level eq 90 % 2025",
        "level eq 95 % 2025",
    ),
    # references, dates, names
    case("Thực hiện Nghị quyết số 20-NQ/TW, 90% dân số được quản lý sức khỏe.", "level eq 90 % 2025"),
    case("Theo khoản 2 Điều 5 Luật Bảo hiểm y tế, mức hỗ trợ là 70%.", "level eq 70 % 2025"),
    case("Triển khai Đề án 818 và Chương trình 135 tại 60% số xã.", "level eq 60 % 2025"),
    case("Trước ngày 30/6/2026, 100% số xã giao chỉ tiêu.", "level eq 100 % 2025"),
    case("Dịch vụ công mức độ 4 đạt 80% hồ sơ.", "level eq 80 % 2025"),
    case("Trực cấp cứu 24/24 giờ tại 100% trạm y tế.", "level eq 100 % 2025"),
    case("Mít tinh dịp 11/7 tại 100% số huyện.", "level eq 100 % 2025"),
    case("Thực hiện Quyết định số 1679/QĐ-TTg ngày 22/11/2019 của Thủ tướng Chính phủ."),
    case("Mục 2.1 và Phụ lục 3 nêu chi tiết."),
    case("Theo khoản 1, Điều 4 Thông tư số 02/2021/TT-BYT của Bộ Y tế."),
    case("Phụ nữ trong độ tuổi 15 - 49 và phụ nữ 15-49 tuổi có chồng."),
    case("Thích ứng với cách mạng công nghiệp 4.0 và dịch COVID-19."),
    case("Ngày Dân số Việt Nam 26/12 và Tháng hành động năm 2025."),
    case("Hoàn thành trong quý I/2025, chậm nhất tháng 6/2025."),
    case("Bệnh viện hạng 1, trường cấp 3 và khóa 10."),
    case("Phấn đấu xếp trong nhóm 15 tỉnh đứng đầu."),
    # a place among so many
    case("Chỉ số hài lòng phấn đấu xếp hạng 12/63 tỉnh, thành phố.", "level eq 12 /63 tỉnh, thành phố 2025"),
    case("Chỉ số cải cách đứng thứ 4 - 6/11 huyện.", "level range 4..6 /11 huyện 2025"),
    case("Chỉ số du lịch nằm trong nhóm 9/10 tỉnh của vùng.", "level eq 9 /10 tỉnh 2025"),
    case("Xếp loại xuất sắc đạt 12/63 xã.", "level eq 12 of 63 xã 2025"),
    # so many times as much
    case("Vốn đầu tư gấp khoảng 1,4 lần giai đoạn 2016 - 2020.", "multiple approx 1.4 lần 2025 from 2020"),
    case("Doanh thu gấp đôi năm 2022.", "multiple eq 2 lần 2025 from 2022"),
    case("Doanh thu cao hơn 1,5 lần bình quân cả nước.", "multiple eq 1.5 lần 2025"),
    case("Năng suất cao hơn 1,2 đến 1,5 lần so với đại trà.", "multiple range 1.2..1.5 lần 2025"),
    case("Khám định kỳ nhiều hơn 2 lần.", "level gt 2 lần 2025"),
    case("Số vụ không nhiều hơn 20 vụ.", "level le 20 vụ 2025"),
    # one bound for all that changes so, and for nothing else
    case(
        "Giảm ít nhất 25% thời gian, 20% chi phí và 10% hồ sơ.",
        *(f"decrease ge {share} % 2025" for share in (25, 20, 10)),
    ),
    case("Giảm ít nhất 25% thời gian, đạt 20% hồ sơ.", "decrease ge 25 % 2025", "level eq 20 % 2025"),
    case("Trên 80% số xã đạt chuẩn, 30% số xã nâng cao.", "level gt 80 % 2025", "level eq 30 % 2025"),
    # what is counted or measured
    case(
        "Cấp 900 chữ ký số mỗi quý, cả năm 3.600 chữ ký số.",
        "level eq 900 chữ ký số 2025",
        "level eq 3600 chữ ký số 2025",
    ),
    case("Mở 7 phiên giao dịch, 2 ngày hội việc làm.", "level eq 7 phiên 2025", "level eq 2 ngày hội 2025"),
    case("Nhà ở đạt 25,1 m² sàn/người.", "level eq 25.1 m² sàn/người 2025"),
    case("Số giường bệnh đạt 31 GB/vạn dân.", "level eq 31 GB/vạn dân 2025"),
    # doubtful notation
    case("Tỷ lệ dân số có bệnh án điện tử đạt 12.5%.", "level eq ? % 2025"),
    case("Số phụ nữ mang thai được quản lý: 321,707 người.", "level eq ? người 2025"),
]


def test_there_are_many_sentences() -> None:
    assert len(SENTENCES) >= 60


@pytest.mark.parametrize(("sentence", "expected"), SENTENCES)
def test_sentence(sentence: str, expected: list[str]) -> None:
    assert goals(f"- {sentence}") == expected


INDICATORS = [
    case("Tỷ lệ hộ dùng nước sạch đạt 85% vào năm 2026.", "Tỷ lệ hộ dùng nước sạch"),
    case("Đến năm 2030, tỷ lệ hộ dùng nước sạch đạt trên 95%.", "tỷ lệ hộ dùng nước sạch"),
    case("Ít nhất 70% số xã có sân chơi.", "số xã có sân chơi"),
    case("Tổng kinh phí: 12,5 tỷ đồng.", "Tổng kinh phí"),
    case("Số người dùng biện pháp hiện đại: 125.400 người.", "Số người dùng biện pháp hiện đại"),
    case("Tỷ lệ hộ dùng nước sạch đạt 85% vào năm 2026, đạt 95% vào năm 2030.", *["Tỷ lệ hộ dùng nước sạch"] * 2),
    case("Tỷ lệ hộ nghèo giảm còn 2,5% (giảm 1,2% so với năm 2024).", *["Tỷ lệ hộ nghèo"] * 2),
    case(
        "Trên 90% dân số được lập hồ sơ sức khỏe, trong đó 70% được khám hằng năm.",
        "dân số được lập hồ sơ sức khỏe",
        "được khám hằng năm",
    ),
    case("Giảm tỷ lệ tảo hôn: 0,25 % so với năm 2024.", "Giảm tỷ lệ tảo hôn"),
    case(
        "Tỷ số giới tính khi sinh (số bé trai/100 bé gái): 110 bé trai/100 bé gái.",
        "Tỷ số giới tính khi sinh (số bé trai/100 bé gái)",
    ),
    case("Tỷ lệ người cao tuổi (từ 60 tuổi) được khám: 88 %.", "Tỷ lệ người cao tuổi (từ 60 tuổi) được khám"),
    case("Giảm tỷ lệ sinh con thứ 3 trở lên: 0,1 %.", "Giảm tỷ lệ sinh con thứ 3 trở lên"),
    case("Tỷ lệ hộ nghèo giảm từ 5,2% xuống còn 3,8%.", "Tỷ lệ hộ nghèo"),
    case("Tỷ lệ bao phủ tăng từ 80% lên 85%.", "Tỷ lệ bao phủ"),
    case("Tỷ lệ hộ nghèo giảm 1,5 điểm % so với năm 2024, xuống còn 2,4%.", *["Tỷ lệ hộ nghèo"] * 2),
    case("Tỷ lệ hộ nghèo giảm bình quân 1 - 1,5%/năm, đến năm 2026 còn dưới 2%.", *["Tỷ lệ hộ nghèo"] * 2),
    case("Tỷ lệ hộ nghèo giảm bình quân mỗi năm 1%.", "Tỷ lệ hộ nghèo"),
    case("Tỷ lệ thất nghiệp ở mức dưới 3%.", "Tỷ lệ thất nghiệp"),
    case("Định mức chi là 5.000 đồng/người.", "Định mức chi"),
    case("Định mức 5.000 đồng/người.", "Định mức"),
    case("Tỷ lệ trẻ được sàng lọc năm 2025 (60%), năm 2026 (65%).", *["Tỷ lệ trẻ được sàng lọc"] * 2),
    case("Từ năm 2026 trở đi, 100% hồ sơ được số hóa.", "hồ sơ được số hóa"),
    case("Tỷ lệ dân số đô thị dùng nước sạch 98%, nông thôn 90%.", "Tỷ lệ dân số đô thị dùng nước sạch", "nông thôn"),
    case("Ngân sách tỉnh 4 tỷ đồng, nguồn khác 3 tỷ đồng.", "Ngân sách tỉnh", "nguồn khác"),
    case("Năm 2026 đạt 80% số xã; 70% số phường.", "số xã", "số phường"),
    case("Xây dựng 05 mô hình, mở 12 lớp tập huấn.", "Xây dựng mô hình", "mở lớp tập huấn"),
    # another subject, though the clause is short
    case("Chiều cao của nam thanh niên đạt 168 cm, nữ đạt 157 cm.", "Chiều cao của nam thanh niên", "nữ"),
    case(
        "Tỷ lệ dân số đô thị dùng nước sạch đạt 98%, nông thôn đạt 90%.",
        "Tỷ lệ dân số đô thị dùng nước sạch",
        "nông thôn",
    ),
    case("Số trẻ sinh ra khoảng 1.500 trẻ (nam: 790 trẻ, nữ: 710 trẻ).", "Số trẻ sinh ra trẻ", "nam", "nữ"),
    case(
        "Tỷ lệ nhẹ cân dưới 9%; thấp còi dưới 15% (năm 2024 lần lượt là 9,4% và 16,1%).",
        *["Tỷ lệ nhẹ cân", "thấp còi"] * 2,
    ),
    case("Thu ngân sách vượt 40 tỷ đồng so với dự toán.", "Thu ngân sách"),
    case(
        "Tỷ lệ nhẹ cân dưới 9%, thấp còi dưới 15%; tương ứng 8% và 13% vào năm 2027.",
        *["Tỷ lệ nhẹ cân", "thấp còi"] * 2,
    ),
    # what begins the name of a part, or of the next amount
    case(
        "Tỷ lệ lao động qua đào tạo đạt 60%, trong đó có bằng cấp, chứng chỉ đạt 25%.",
        "Tỷ lệ lao động qua đào tạo",
        "Tỷ lệ lao động qua đào tạo có bằng cấp, chứng chỉ",
    ),
    case(
        "Tỷ lệ lao động qua đào tạo đạt 60%, trong đó qua đào tạo nghề 45%.",
        "Tỷ lệ lao động qua đào tạo",
        "Tỷ lệ lao động qua đào tạo nghề",
    ),
    case(
        "Chăm sóc 90 ha rừng, trong đó rừng sản xuất, rừng giống 40 ha.", "Chăm sóc rừng", "rừng sản xuất, rừng giống"
    ),
    case("Vốn vay 30 tỷ đồng, vốn dân góp và vốn xã hội hóa 12 tỷ đồng.", "Vốn vay", "vốn dân góp và vốn xã hội hóa"),
    case("Mở 9 lớp, trong đó có lớp sơ cấp; cấp 70 tấn giống.", "Mở lớp, trong đó có lớp sơ cấp", "cấp giống"),
    case(
        "Trồng 90 ha rừng, trong đó có rừng ngập mặn, tỷ lệ che phủ đạt 41%.",
        "Trồng rừng, trong đó có rừng ngập mặn",
        "tỷ lệ che phủ",
    ),
    case(
        "Hỗ trợ 900 người, trong đó ưu tiên trẻ em, người già 30%.",
        "Hỗ trợ người, trong đó ưu tiên trẻ em",
        "người già",
    ),
    case("Dạy nghề cho 900 người, trong đó phụ nữ chiếm 45%.", "Dạy nghề cho người", "phụ nữ"),
    case("Diện tích ở 25,1 m² sàn/người năm 2025, 26 m² sàn/người năm 2026.", *["Diện tích ở"] * 2),
    case("Tốc độ tăng bình quân giai đoạn 2026 - 2030 đạt 9,5%/năm.", "Tốc độ tăng bình quân"),
    case("Chỉ số hài lòng đạt 88%, đứng thứ 9/34 tỉnh.", "Chỉ số hài lòng", "Chỉ số hài lòng đứng thứ"),
    # no subject at all
    case("Sáu tháng tầm soát đạt 30%, cả năm đạt 60%.", *["Sáu tháng tầm soát"] * 2),
    case("Tổng vốn 120 tỷ đồng, gồm: năm 2025: 50 tỷ đồng; năm 2026: 70 tỷ đồng.", *["Tổng vốn"] * 3),
    case("Tỷ lệ tiêm chủng năm 2024 đạt 96,2%; kế hoạch năm 2025 đạt ≥ 97%.", *["Tỷ lệ tiêm chủng"] * 2),
    case("Tỷ lệ hộ nghèo còn 2,5% (tương ứng giảm 1,2%).", *["Tỷ lệ hộ nghèo"] * 2),
    case("Tỷ lệ tiêm chủng đạt 90%; phấn đấu đến năm 2030 đạt 95%.", *["Tỷ lệ tiêm chủng"] * 2),
    case("Tỷ lệ tiêm chủng đạt 90%, dự kiến đạt 95% vào năm 2030.", *["Tỷ lệ tiêm chủng"] * 2),
]


@pytest.mark.parametrize(("sentence", "expected"), INDICATORS)
def test_indicator(sentence: str, expected: list[str]) -> None:
    targets, _ = read(f"- {sentence}")
    assert [target.indicator for target in targets] == expected


def test_what_names_no_subject_goes_on_with_the_one_before() -> None:
    targets, _ = read(
        "- Tổng vốn là 684 tỷ đồng. So với kế hoạch năm 2024 (612 tỷ đồng) tăng 11,7%.",
        "1. Tỷ lệ tảo hôn:",
        "- Năm 2026: 9%.",
    )
    assert [one.indicator for one in targets] == [*["Tổng vốn"] * 3, "Tỷ lệ tảo hôn"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Tỷ lệ người dân tham gia bảo hiểm y tế đạt 93%.",
        "Tuổi thọ trung bình đạt 75,5 tuổi, số năm sống khỏe tối thiểu 67 năm.",
        "Có 32 giường bệnh/10.000 dân và 11 bác sĩ/10.000 dân.",
        "Đến năm 2025 đạt 50%, đến năm 2030 đạt 70% số xã.",
        "Đến năm 2025: 75% số xã; đến năm 2030: 95% số xã.",
        "Có 85/90 trạm y tế (94,4%) được xây mới.",
    ],
)
def test_no_target_is_about_nothing(sentence: str) -> None:
    targets, _ = read(f"- {sentence}")
    assert targets
    assert all(target.indicator for target in targets)


# Years


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("- Tỷ lệ tiêm chủng đạt 90% vào năm 2027.", ["2027 clause"]),
        ("- 80% số xã đạt chuẩn; 90% số xã có bác sĩ vào năm 2027.", ["2027 sentence", "2027 clause"]),
        ("- Năm 2027 có 80% số xã đạt chuẩn; 90% số xã có bác sĩ.", ["2027 clause", "2027 sentence"]),
        ("- Đến năm 2030, 90% số hộ dùng nước sạch, 80% số hộ có nhà tiêu.", ["2030 clause", "2030 sentence"]),
        ("- Tỷ lệ khám thai đạt 80%. Tỷ lệ tiêm chủng đạt 90% vào năm 2030.", ["2025 title", "2030 clause"]),
        ("- Tỷ lệ tiêm chủng đạt 90% so với năm 2020.", ["2025 title"]),
        ("- Tỷ lệ tiêm chủng đạt 90%.", ["2025 title"]),
    ],
)
def test_year_and_its_basis(sentence: str, expected: list[str]) -> None:
    targets, _ = read(sentence)
    assert [f"{target.period.year} {target.period.basis}" for target in targets] == expected


def test_the_nearest_heading_with_a_year_gives_it() -> None:
    targets, _ = read(
        "1. Chỉ tiêu đến năm 2027",
        "- Tỷ lệ tiêm chủng đạt 90%.",
        "2. Chỉ tiêu đến năm 2030",
        "a) Về y tế",
        "- Tỷ lệ tiêm chủng đạt 95%.",
        "3. Chỉ tiêu khác",
        "- Tỷ lệ khám thai đạt 99%.",
    )
    assert [(target.period.year, target.period.basis) for target in targets] == [
        (2027, "heading"),
        (2030, "heading"),
        (2025, "title"),
    ]


def test_a_year_that_opens_a_list_holds_for_its_items() -> None:
    assert goals(
        "- Đến năm 2027:",
        "+ 80% số xã có bác sĩ;",
        "+ 70% số xã có sân chơi.",
        "- Đến năm 2030:",
        "+ 100% số xã có bác sĩ.",
    ) == ["level eq 80 % 2027", "level eq 70 % 2027", "level eq 100 % 2030"]


def test_a_part_of_its_own_is_not_what_stands_before_it() -> None:
    targets, _ = read("1. Tỷ lệ hộ nghèo:", "- Bình quân mỗi năm giảm 1,2%; riêng xã khó khăn giảm trên 3%.")
    assert [one.indicator for one in targets] == ["Tỷ lệ hộ nghèo", "riêng xã khó khăn"]


def test_a_line_that_is_a_year_is_a_heading_until_a_title_follows() -> None:
    assert goals(
        "1. Đến năm 2030",
        "- Trồng 10 ha rừng.",
        "",
        "**Năm 2027**",
        "- Trồng 11 ha rừng.",
        "- Thủy lợi:",
        "+ Đào 12 km kênh.",
        "",
        "#### Các năm tiếp theo",
        "- Trồng 13 ha rừng.",
        "",
        "**Nguồn lực thực hiện**",
        "- Huy động 14 tỷ đồng.",
    ) == [
        "level eq 10 ha 2030",
        "level eq 11 ha 2027",
        "level eq 12 km 2027",
        "level eq 13 ha no year",
        "level eq 14 tỷ đồng 2030",
    ]


def test_a_list_that_begins_below_a_year_belongs_to_it() -> None:
    assert goals(
        "Mục tiêu đến năm 2027",
        "1. Lâm nghiệp",
        "- Trồng 11 ha rừng.",
        "2. Thủy lợi",
        "- Đào 12 km kênh.",
        "",
        "Giai đoạn 2028 - 2030",
        "- Trồng 13 ha rừng.",
    ) == ["level eq 11 ha 2027", "level eq 12 km 2027", "level eq 13 ha 2028-2030"]


def test_a_goal_that_is_a_heading_gives_its_year_to_what_stands_below() -> None:
    assert goals(
        "## 1. Đến năm 2027: 85% số xã đạt chuẩn",
        "- Trồng 11 ha rừng.",
        "## 2. Đến năm 2030: 95% số xã đạt chuẩn",
        "a) Lâm nghiệp",
        "- Trồng 12 ha rừng.",
    ) == ["level eq 85 % 2027", "level eq 11 ha 2027", "level eq 95 % 2030", "level eq 12 ha 2030"]


def test_what_changes_every_year_does_so_in_all_years_of_the_plan() -> None:
    lines = ("1. Mục tiêu đến năm 2030", "- Tỷ lệ hộ nghèo mỗi năm giảm 0,5%.", "- Tỷ lệ này còn 2%.")
    assert goals(*lines, plan=SPAN) == ["decrease eq 0.5 % 2026-2030", "level eq 2 % 2030"]


def test_a_date_gives_the_year_of_results() -> None:
    targets, _ = read("- Tính đến 31/12/2024, toàn tỉnh có 104.562 hộ nghèo.")
    assert [(one.period.year, one.target_kind) for one in targets] == [(2024, TargetKind.CONTEXT)]


def test_a_baseline_in_a_heading_is_no_year() -> None:
    assert goals("1. Chỉ tiêu so với năm 2020", "- Tỷ lệ tiêm chủng đạt 90%.") == ["level eq 90 % 2025"]


def test_a_title_with_a_period_gives_the_period() -> None:
    targets, _ = read("- Tỷ lệ tiêm chủng đạt 90%.", plan=SPAN)
    period = targets[0].period
    assert (period.year, period.start, period.end, period.basis) == (None, 2026, 2030, "title")


def test_the_whole_period_is_that_of_the_document() -> None:
    plan = Metadata(title="Công tác dân số tỉnh Sông Lam", year_start=2026, year_end=2030)
    targets, _ = read("- Cả giai đoạn đào tạo 600 cán bộ.", plan=plan)
    period = targets[0].period
    assert (period.year, period.start, period.end, period.basis) == (None, 2026, 2030, "document")


def test_the_whole_period_outranks_a_heading() -> None:
    lines = ("1. Chỉ tiêu đến năm 2030", "- Cả giai đoạn đào tạo 600 cán bộ.")
    assert goals(*lines, plan=SPAN) == ["level eq 600 cán bộ 2026-2030"]


def test_the_whole_period_outranks_other_years_of_the_sentence() -> None:
    assert goals("- Năm 2026 mở 10 lớp; cả giai đoạn mở 50 lớp.", plan=SPAN) == [
        "level eq 10 lớp 2026",
        "level eq 50 lớp 2026-2030",
    ]


@pytest.mark.parametrize(
    ("sentence", "year"),
    [
        ("- Doanh thu đạt 1.935 tỷ đng - 2024, 2.080 tỷ đồng năm 2025.", None),
        ("- Doanh thu đạt 120 tỷ đồng 2024, 130 tỷ đồng năm 2025.", None),
        ("- Trồng 500 ha nm 2024, 600 ha năm 2025.", None),
        ("- Tỷ lệ này đạt 94,6% năm 202ó và 96% năm 2027.", None),
        ("- Doanh thu đạt 120 tỷ đồng, 130 tỷ đồng năm 2025.", 2025),
        ("- Đạt 95% kế hoạch 2024, 98% năm 2025.", 2025),
        ("- Sửa chữa 20 căn nhà, xây 2024 căn nhà năm 2025.", 2025),
        ("- Hỗ trợ 50 hộ theo Quyết định 12/2024/QĐ-UBND, 60 hộ năm 2025.", 2025),
        ("- Đạt 80% vào năm 2024, 85% vào năm 2025.", 2024),
    ],
)
def test_a_value_before_a_year_that_was_not_read_takes_no_other(sentence: str, year: int | None) -> None:
    targets, notes = read(sentence, plan=Metadata(title="Công tác dân số"))
    assert targets[0].period.year == year
    assert (targets[0].check is Check.SUSPECT) == (year is None)
    assert ("year-missing" in {note.code for note in notes}) == (year is None)


def test_no_year_at_all_is_told() -> None:
    targets, notes = read("- Tỷ lệ tiêm chủng đạt 90%.", plan=Metadata(title="Công tác dân số"))
    assert told(targets[0]) == "level eq 90 % no year"
    assert [note.code for note in notes] == ["year-missing"]


@pytest.mark.parametrize(
    ("sentence", "meant"),
    [
        ("- Đến năm 203O có 35 trường đạt chuẩn.", "'203O' may be 2030"),
        ("- Năm 2O27, trồng 12 ha rừng.", "'2O27' may be 2027"),
        ("- Tỷ lệ hộ nghèo năm 2O27 giảm 2,5% so với năm 2026.", "'2O27' may be 2027"),
        ("- Đến năm 20З0 đạt 45% đô thị hóa.", "'20З0' may be 2030"),
        ("- Đến năm 20 30 đạt 45% đô thị hóa.", "'20 30' may be 2030"),
        ("- Giai đoạn 2O26 - 2030 trồng 12 ha rừng.", "'2O26 - 2030' may be 2026-2030"),
        ("- Giai đoạn 2026 2030 xây 13 km đường.", "'2026 2030' may be 2026-2030"),
    ],
)
def test_a_misread_year_is_no_year_of_the_title(sentence: str, meant: str) -> None:
    (target,), notes = read(sentence)
    assert (target.period.year, target.period.end, target.check) == (None, None, Check.SUSPECT)
    assert [(note.code, note.evidence) for note in notes] == [("year-missing", meant)]


def test_a_misread_year_of_a_heading_is_no_year_of_the_title() -> None:
    (target,), notes = read("1. Mục tiêu đến năm 2O30", "- Trồng 12 ha rừng.")
    assert (target.period.year, target.check) == (None, Check.SUSPECT)
    assert [note.code for note in notes] == ["year-missing"]


def test_what_only_looks_like_a_misread_year_changes_nothing() -> None:
    assert goals(
        "- Mỗi năm 2 030 người được đào tạo nghề.",
        "- Tăng 12% so với năm 2O24.",
        "- Trong năm mở 20 - 30 lớp.",
    )[1:] == ["increase eq 12 % 2025", "level range 20..30 lớp 2025"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("đạt 50% vào năm 2025", ["year 2025-2025"]),
        ("giai đoạn 2026-30", ["period 2026-2030"]),
        ("giai đoạn 2026-20%", []),
        ("Năm2027 đạt", ["year 2027-2027"]),
        ("đến nãm 2030", ["year 2030-2030"]),
        ("đến nam 2030", ["year 2030-2030"]),
        ("Việt Nam 2030", []),
        ("theo Luật Trẻ em năm 2016", []),
        ("Thi hành Luật Thủy sản năm 2017: 90% tàu cá", []),
        ("Luật Trồng trọt năm 2018, Luật Nhà ở năm 2023", []),
        ("Luật Đê điều năm 2006 (được sửa đổi, bổ sung năm 2020)", []),
        ("triển khai Luật Trẻ em cho học sinh năm 2027", ["year 2027-2027"]),
        ("thực hiện Luật Bảo hiểm y tế năm 2025 đạt 93%", ["year 2025-2025"]),
        ("thực hiện pháp luật năm 2025", ["year 2025-2025"]),
        ("Quyết định số 12/QĐ-TTg của Thủ tướng năm 2022", []),
        ("Quyết định số 12/QĐ-TTg, đến năm 2026", ["year 2026-2026"]),
        ("theo chuẩn nghèo đa chiều giai đoạn 2022-2025", []),
        ("theo chuẩn nghèo mới năm 2026 còn 2%", ["year 2026-2026"]),
        ("TCVN ISO 9001:2015", []),
        ("năm 2025: 2026", ["year 2025-2025", "year 2026-2026"]),
        ("giai đoạn 2021 - 2025", ["period 2021-2025"]),
        ("giai đoạn 2021–2025, năm 2030", ["period 2021-2025", "year 2030-2030"]),
        ("từ năm 2021 đến hết năm 2025", ["period 2021-2025"]),
        ("từ 2021 đến 2025", ["period 2021-2025"]),
        ("năm 2025 và 2030", ["year 2025-2025", "year 2030-2030"]),
        ("đến 2030", ["year 2030-2030"]),
        ("(2025)", ["year 2025-2025"]),
        ("so với năm 2020", ["baseline 2020-2020"]),
        ("so năm 2020", ["baseline 2020-2020"]),
        ("so với cuối năm 2020, đến năm 2025", ["baseline 2020-2020", "year 2025-2025"]),
        ("so với cùng kỳ năm 2024", ["baseline 2024-2024"]),
        ("duy trì 95% đến năm 2030", []),
        ("đạt 95% năm 2025 và duy trì đến hết năm 2030", ["year 2025-2025"]),
        ("ngày 25/10/2017", []),
        ("tháng 12/2025", []),
        ("tháng 12 năm 2025", []),
        ("ngày 05 tháng 3 năm 2025", []),
        ("Nghị quyết 2025/NQ-HĐND", []),
        ("có 2025 người", []),
        ("có 2.025 người", []),
    ],
)
def test_years_of_a_text(text: str, expected: list[str]) -> None:
    assert [f"{year.role} {year.first}-{year.last}" for year in years(text, CATALOG)] == expected


@pytest.mark.parametrize(
    ("text", "stretch", "reason"),
    [
        ("ban hành ngày 05 tháng 3 năm 2025 của", "ngày 05 tháng 3 năm 2025", "date"),
        ("trước 31/12/2025", "31/12/2025", "date"),
        ("hoàn thành tháng 6/2025", "tháng 6/2025", "date"),
        ("giai đoạn 2021 - 2025", "2021 - 2025", "period"),
        ("Nghị quyết số 20-NQ/TW", "số 20-NQ/TW", "citation"),
        ("Quyết định số 1679/QĐ-TTg", "số 1679/QĐ-TTg", "citation"),
        ("theo Điều 12 của Luật", "Điều 12", "citation"),
        ("theo Mục tiêu 3 nêu trên", "Mục tiêu 3", "section number"),
        ("trẻ dưới 5 tuổi", "dưới 5 tuổi", "age"),
        ("phụ nữ từ 15 - 49 tuổi", "từ 15 - 49 tuổi", "age"),
        ("người từ 60 tuổi trở lên", "từ 60 tuổi trở lên", "age"),
        ("sinh con thứ 3 trở lên", "con thứ 3 trở lên", "ordinal"),
        ("dịch COVID-19", "COVID-19", "name"),
        ("(số trẻ trai/100 trẻ gái)", "(số trẻ trai/100 trẻ gái)", "rate base"),
        ("Trong tháng 6 tổ chức hội thi", "tháng 6", "date"),
        ("Khoản 3 tổ chức thực hiện", "Khoản 3", "citation"),
        ("Đợt 2 tổ chức thu gom", "Đợt 2", "ordinal"),
        ("bổ sung vitamin B1 cho trẻ", "B1", "name"),
    ],
)
def test_numerals_that_state_no_amount(text: str, stretch: str, reason: str) -> None:
    found = {text[one.start : one.end]: one.reason for one in exclusions(text, CATALOG)}
    assert found == {stretch: reason}


@pytest.mark.parametrize(
    "text",
    [
        "mỗi tháng 02 phiên",
        "một tháng 03 đoàn",
        "mỗi đợt 20 xã",
        "mỗi lần 50 người",
        "từng nhóm 30 hộ",
        "B0 hộ làm nhà",
        "đạt B5% số hộ",
    ],
)
def test_numerals_that_count_what_there_is_to_each_or_are_misread(text: str) -> None:
    assert exclusions(text, CATALOG) == ()


def test_what_there_is_every_month_is_counted_though_its_unit_is_unknown() -> None:
    targets, notes = read("- Mỗi tháng 02 kíp trực.", "- Bình quân một tháng 03 đoàn khảo sát.")
    assert [target.raw for target in targets] == ["02", "03"]
    assert [note.code for note in notes] == ["unit-missing", "unit-missing"]


def test_a_count_behind_a_rate_that_tells_who_is_meant_is_no_name(tmp_path: Path) -> None:
    def left(sentence: str) -> list[str]:
        found = extraction_of(f"I. MỤC TIÊU\n\n- {sentence}\n", tmp_path).numerals
        return [one.raw for one in found if one.disposition == "unaccounted"]

    assert left("Thôn có trên 40% hộ nghèo được cấp 02 loại sách.") == ["02"]
    assert not left("Trên 40% trẻ em được tiêm đủ 02 loại vắc xin.")
    assert not left("Phấn đấu 95% hộ nghèo được cấp 02 loại sách.")


def test_only_what_a_rate_is_counted_by_is_no_value(tmp_path: Path) -> None:
    text = "- Tỷ lệ hộ dùng điện đạt trên 97,5%.\n\n- Tỷ suất tử vong là 12 ca trên 100.000 dân.\n"
    found = extraction_of(f"I. MỤC TIÊU\n\n{text}", tmp_path).numerals
    assert [(one.raw, one.disposition) for one in found if one.dataset == "targets"] == [
        ("97,5", "value"),
        ("12", "value"),
        ("100.000", "attribute"),
    ]


def test_a_multiple_of_an_earlier_period_is_a_goal_of_the_plan() -> None:
    sentence = "- Tổng vốn đạt 900 tỷ đồng, gấp 1,5 lần giai đoạn 2021 - 2025; bình quân mỗi năm 180 tỷ đồng."
    assert goals(sentence, plan=SPAN) == [
        "level eq 900 tỷ đồng 2026-2030",
        "multiple eq 1.5 lần 2026-2030 from 2025",
        "level eq 180 tỷ đồng 2026-2030",
    ]
    assert goals("- Tổ chức 3 lần giai đoạn 2026 - 2028.", plan=SPAN) == ["level eq 3 lần 2026-2028"]


def test_a_count_behind_a_month_may_be_its_number() -> None:
    targets, notes = read("- Trong tháng 6 trường học mở cửa.", "- Thu nhập bình quân tháng 6 triệu đồng.")
    assert [(target.raw, target.quantity.value is None) for target in targets] == [
        ("6 trường học", True),
        ("6 triệu đồng", False),
    ]
    assert [note.code for note in notes] == ["doubtful-number"]


def test_a_life_expectancy_is_no_age() -> None:
    assert exclusions("tuổi thọ trung bình đạt 75,5 tuổi", CATALOG) == ()


# Sections


SENTENCE = "- Tỷ lệ tiêm chủng đạt 90%."


@pytest.mark.parametrize(
    "heading",
    [
        "I. MỤC TIÊU",
        "II. CHỈ TIÊU",
        "I. MỤC TIÊU, CHỈ TIÊU",
        "2. Mục tiêu cụ thể",
        "II/ CÁC CHỈ TIÊU CHỦ YẾU",
        "MỤC TIÊU",
        "B. MỤC TIÊU",
        "I. MỤC ĐÍCH, MỤC TIÊU",
        "III. MỘT SỐ CHỈ TIÊU CƠ BẢN",
        "II. HỆ THỐNG CHỈ TIÊU",
    ],
)
def test_headings_that_open_a_section_of_targets(heading: str) -> None:
    assert len(goals(SENTENCE, heading=heading)) == 1


@pytest.mark.parametrize(
    "heading",
    [
        "II. NHIỆM VỤ, GIẢI PHÁP",
        "III. TỔ CHỨC THỰC HIỆN",
        "I. KẾT QUẢ THỰC HIỆN NĂM 2024",
        "I. TÌNH HÌNH THỰC HIỆN",
        "I. ĐÁNH GIÁ KẾT QUẢ THỰC HIỆN CHỈ TIÊU NĂM 2024",
        "IV. KINH PHÍ",
    ],
)
def test_other_headings_open_none(heading: str) -> None:
    paragraphs = outline([Line(clean(text, at)) for at, text in enumerate((heading, SENTENCE), start=1)], CATALOG)
    assert not in_target_section(paragraphs[-1], CATALOG)


def test_results_told_below_a_heading_of_targets_are_none() -> None:
    assert goals("1. Kết quả thực hiện năm 2024", SENTENCE, "2. Chỉ tiêu năm 2025", SENTENCE) == ["level eq 90 % 2025"]


def test_a_new_section_ends_the_targets() -> None:
    lines = ("I. MỤC TIÊU", SENTENCE, "II. NHIỆM VỤ", SENTENCE, "III. CHỈ TIÊU", SENTENCE)
    paragraphs = outline([Line(clean(text, at)) for at, text in enumerate(lines, start=1)], CATALOG)
    assert [in_target_section(one, CATALOG) for one in paragraphs if not one.is_heading] == [True, False, True]


def test_past_results_are_context() -> None:
    targets, _ = read(SENTENCE, heading="I. KẾT QUẢ THỰC HIỆN NĂM 2024")
    assert [target.target_kind for target in targets] == [TargetKind.CONTEXT]


@pytest.mark.parametrize(
    ("headings", "year"),
    [
        (("I. THỰC TRẠNG",), None),
        (("I. KẾT QUẢ THỰC HIỆN",), None),
        (("I. KẾT QUẢ THỰC HIỆN NĂM 2024",), 2024),
        (("I. THỰC TRẠNG", "1. Về y tế đến năm 2023"), 2023),
        (("PHẦN I. KẾ HOẠCH NĂM 2025", "1. Thực trạng"), None),
    ],
)
def test_past_results_have_no_year_of_the_plan(headings: tuple[str, ...], year: int | None) -> None:
    targets, notes = read(*headings[1:], SENTENCE, heading=headings[0])
    assert [(one.period.year, one.target_kind) for one in targets] == [(year, TargetKind.CONTEXT)]
    assert notes == []


def test_past_results_keep_the_year_that_a_sentence_names() -> None:
    targets, _ = read("- Năm 2024, cả giai đoạn mở 5 lớp; tỷ lệ tiêm chủng đạt 90%.", heading="I. THỰC TRẠNG")
    assert [(one.period.year, one.period.start) for one in targets] == [(2024, None), (2024, None)]


def test_targets_say_under_which_headings_they_stand() -> None:
    targets, _ = read("1. Mục tiêu cụ thể", "a) Về y tế:", SENTENCE)
    assert [target.section for target in targets] == ["I. MỤC TIÊU > 1. Mục tiêu cụ thể > a) Về y tế"]


def test_a_numbered_paragraph_is_a_target_itself() -> None:
    assert goals("1. Tỷ lệ tiêm chủng đạt 90%.", "2. Tỷ lệ khám thai đạt 80%.") == [
        "level eq 90 % 2025",
        "level eq 80 % 2025",
    ]


@pytest.mark.parametrize("mark", ["-", "+", "*", "•", "–", "a)", "1.", "1)", "1.1.", "(1)", ""])
def test_item_marks_are_parsed_off(mark: str) -> None:
    assert goals(f"{mark} Tỷ lệ tiêm chủng đạt 90%.".strip()) == ["level eq 90 % 2025"]
    targets, _ = read(f"{mark} Tỷ lệ tiêm chủng đạt 90%.".strip())
    assert targets[0].indicator.endswith("Tỷ lệ tiêm chủng")


def test_a_bare_number_below_a_heading_that_is_the_indicator() -> None:
    assert goals("1. Tỷ lệ tiêm chủng:", "- Năm 2026: 90%", "- Năm 2030: 95%") == [
        "level eq 90 % 2026",
        "level eq 95 % 2030",
    ]


def test_what_a_list_divides_is_stated_and_heads_it() -> None:
    targets, _ = read(
        "- Kinh phí năm 2026 khoảng 4.570 triệu đồng, trong đó:",
        "+ Ngân sách tỉnh: 4.000 triệu đồng;",
        "+ Nguồn khác: 570 triệu đồng.",
        "- Hỗ trợ 500 hộ nghèo, gồm:",
        "+ Vùng cao: 300 hộ.",
    )
    assert [(told(one), one.indicator) for one in targets] == [
        ("level approx 4570 triệu đồng 2026", "Kinh phí"),
        ("level eq 4000 triệu đồng 2026", "Ngân sách tỉnh"),
        ("level eq 570 triệu đồng 2026", "Nguồn khác"),
        ("level eq 500 hộ nghèo 2025", "Hỗ trợ hộ nghèo"),
        ("level eq 300 hộ 2025", "Vùng cao"),
    ]


def test_numbered_lines_that_begin_with_counts_are_items() -> None:
    listed = goals("1. 35 xã đạt chuẩn", "2. 1.150 ha rừng trồng mới", "3. 8 xã nâng cao")
    assert listed == ["level eq 35 xã 2025", "level eq 1150 ha 2025", "level eq 8 xã 2025"]
    assert not goals("1. 05 nhiệm vụ trọng tâm", "2. 03 khâu đột phá")
    targets, _ = read("1. 12 dự án trọng điểm", "- Đường ven biển dài 35 km.")
    assert [(one.raw, one.section) for one in targets] == [("35 km", "I. MỤC TIÊU > 1. 12 dự án trọng điểm")]


def test_amounts_of_years_alone_are_what_is_told_above_in_their_unit() -> None:
    targets, _ = read(
        "- Tổng vốn là 90 tỷ đồng. Trong đó năm 2026: 40 tỷ đồng; năm 2027: 50 tỷ đồng.",
        "- Năm 2026: 15 tỷ đồng; năm 2027: 7 ha.",
        plan=SPAN,
    )
    assert [(one.indicator, one.period.year) for one in targets] == [
        ("Tổng vốn", None),
        ("Tổng vốn", 2026),
        ("Tổng vốn", 2027),
        ("Tổng vốn", 2026),
        ("ha", 2027),
    ]


def test_the_date_of_a_letterhead_is_no_goal() -> None:
    assert goals("Bắc Ninh, ngày 3O tháng 6 năm 2025", SENTENCE) == ["level eq 90 % 2025"]


# Places, numbers and doubts


def test_targets_are_numbered_in_reading_order() -> None:
    targets, _ = read("- Đạt 50% số xã.", "- Đạt 60% số xã, 70% số phường.")
    assert [target.target_id for target in targets] == ["g1", "g2", "g3"]


def test_targets_lead_back_to_the_characters() -> None:
    first = "- Tỷ lệ tiêm chủng đạt **ít nhất 90 %** vào năm 2026 và"
    second = "đạt <i>95%</i> vào năm 2030."
    targets, _ = read(first, second)
    lines = ["I. MỤC TIÊU", first, second]
    places = [target.where for target in targets]
    spans = [lines[(place.line or 0) - 1][place.start : place.end] for place in places]
    assert spans == ["ít nhất 90 %", "95%"]
    assert [place.line for place in places] == [2, 3]


def test_a_number_broken_over_two_lines_leads_to_the_first() -> None:
    first, second = "- Số người dùng biện pháp hiện đại đạt ít nhất", "125.400 người vào năm 2026."
    targets, _ = read(first, second)
    assert targets[0].raw == "ít nhất 125.400 người"
    place = targets[0].where
    assert (place.line, first[place.start : place.end]) == (2, "ít nhất")


def test_doubtful_numbers_come_with_evidence() -> None:
    targets, notes = read("- Tỷ lệ bệnh án điện tử đạt 12.5%.", "- Số người được quản lý: 321,707 người.")
    assert [target.check for target in targets] == [Check.SUSPECT, Check.SUSPECT]
    assert [target.quantity.value for target in targets] == [None, None]
    assert [(note.code, note.observed, note.proposal) for note in notes] == [
        ("doubtful-number", "12.5%", "12,5"),
        ("doubtful-number", "321,707 người", "321.707"),
    ]
    assert all(note.evidence and note.row_label and note.where.line for note in notes)


def test_a_missing_unit_is_told() -> None:
    _, notes = read("- Chỉ số phát triển con người đạt trên 0,75.")
    assert [note.code for note in notes] == ["unit-missing"]


@pytest.mark.parametrize(
    ("year", "told_of"), [(2103, ["doubtful-year"]), (2091, ["doubtful-year"]), (2045, []), (1954, [])]
)
def test_a_year_far_from_the_plan_is_told(year: int, told_of: list[str]) -> None:
    (target,), notes = read(f"- Tỷ lệ này đạt 95% vào năm {year}.")
    assert target.period.year == year
    assert [note.code for note in notes] == told_of
    assert (target.check is Check.SUSPECT) == bool(told_of)


def test_a_count_behind_the_word_for_a_year_is_none() -> None:
    targets, notes = read("- Mỗi năm 1500 người được đào tạo.", "- Số người khám trong năm 1300 người.")
    assert [told(target) for target in targets] == ["level eq 1500 người 2025", "level eq 1300 người 2025"]
    assert notes == []


def test_a_planned_count_of_what_is_no_unit_is_told() -> None:
    targets, notes = read("- Trang bị 1.800 thùng rác.", heading="II. NHIỆM VỤ")
    assert [(one.target_kind, one.indicator) for one in targets] == [(TargetKind.ACTIVITY, "Trang bị thùng rác")]
    assert [(note.code, note.observed) for note in notes] == [("unit-missing", "1.800")]


def test_a_share_in_words_needs_no_unit() -> None:
    _, notes = read("- Một nửa số xã có câu lạc bộ.")
    assert notes == []


def test_a_fraction_needs_no_unit() -> None:
    _, notes = read("- Tỷ lệ xã đạt chuẩn là 3/4.")
    assert notes == []


# Exclusions never cut a numeral in two


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param("Người cao tuổi 15,5% dân số.", "level eq 15.5 % 2025"),
        pytest.param("Tỷ lệ suy dinh dưỡng trẻ em dưới 5 tuổi 9,5%.", "level eq 9.5 % 2025"),
        pytest.param("Tỷ lệ suy dinh dưỡng cân nặng/tuổi 8,5%.", "level eq 8.5 % 2025"),
        pytest.param("Số trẻ dưới 6 tuổi 125.000 trẻ.", "level eq 125000 trẻ 2025"),
        pytest.param("Phụ nữ từ 15 đến 49 tuổi 250.000 người.", "level eq 250000 người 2025"),
        pytest.param("Kinh phí kế hoạch 3.250 triệu đồng.", "level eq 3250 triệu đồng 2025"),
        pytest.param("Kinh phí dự án 12,5 tỷ đồng.", "level eq 12.5 tỷ đồng 2025"),
        pytest.param("Chi cho nhiệm vụ 2.500 triệu đồng.", "level eq 2500 triệu đồng 2025"),
        pytest.param("Đạt mục tiêu 95,5% dân số.", "level eq 95.5 % 2025"),
        pytest.param("Số xã đạt tiêu chí 98,5%.", "level eq 98.5 % 2025"),
        pytest.param("Chi trong tháng 3,5 tỷ đồng.", "level eq 3.5 tỷ đồng 2025"),
        pytest.param("Tiêm mũi B 12,5%.", "level eq 12.5 % 2025"),
        pytest.param("Tăng 1.0% mỗi năm.", "increase eq ? % 2025"),
        pytest.param("Hoàn thành kế hoạch 100%.", "level eq 100 % 2025"),
        pytest.param("Chi mỗi tháng 12 triệu đồng.", "level eq 12 triệu đồng 2025"),
        pytest.param("Mỗi ngày 20 lượt người.", "level eq 20 lượt người 2025"),
        pytest.param("Đạt tiêu chí 15 xã.", "level eq 15 xã 2025"),
        pytest.param("Tổng số lớp 150 lớp.", "level eq 150 lớp 2025"),
    ],
)
def test_a_number_behind_a_word_that_may_be_numbered(sentence: str, expected: str) -> None:
    assert goals(f"- {sentence}") == [expected]


LABELS = ["kế hoạch", "đề án", "dự án", "chương trình", "nhiệm vụ", "mục tiêu", "tiêu chí", "tháng", "ngày", "quý"]
LABELS += [
    "tuổi",
    "lớp",
    "trẻ dưới 5 tuổi",
    "điểm",
    "mục",
    "bảng",
    "nhóm",
    "loại",
    "lần",
    "giai đoạn",
    "số",
    "H",
    "điều",
]
PRINTED = st.sampled_from(["12,5", "3.250", "1,2", "1.250.000", "9,75", "15,50", "2.025", "4,0", "12.500", "7,25"])
UNITS = st.sampled_from(["%", "‰", "tỷ đồng", "triệu đồng", "người", "km", "con/phụ nữ", "trẻ", ""])


@given(st.sampled_from(LABELS), PRINTED, UNITS)
def test_exclusions_never_cut_a_numeral(label: str, number: str, unit: str) -> None:
    text = f"Thực hiện {label} {number} {unit} trong năm"
    (start, end), *_ = [match.span() for match in regex.finditer(regex.escape(number), text)]
    for one in exclusions(text, CATALOG):
        inside = max(start, one.start), min(end, one.end)
        assert inside[0] >= inside[1] or inside == (start, end), text[one.start : one.end]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param(
            "Đạt 70% vào năm 2025 (vùng khó khăn đạt 50%), đạt 80% vào năm 2030 (vùng khó khăn đạt 65%).",
            ["level eq 70 % 2025", "level eq 50 % 2025", "level eq 80 % 2030", "level eq 65 % 2030"],
        ),
        pytest.param(
            "Tỷ lệ sàng lọc đạt 60%, tăng 5% so với năm 2024 (55%).",
            ["level eq 60 % 2025", "increase eq 5 % 2025 from 2024"],
        ),
        ("Không để quá 5% số xã không đạt.", ["level le 5 % 2025"]),
    ],
)
def test_sentences_found_later(sentence: str, expected: list[str]) -> None:
    assert goals(f"- {sentence}") == expected
