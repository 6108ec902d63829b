"""The doctor names what is missing and the command that mends it."""

import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from pipeline import doctor, tessdata
from pipeline.doctor import Finding

PIP = f"{shlex.quote(sys.executable)} -m pip install"


def install(site: Path, name: str, version: str, *fields: str) -> None:
    """Lay down the metadata of a distribution, which is all that the doctor looks at."""
    folder = site / f"{name.replace('-', '_')}-{version}.dist-info"
    folder.mkdir(parents=True)
    lines = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}", *fields]
    (folder / "METADATA").write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder in which distributions are found."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    return folder


def test_this_installation_is_complete() -> None:
    findings = {finding.name: finding for finding in doctor.diagnose()}
    packages = {"camelot-py", "click", "great-expectations", "pandas", "pdfplumber", "regex", "rich", "tesserocr"}
    assert packages | {"Python", "Tesseract data", "output folder", "disk space", "data files"} <= findings.keys()
    assert not packages & {name for name, finding in findings.items() if not finding.ok}
    assert findings["Python"].ok
    assert findings["data files"].ok


def test_packages_of_extras_are_not_asked_for() -> None:
    assert not {"pytest", "ruff", "mypy"} & {finding.name for finding in doctor.diagnose()}


def test_missing_and_outdated_packages_are_told_apart(site: Path) -> None:
    install(site, "old-grid", "1.9.3")
    install(site, "good-grid", "2.1")
    install(
        site,
        "planner",
        "1.0",
        "Requires-Python: >=3.11",
        "Requires-Dist: old-grid>=2.0",
        "Requires-Dist: no-grid<3,>=2",
        "Requires-Dist: good-grid>=2.0",
        "Requires-Dist: only-windows; sys_platform == 'win32'",
        "Requires-Dist: only-dev; extra == 'dev'",
    )
    python, *packages = doctor.check_distribution("planner", site)
    assert python.ok
    assert packages == [
        Finding("old-grid", ok=False, detail="1.9.3, needs >=2.0", remedy=f"{PIP} 'old-grid>=2.0'"),
        Finding("no-grid", ok=False, detail="not installed", remedy=f"{PIP} 'no-grid<3,>=2'"),
        Finding("good-grid", ok=True, detail="2.1", remedy=""),
    ]


def test_a_pre_release_counts_as_its_version(site: Path) -> None:
    install(site, "good-grid", "2.1rc1")
    assert doctor.check_package(Requirement("good-grid>=2.0")).ok


def test_a_checkout_that_was_never_set_up() -> None:
    (finding,) = doctor.check_distribution("no-such-planner", Path("/a b"))
    assert finding == Finding("no-such-planner", ok=False, detail="not installed", remedy="make -C '/a b' setup")


@pytest.mark.parametrize(
    ("version", "ok"),
    [("3.10.14", False), ("3.11.0", True), ("3.13.2", True), ("3.14.0rc1", True)],
)
def test_python(version: str, ok: bool) -> None:
    assert doctor.check_python(version, ">=3.11").ok is ok


@pytest.mark.parametrize(
    ("there", "ok", "detail"),
    [
        (("vie", "eng"), True, "vie and eng in {}"),
        (("vie",), False, "eng not found: scans cannot be read, documents with a text layer can"),
        ((), False, "vie and eng not found: scans cannot be read, documents with a text layer can"),
    ],
)
def test_data_for_ocr(
    there: tuple[str, ...], ok: bool, detail: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tessdata, "_USUAL", ())
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    for language in there:
        (tmp_path / f"{language}.traineddata").touch()
    finding = doctor.check_ocr()
    assert (finding.ok, finding.detail) == (ok, detail.format(tmp_path))
    assert finding.remedy == ("" if ok else tessdata.install_command())


@pytest.mark.parametrize(
    ("encoding", "ok", "detail"),
    [
        pytest.param("utf-8", True, "utf-8", id="the usual one"),
        pytest.param("UTF8", True, "utf-8", id="another spelling"),
        pytest.param("latin-1", False, "iso8859-1, needs utf-8", id="no Vietnamese letters"),
        pytest.param("cp1258", False, "cp1258, needs utf-8", id="Vietnamese but not Unicode"),
        pytest.param("no-such", False, "no-such, needs utf-8", id="unheard of"),
        pytest.param(None, False, "unknown, needs utf-8", id="not told"),
    ],
)
def test_output_encoding(encoding: str | None, ok: bool, detail: str) -> None:
    finding = doctor.check_encoding(encoding)
    assert (finding.ok, finding.detail) == (ok, detail)


