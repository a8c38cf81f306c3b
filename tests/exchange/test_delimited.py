import json
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.errors import UserError
from crm_desktop.exchange.tables import MOST_COLUMNS, Reading, open_table


@pytest.fixture
def table(write):
    def read(content, written_in="utf-8", **how):
        return open_table(write("t.csv", content, written_in), Reading(**how))

    return read


def complaint_about(path):
    """Why the file is refused; the usual end of such a sentence where it is not."""
    try:
        assert all(row.cells or row.problem for row in open_table(path, Reading()).rows())
    except UserError as refused:
        return str(refused)
    return "Nothing was imported"


def cells(table):
    return [row.cells for row in table.rows()]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(table, delimiter):
    found = table(f"a{delimiter}b{delimiter}c\n1{delimiter}2{delimiter}x y\n")
    assert (found.header, cells(found)) == (["a", "b", "c"], [["1", "2", "x y"]])


def test_decimal_commas_do_not_pass_for_delimiters(table):
    assert cells(table("a;b\n1,5;2,5\n3,5;4,5\n")) == [["1,5", "2,5"], ["3,5", "4,5"]]


def test_a_stated_delimiter_is_obeyed(table):
    assert cells(table("a,b;c\n1,2;3\n", delimiter=";")) == [["1,2", "3"]]


def test_quotes_newlines_and_empty_cells_stay_as_they_are(table):
    assert cells(table('a,b,c\n"x, ""y""","line\nbreak",\n')) == [['x, "y"', "line\nbreak", ""]]


def test_a_row_after_a_cell_of_several_lines_keeps_its_own_line_number(table):
    assert [row.line for row in table('a,b\n"1\n2\n3",x\n4,y\n').rows()] == [2, 5]


def test_blank_lines_are_no_rows(table):
    assert cells(table("a,b\n\n1,2\n\n")) == [["1", "2"]]


def test_rows_of_another_width_come_as_they_are_and_are_not_shifted(table):
    assert cells(table("a,b\n1,2,3\n4\n")) == [["1", "2", "3"], ["4"]]


def test_a_quote_that_never_closes_costs_its_own_row_only(table):
    rows = list(table('a,b\n1,"open\n2,x\n3,y\n').rows())
    assert [(row.line, row.cells) for row in rows if not row.problem] == [(3, ["2", "x"]), (4, ["3", "y"])]
    assert [(row.line, "never closes" in row.problem) for row in rows if row.problem] == [(2, True)]


def test_text_after_a_closing_quote_is_a_problem_of_that_row(table):
    rows = list(table('a,b\n"1"x,2\n3,4\n').rows())
    assert (rows[0].line, "doubled" in rows[0].problem) == (2, True)
    assert rows[1].cells == ["3", "4"]


def test_a_file_cut_off_within_a_quote_keeps_the_rows_before(table):
    rows = list(table('a,b\n1,2\n3,"cut o').rows())
    assert [row.cells for row in rows if not row.problem] == [["1", "2"]]
    assert [row.line for row in rows if row.problem] == [3]


def test_many_stray_quotes_do_not_take_quadratic_time(table):
    text = "a,b\n" + '1,"x\n' + "2,y\n" * 40_000
    assert sum(1 for row in table(text).rows() if not row.problem) == 40_000


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_encodings_are_found(table, encoding):
    assert cells(table("name,ort\nŁódź,Ωμέγα\n", encoding)) == [["Łódź", "Ωμέγα"]]


def test_windows_letters_are_found_and_the_guess_is_told(table):
    found = table("Größe;Straße\nMüller;Österreich\nJörg;Café\n", "cp1252")
    assert cells(found) == [["Müller", "Österreich"], ["Jörg", "Café"]]
    assert "guessed" in found.facts[-1]


def test_a_stated_encoding_is_obeyed(table):
    assert cells(table("a,b\nŻółć,x\n", "cp1250", encoding="cp1250")) == [["Żółć", "x"]]


def test_a_mark_at_the_beginning_counts_more_than_a_stated_encoding(table):
    assert table("ä,b\n1,2\n", "utf-8-sig", encoding="cp1252").header == ["ä", "b"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"\n\n", "is empty"),
        (b",,\n1,2,3\n", "has no header"),
        (b'a,"b\n', "header"),
        (b"%PDF-1.7 ...", "not a table"),
        (b"SQLite format 3\0....", "not a table"),
        (b'{"a": 1}', "not a table"),
        (b"<html>", "not a table"),
        (b"\x89PNG\r\n\x1a\n", "not a table"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "old or protected Excel"),
        (bytes(range(256)) * 4, "not a text table"),
        (b",".join(b"c%d" % number for number in range(MOST_COLUMNS + 1)), "501 columns"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(table, content, said):
    with pytest.raises(UserError, match=said) as refused:
        table(content)
    assert "Nothing was imported" in str(refused.value)


def test_a_wrong_encoding_is_refused_in_a_sentence(table):
    with pytest.raises(UserError, match=r"t\.csv is not in utf-8"):
        cells(table("a,b\nMüller,x\n", "cp1252", encoding="utf-8"))


@given(st.binary(max_size=400) | st.text(alphabet='a,;"\t\n\r ', max_size=80).map(str.encode))
def test_any_bytes_are_a_table_or_refused_in_a_sentence(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(content)
    assert "Nothing was imported" in complaint_about(path)


def test_a_missing_file_and_a_folder_are_refused_in_a_sentence(tmp_path):
    with pytest.raises(UserError, match="There is no file"):
        open_table(tmp_path / "none.csv", Reading())
    with pytest.raises(UserError, match="cannot be read"):
        open_table(tmp_path, Reading())


def test_a_huge_file_is_refused_before_it_is_read(tmp_path):
    with (tmp_path / "huge.csv").open("wb") as file:
        file.truncate(2_000_000_000)
    with pytest.raises(UserError, match="larger than 1 GB"):
        open_table(tmp_path / "huge.csv", Reading())


def test_a_line_without_an_end_is_refused(table):
    with pytest.raises(UserError, match="too long"):
        table("a" * 17_000_000)


def test_a_long_file_is_read_row_by_row(table):
    found = table("a,b\n" + "some text,more text\n" * 100_000)
    tracemalloc.start()
    assert sum(1 for _row in found.rows()) == 100_000
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()


@pytest.mark.realdata
def test_the_collection_of_csv_oddities_is_read_as_its_authors_expect(real):
    for path in sorted((real("csv-spectrum") / "csvs").glob("*.csv")):
        found = open_table(path, Reading())
        records = [dict(zip(found.header, row.cells, strict=True)) for row in found.rows()]
        text = (path.parents[1] / "json" / f"{path.stem}.json").read_text(encoding="utf-8")
        expected = json.loads(text.replace("\\r\\n", "\\n"))  # the collection was checked out with Unix line ends
        if path.stem == "location_coordinates":  # one object instead of a list, and its phone was made up
            expected = [{**expected, "Contact Phone Number": "2095257564"}]
        assert records == expected, path.name
