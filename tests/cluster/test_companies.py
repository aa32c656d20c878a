from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from egiz.cluster import (
    Company,
    PartitionError,
    RunError,
    match_registers,
    read_companies,
    split_list,
    write_companies,
)
from egiz.cluster.partitions import MOST_ROWS
from egiz.sample import __path__ as sample_path
from tests.cluster.registers import companies, laid, on_one_machine, written

A = list(companies("GCED2011", 31, prefix="a"))
B = list(companies("NACE2", 9, prefix="b")) * 2  # every company twice: ties all over


@pytest.mark.parametrize("sizes", [(len(A), len(B)), (23, 41)])
def test_partners_are_those_of_one_machine_to_the_bit(pool, tmp_path, sizes):
    a, b = laid(tmp_path / "a", A, sizes[0]), laid(tmp_path / "b", B, sizes[1])
    outcome = match_registers(pool, a, b, tmp_path / "out", top=4)
    assert not outcome.failed
    assert written(tmp_path / "out", outcome) == on_one_machine(A, B, 4)


def test_a_run_started_again_makes_only_what_is_missing_or_spoilt(pool, tmp_path):
    a, b = laid(tmp_path / "a", A, 20), laid(tmp_path / "b", B, 200)
    out = tmp_path / "out"
    first = match_registers(pool, a, b, out, top=2)
    (out / first.written[0].file).unlink()
    spoilt = out / first.written[1].file
    spoilt.write_bytes(spoilt.read_bytes()[:-1] + b"\0")
    (out / "done.jsonl").write_text((out / "done.jsonl").read_text() + '{"name": "cut o')
    heard = []
    again = match_registers(pool, a, b, out, top=2, tell=heard.append)
    assert again.kept == len(first.written) - 2
    assert [progress.stage for progress in heard] == ["partners", "partners"]
    assert again.checksum == first.checksum


def test_a_folder_with_another_run_is_refused_and_says_what_differs(pool, tmp_path):
    a, b = laid(tmp_path / "a", A[:20], 20), laid(tmp_path / "b", B[:20], 20)
    match_registers(pool, a, b, tmp_path / "out", top=2)
    with pytest.raises(RunError, match=r"made from something else \(top\)"):
        match_registers(pool, a, b, tmp_path / "out", top=3)
    with pytest.raises(RunError, match="no run of ours"):
        match_registers(pool, a, b, a, top=2)


def test_a_partition_of_the_askers_that_is_no_parquet_costs_itself_only(pool, tmp_path):
    a, b = laid(tmp_path / "a", A, 20), laid(tmp_path / "b", B, 200)
    whole = match_registers(pool, a, b, tmp_path / "whole", top=2)
    (a / "part-001.parquet").write_bytes(b"PAR1 and then nothing that anybody could read PAR1")
    (a / "zip.parquet").write_bytes(b"PK\x03\x04" * 100)
    outcome = match_registers(pool, a, b, tmp_path / "out", top=2)
    assert sorted(outcome.failed) == ["00001-part-001", f"{len(whole.written):05d}-zip"]
    assert all("no Parquet file" in why for why in outcome.failed.values())
    assert [part.sha256 for part in outcome.written] == [
        part.sha256 for part in whole.written if part.name != "00001-part-001"
    ]


def test_with_a_partition_of_the_others_unread_nothing_is_searched(pool, tmp_path):
    a, b = laid(tmp_path / "a", A[:20], 20), laid(tmp_path / "b", B[:20], 10)
    pq.write_table(pa.table({"id": [1, 2], "offers": ["x", "y"]}), b / "part-000.parquet")
    outcome = match_registers(pool, a, b, tmp_path / "out", top=2)
    assert outcome.failed == {"00000-part-000": "part-000.parquet: column id holds int64; it must hold text."}
    assert not (tmp_path / "out" / "partners").exists()


def test_faulty_rows_are_named_and_the_good_ones_beside_them_stay(tmp_path):
    table = pa.table(
        {
            "id": ["x", None, "z"],
            "offers": ["насосы", "клапаны", None],
            "codes": ["28.13; nonsense", None, "2814"],
            "hs_codes": pa.array([["8413"], [], ["1"]], pa.list_(pa.string())),
        }
    )
    pq.write_table(table, tmp_path / "p.parquet")
    rows, notes = read_companies(tmp_path / "p.parquet")
    assert rows == [
        Company("x", "насосы", codes=("28.13",), hs_codes=("8413",)),
        Company(""),
        Company("z", codes=("28.14",)),
    ]
    assert notes == [
        "row 1: codes: ' nonsense' is left out",
        "row 2: no id; it is searched for nobody and found by nobody",
        "row 3: hs_codes: '1' is left out",
    ]


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"name": ["x"]}, "needed are id and some of offers, needs"),
        ({"id": ["x"]}, "needed are id and some of offers, needs"),
        ({"id": ["x"], "offers": [b"\xff"]}, "column offers holds binary"),
        ({"id": ["x"], "codes": [[1.5]]}, r"column codes holds list<(element|item): double>"),
    ],
)
def test_a_partition_with_other_columns_says_which_are_needed(tmp_path, columns, message):
    pq.write_table(pa.table(columns), tmp_path / "p.parquet")
    with pytest.raises(PartitionError, match=message):
        read_companies(tmp_path / "p.parquet")


def test_a_partition_that_unpacks_to_too_much_is_refused_before_it_is_read(tmp_path):
    bomb = pa.table({"id": pa.repeat("x", MOST_ROWS + 1), "offers": pa.repeat("y", MOST_ROWS + 1)})
    pq.write_table(bomb, tmp_path / "p.parquet", compression="zstd")
    assert (tmp_path / "p.parquet").stat().st_size < 10_000
    with pytest.raises(PartitionError, match=r"1,000,001 rows, .* cut it into several"):
        read_companies(tmp_path / "p.parquet")


def test_a_list_is_cut_into_partitions_that_hold_what_was_in_it(tmp_path):
    source = next(iter(sample_path)) + "/atyrau/firms_atyrau.xlsx"
    count, problems = split_list(source, tmp_path / "a", rows=15)
    found = [row for path in sorted((tmp_path / "a").iterdir()) for row in read_companies(path)[0]]
    assert (count, len(found), problems, len(list((tmp_path / "a").iterdir()))) == (40, 40, [], 3)
    assert all(each.offers for each in found)
    with pytest.raises(PartitionError, match="holds partitions already"):
        split_list(source, tmp_path / "a")


def test_what_is_written_is_read_back(tmp_path):
    assert write_companies(tmp_path / "p.parquet", A) == len(A)
    assert read_companies(tmp_path / "p.parquet") == (A, [])
