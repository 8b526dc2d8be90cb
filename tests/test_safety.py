"""What is bounded, and what is logged: each limit by a file that passes it by one, each promise of the log."""

import io
import json
import os
import sys
import time
import zlib
from collections import Counter
from datetime import datetime

import pytest

from tests.conftest import small_workbook
from tests.fake_excel import Book
from tests.hostile import bases
from tests.hostile.packages import packed, packed_raw, parts_of
from tests.hostile.texts import HOSTILE_TEXTS
from tests.test_checking import edited
from xlperf import schema
from xlperf.cli import main
from xlperf.errors import InputError
from xlperf.excel.host import ExcelHost
from xlperf.files import check, load
from xlperf.functions import ROW_NAMES, Input, answer
from xlperf.live.calls import ROW_CALL, answers
from xlperf.live.clicks import click, undo
from xlperf.ooxml import Package, TooLargeError, WorkbookDamagedError, bounds
from xlperf.ooxml.elements import parse_part
from xlperf.readers import apart, read_book, text

ROWS = {
    "a cell far out": '<row r="9"><c r="XFD1048576"><v>1</v></c></row>',
    "cells without a place": "<row>"
    + "<c><v>1</v></c>" * 3000
    + "</row>"
    + "<row/>" * 9000
    + "<row><c><v>1</v></c></row>",
    "cells with a prefix": '<x:row r="9"><x:c r="XFD99999"><x:v>1</x:v></x:c></x:row>',
    "a sign in an attribute": """<row r="9"><c s=">" r='XFD99999'><v>1</v></c></row>""",
    "a place that comes late": '<row r="9"><c s="1" r="ZZZ99999"><v>1</v></c></row>',
}


def with_rows(rows: str, sheet: str = "xl/worksheets/sheet5.xml") -> bytes:
    parts = parts_of(bases.master())
    parts[sheet] = parts[sheet].replace(b"</sheetData>", rows.encode() + b"</sheetData>")
    return packed(parts)


@pytest.mark.parametrize("rows", ROWS.values(), ids=ROWS.keys())
def test_a_sheet_that_is_nearly_empty_and_reaches_far_is_refused(rows):
    with pytest.raises(InputError, match=r"绝大部分是空的.*请打开文件，删去多余的行"):
        load("表.xlsx", with_rows(rows))


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="99999"><c r="A99999"><v>1</v></c></row>',
        '<row r="1048576"><c r="XFD1048576" s="1"/></row>',
        '<row r="1048576"/>',
        "".join(f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>' for row in range(20_000, 20_100)),
    ],
)
def test_a_sheet_with_a_cell_somewhat_out_or_a_blank_one_far_out_is_read(rows):
    assert load("表.xlsx", with_rows(rows)).grid("绩效指标")


def test_a_place_torn_between_two_pieces_is_seen(monkeypatch):
    """However a sheet is cut into pieces, its reach is the same."""
    data = b'<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="XFD1048576"><v>2</v></c><c r="B7"/></row></sheetData>'
    for size in (1, 2, 3, 7, 20, 500):
        reach = bounds._Reach()
        for piece in bounds._whole_tags(data[at : at + size] for at in range(0, len(data), size)):
            reach.take(piece)
        assert (reach.rows, reach.columns, reach.cells) == (1_048_576, 16_384, 2)


def liar(name: str, size: int, said: int) -> bytes:
    """Return a workbook with a part that unpacks to more than it says."""
    parts = parts_of(bases.master())
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = parts.pop(name)
    stream = (
        packer.compress(body)
        + b"".join(packer.compress(b" " * (1 << 20)) for _nth in range(size >> 20))
        + packer.flush()
    )
    return packed_raw(list(parts.items()), (name, stream, said, zlib.crc32(body)))


