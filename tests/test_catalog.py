"""The knowledge in pipeline/data: whole, used, and rebuilt by its scripts."""

from __future__ import annotations

import csv
import importlib.util
from pathlib import Path

import pytest
import regex

import pipeline
from pipeline import catalog as loader
from pipeline.catalog import load_catalog
from pipeline.errors import ConfigurationError

from .plans import ROOT

PACKAGE = Path(pipeline.__file__).parent
GAZETTEER = ROOT.parent / "shared" / "gazetteer" / "places.csv"
SOURCE = "\n".join(path.read_text(encoding="utf-8") for path in sorted(PACKAGE.rglob("*.py")))


def test_every_issue_code_is_raised_and_every_raised_code_is_declared() -> None:
    raised = set(regex.findall(r'"([a-z]+(?:-[a-z]+)*)"', SOURCE))
    codes = set(load_catalog().issue_codes)
    assert codes <= raised
    noted = set(regex.findall(r'(?:Note|_note)\(\s*"([a-z-]+)"', SOURCE))
    assert noted <= codes


def test_issue_codes_speak_both_languages() -> None:
    for code in load_catalog().issue_codes.values():
        assert code.english
        assert code.vietnamese
        assert code.english != code.vietnamese


def test_every_topic_of_the_wording_is_used() -> None:
    unused = {topic for topic in load_catalog().wording if f'"{topic}"' not in SOURCE}
    assert not unused


def test_every_pattern_finds_no_empty_match() -> None:
    for phrases in load_catalog().wording.values():
        for phrase in phrases:
            assert not phrase.pattern.fullmatch("")


def test_place_ids_are_unique_and_parents_exist() -> None:
    places = load_catalog().places
    assert len({place.place_id for place in places}) == len(places)
    codes = {place.code for place in places}
    assert {place.parent_code for place in places} - {""} <= codes


@pytest.mark.skipif(not GAZETTEER.is_file(), reason="the list of administrative units is not beside the repository")
def test_places_are_rebuilt_by_their_script(tmp_path: Path) -> None:
    path = PACKAGE / "data" / "build_places.py"
    spec = importlib.util.spec_from_file_location("build_places", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    count = module.build(GAZETTEER, tmp_path / "places.csv")
    assert count == len(load_catalog().places)
    assert (tmp_path / "places.csv").read_bytes() == (PACKAGE / "data" / "places.csv").read_bytes()


def test_a_broken_data_file_is_named_with_its_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    with (tmp_path / "data" / "comparators.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([["phrase", "comparator", "position"], ["trên", "gt"]])
    monkeypatch.setattr("pipeline.catalog.resources.files", lambda _: tmp_path)
    with pytest.raises(ConfigurationError, match=r"comparators\.csv, line 2"):
        list(loader._rows("comparators.csv"))
    with pytest.raises(ConfigurationError, match=r"units\.csv cannot be read"):
        list(loader._rows("units.csv"))