def test_the_remedy_for_the_encoding_works() -> None:
    code = "from pipeline import doctor; import sys; print(doctor.check_encoding(sys.stdout.encoding).ok)"

    def run(**environment: str) -> str:
        return subprocess.check_output([sys.executable, "-c", code], env=environment, text=True).strip()

    assert run(PYTHONUTF8="0", PYTHONIOENCODING="ascii") == "False"
    assert run(PYTHONUTF8="0", LC_ALL="C", PYTHONCOERCECLOCALE="0") == "False"
    assert run(PYTHONUTF8="1", LC_ALL="C", PYTHONCOERCECLOCALE="0") == "True"


def test_an_output_folder_that_does_not_exist_yet(tmp_path: Path) -> None:
    assert doctor.check_folder(tmp_path / "extracted").ok


def test_an_output_folder_that_exists(tmp_path: Path) -> None:
    (tmp_path / "extracted").mkdir()
    assert doctor.check_folder(tmp_path / "extracted").ok


def test_a_file_where_the_output_folder_should_be(tmp_path: Path) -> None:
    out = tmp_path / "extracted"
    out.write_text("", encoding="utf-8")
    finding = doctor.check_folder(out)
    assert (finding.ok, finding.detail) == (False, f"{out} cannot be written to")


@pytest.mark.parametrize("locked", ["extracted", "."])
def test_no_right_to_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, locked: str) -> None:
    out = tmp_path / "extracted"
    out.mkdir()
    monkeypatch.setattr("os.access", lambda folder, _mode: folder != tmp_path / locked)  # root may write anywhere
    finding = doctor.check_folder(out)
    assert not finding.ok
    assert finding.detail == f"{tmp_path / locked} cannot be written to"
    assert finding.remedy == "khubnd run --out DIR"


@pytest.mark.parametrize(("free", "ok"), [(499_999_999, False), (500_000_000, True)])
def test_disk_space(free: int, ok: bool) -> None:
    assert doctor.check_space(free).ok is ok


def test_data_files_with_rows(tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text("unit,scale\nngười,1\n", encoding="utf-8")
    assert doctor.check_data(tmp_path).ok


def test_data_files_that_are_missing(tmp_path: Path) -> None:
    folder = tmp_path / "pipeline" / "data"
    finding = doctor.check_data(folder)
    assert (finding.ok, finding.detail) == (False, f"none in {folder}")
    assert finding.remedy == f"git -C {shlex.quote(str(tmp_path))} restore pipeline/data"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="no bytes"),
        pytest.param(b"unit,scale\n", id="header alone"),
        pytest.param(b"unit,scale\nng\xb0\xf4i,1\n", id="not UTF-8"),
    ],
)
def test_a_data_file_without_rows(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "places.csv").write_text("place\nHà Nội\n", encoding="utf-8")
    (tmp_path / "units.csv").write_bytes(content)
    finding = doctor.check_data(tmp_path)
    assert (finding.ok, finding.detail) == (False, "empty or unreadable: units.csv")


@pytest.mark.parametrize(("ok", "remedy"), [(True, "make setup"), (False, "")])
def test_a_finding_has_a_remedy_if_and_only_if_it_is_bad(ok: bool, remedy: str) -> None:
    with pytest.raises(ValueError, match="needs a remedy if, and only if"):
        Finding("Python", ok=ok, detail="3.11", remedy=remedy)


def test_nothing_heavy_is_imported() -> None:
    code = "import sys; from pipeline import doctor; doctor.diagnose(); print(*sorted(sys.modules))"
    imported = subprocess.check_output([sys.executable, "-c", code], text=True).split()
    heavy = {"pandas", "numpy", "cv2", "camelot", "pdfplumber", "great_expectations", "regex", "rich", "click"}
    assert not heavy & set(imported)