@pytest.mark.parametrize(
    "name", ["xl/styles.xml", "xl/workbook.xml", "xl/worksheets/sheet5.xml", "xl/sharedStrings.xml", "_rels/.rels"]
)
def test_a_part_that_is_larger_than_it_says_is_never_unpacked_whole(name):
    with pytest.raises(InputError):
        load("表.xlsx", liar(name, 200 << 20, 5000))


def test_a_part_of_more_than_is_read_is_refused():
    with pytest.raises(TooLargeError, match=r"部件xl/styles\.xml解开后超过64兆字节"):
        bounds.check_package(Package(liar("xl/styles.xml", 80 << 20, 80 << 20)))


def test_too_many_parts_sheets_and_texts_are_told():
    parts = parts_of(bases.master())
    many = parts | {f"x{nth}": b"" for nth in range(bounds.MOST_PARTS)}
    sheet = parts["xl/workbook.xml"].partition(b"<sheet ")[2].partition(b"/>")[0]
    named = b"".join(
        b"<sheet " + sheet.replace(b'name="', b'name="%d' % nth) + b"/>" for nth in range(bounds.MOST_SHEETS)
    )
    texts = parts | {"xl/sharedStrings.xml": b"<sst>" + b"<si/>" * (bounds.MOST_TEXTS + 1) + b"</sst>"}
    promised = parts | {"xl/sharedStrings.xml": b'<sst uniqueCount="4294967295"><si/></sst>'}
    for each, told in (
        (many, "个部件"),
        (parts | {"xl/workbook.xml": parts["xl/workbook.xml"].replace(b"<sheets>", b"<sheets>" + named)}, "个工作表"),
        (texts, "文字太多"),
        (promised, "strings promised"),
    ):
        with pytest.raises(WorkbookDamagedError, match=told):
            bounds.check_package(Package(packed(each)))


def test_a_workbook_that_two_readers_would_read_differently_is_refused():
    parts = parts_of(bases.master())
    for other in (
        {"XL/worksheets/SHEET5.xml": parts["xl/worksheets/sheet5.xml"]},
        {
            "_rels/.rels": parts["_rels/.rels"].replace(b"xl/workbook.xml", b"x/workbook.xml"),
            "x/workbook.xml": parts["xl/workbook.xml"],
        },
    ):
        with pytest.raises(WorkbookDamagedError):
            bounds.check_package(Package(packed(parts | other)))


@pytest.mark.parametrize(
    "data",
    [
        b"<x>" * 201 + b"</x>" * 201,
        b"<x>" + b"<y/>" * 400_000 + b"</x>",
        b'<?xml version="1.0" encoding="nonsense"?><x/>',
    ],
)
def test_a_tree_is_neither_too_deep_nor_too_large_nor_in_an_unknown_encoding(data):
    with pytest.raises(WorkbookDamagedError):
        parse_part(data)


def test_a_text_without_end_is_refused():
    for data, told in ((b"\n" * (2 * text.MOST_LINES + 1), "文本太长"), (b"a," * text.MOST_COLUMNS + b"a", "太宽")):
        with pytest.raises(InputError, match=told):
            read_book("表.csv", data)


class TestApart:
    """Documents are read by a process of their own."""

    @pytest.fixture
    def reading(self, monkeypatch, tmp_path):
        """Have the reader of .docx do something else, in the process that reads."""

        def does(body: str) -> None:
            (tmp_path / "harm.py").write_text(
                f"import os, time, sys\ndef read_word(source, data, digest):\n    {body}\n"
            )
            begin = "import sys; sys.path[:] = sys.argv.pop().split('\\n'); import harm, xlperf.readers.word as w; w.read_word = harm.read_word; "
            monkeypatch.setattr(apart, "_BEGIN", begin + "from xlperf.readers.apart import serve; serve()")
            monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])

        return does

    @pytest.mark.parametrize(
        ("body", "told"),
        [
            ("os.abort()", "文件已损坏，或读它要的内存太多"),
            ("return os.system", "文件已损坏"),
            ("b = [bytearray(1 << 20) for _ in range(9000)]", "内存太多"),
            ("print('noise'); raise ValueError('x')", "文件已损坏"),
            ("os.write(1, b'x' * 9000000); sys.exit(3)", "文件已损坏"),
        ],
    )
    def test_a_reader_that_falls_leaves_a_sentence(self, reading, body, told):
        reading(body)
        with pytest.raises(InputError, match=told):
            apart.read_apart("word", "表.docx", b"PK" + bytes(1000), "")

    def test_a_reader_that_hangs_is_ended(self, reading, monkeypatch):
        reading("time.sleep(60)")
        monkeypatch.setattr(apart, "SILENT", 2.0)
        began = time.monotonic()
        with pytest.raises(InputError, match="读了很久没有读完"):
            apart.read_apart("word", "表.docx", b"PK", "")
        assert time.monotonic() - began < 20

    def test_a_reader_that_shows_life_may_take_longer(self, reading, monkeypatch):
        reading("[(time.sleep(0.01), os.write(2, b'.')) for _ in range(300)]; raise __import__('xlperf').errors.InputError('慢慢读完')")
        monkeypatch.setattr(apart, "SILENT", 2.0)
        with pytest.raises(InputError, match="慢慢读完"):
            apart.read_apart("word", "表.docx", b"PK", "")

    def test_a_reader_that_never_ends_is_ended_whatever_it_shows(self, reading, monkeypatch):
        reading("[(time.sleep(0.01), os.write(2, b'.')) for _ in range(30000)]")
        monkeypatch.setattr(apart, "SECONDS", 2.0)
        with pytest.raises(InputError, match="读了很久没有读完"):
            apart.read_apart("word", "表.docx", b"PK", "")

    def test_modules_beside_the_file_are_not_run(self, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        for name in ("docx", "lxml", "pickle", "xlperf"):
            (tmp_path / f"{name}.py").write_text("raise SystemExit('evil')")
        assert read_book("表.docx", bases.word()).grids


class TestLog:
    @pytest.fixture
    def path(self, tmp_path):
        path = tmp_path / "表.xlsx"
        path.write_bytes(edited(small_workbook(), lambda book: book["任务"].cell(5, 5, 12.0)))
        return path

    @pytest.fixture(autouse=True)
    def environment(self, monkeypatch):
        for name in ("XLPERF_LOG", "XLPERF_LOG_VALUES"):
            monkeypatch.setenv(name, "")

    def test_each_writing_is_a_line_and_a_second_run_is_none(self, path, capsys):
        log = path.with_name("日志.jsonl")
        for command in (
            ["check", str(path), "--write"],
            ["check", str(path), "--write"],
            ["undo", str(path)],
            ["check", str(path)],
        ):
            main([*command, "--log", str(log)] if command[-1] == "--write" or command[0] == "undo" else command)
        lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
        assert [line["what"] for line in lines] == ["check", "undo"]
        first, second = lines
        assert first["before"] == second["after"] != first["after"] and first["profile"] and first["version"]
        assert first["cells"]["任务"] > 0 and "values" not in first and "道路" not in log.read_text("utf-8")
        assert datetime.fromisoformat(first["time"]).tzinfo and first["file"] == str(path)
        assert os.name == "nt" or log.stat().st_mode & 0o077 == 0

    def test_what_cells_hold_is_logged_where_it_is_asked_for(self, path, capsys):
        log = path.with_name("日志.jsonl")
        main(["check", str(path), "--write", "--log", str(log), "--log-values"])
        values = json.loads(log.read_text("utf-8"))["values"]
        assert {"cell", "old", "new"} == values[0].keys() and any(each["cell"].startswith("任务!") for each in values)

    def test_many_files_share_a_log(self, path, capsys):
        other = path.with_name("另.xlsx")
        other.write_bytes(path.read_bytes())
        log = path.with_name("日志.jsonl")
        main(["check", str(path.parent), "--write", "--jobs", "2", "--log", str(log)])
        assert sorted(json.loads(line)["file"] for line in log.read_text("utf-8").splitlines()) == sorted(
            [str(path), str(other)]
        )

    def test_a_click_and_its_undo_are_lines_and_a_second_click_is_none(self, path, sample_macros, monkeypatch):
        log = path.with_name("日志.jsonl")
        monkeypatch.setenv("XLPERF_LOG", str(log))
        monkeypatch.setenv("XLPERF_LOG_VALUES", "1")
        book = Book(sample_macros)
        row = next(each for each in book._sheets if each.name == "绩效指标").cells
        row[5, schema.INDICATORS.number("actual")].value = "1平方米"
        first = click(ExcelHost(book), "check", datetime(2026, 1, 1))
        assert first.written and not click(ExcelHost(book), "check", datetime(2026, 1, 2)).written
        undo(ExcelHost(book), first.written)
        done, back = (json.loads(line) for line in log.read_text("utf-8").splitlines())
        assert (done["what"], back["what"], done["file"]) == ("click", "undo", "测试.xlsm") and done["profile"] and done["version"]
        assert {each["cell"] for each in done["values"]} <= {each["cell"] for each in back["values"]}
        assert done["cells"] == dict(Counter(each["cell"].partition("!")[0] for each in done["values"])) and done["cells"]["概况"] > 0

    def test_a_click_that_cannot_be_logged_writes_nothing(self, path, sample_macros, monkeypatch):
        monkeypatch.setenv("XLPERF_LOG", str(path.parent / "没有" / "日志.jsonl"))
        book = Book(sample_macros)
        next(each for each in book._sheets if each.name == "绩效指标").cells[5, schema.INDICATORS.number("actual")].value = "1平方米"
        before = {(sheet.name, place): cell.value for sheet in book._sheets for place, cell in sheet.cells.items()}
        said = click(ExcelHost(book), "check", datetime(2026, 1, 1))
        assert said.how == "no" and "记不了日志" in said.text
        assert before == {(sheet.name, place): cell.value for sheet in book._sheets for place, cell in sheet.cells.items()}

    def test_what_cannot_be_logged_is_not_written(self, path, capsys):
        before = path.read_bytes()
        assert main(["check", str(path), "--write", "--log", str(path.parent / "没有" / "日志.jsonl")]) == 2
        assert "记不了日志" in capsys.readouterr().err and path.read_bytes() == before
        assert check(path).result


@pytest.mark.parametrize("given", HOSTILE_TEXTS, ids=range(len(HOSTILE_TEXTS)))
def test_the_functions_answer_any_text_at_once(given):
    """As targets, actuals, names, units; never an error, never a sign that no cell can hold."""
    began = time.monotonic()
    for at in range(len(ROW_NAMES) + 4):
        cells = [Input(">=95%", ""), Input("96%", ""), *(Input("", "") for _nth in range(8))]
        cells[at % len(cells)] = Input(given[:32_767], "")
        (row,) = answers(ROW_CALL, [each.value for each in cells[: 2 + at]], [""] * len(cells[: 2 + at]))
        for told in row:
            assert not isinstance(told, str) or not any(sign < " " and sign not in "\n\t" for sign in told)
    assert "计算出错" not in str(answer("PERF_READ", [[[Input(given, "")]]]))
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("given", HOSTILE_TEXTS, ids=range(len(HOSTILE_TEXTS)))
def test_explain_answers_any_text_by_a_line(given, capsys, monkeypatch):
    line = json.dumps({"target": given, "actual": given, "name": given, "unit": given})
    monkeypatch.setattr("sys.stdin", io.StringIO(line + "\n"))
    main(["explain", "--jsonl"])
    told = capsys.readouterr().out
    assert told.count("\n") == 1 and isinstance(json.loads(told), dict)
