import bz2
import gzip
import io
import lzma
import tarfile
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analystkit.articles import load_articles, unpack

pytestmark = pytest.mark.filterwarnings("ignore:not all was read")
STORY = "HARBOUR TOWN — “No,” she said."


def zipped(path, files, **how):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content, **how)
    return path


def tarred(path, files, mode="w", **kinds):
    with tarfile.open(path, mode) as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.type = kinds.get(name, tarfile.REGTYPE)
            content = content if isinstance(content, bytes) else content.encode()
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return path


def raw(content):
    out = io.BytesIO()
    zipped(out, content)
    return out.getvalue()


def load(path):
    articles = load_articles(path)
    problems = articles.attrs["problems"]
    above = f"{path if path.is_dir() else path.parent}/"
    articles["file"] = articles["file"].str.removeprefix(above)
    files = problems["file"].str.removeprefix(above)
    return articles, dict(zip(files, problems["problem"], strict=True))


TREE = {
    "june/a.txt": STORY,
    "june/deep/er/table.csv": "text,date\nOne.,2021-06-28\nTwo.,2021-06-29\n",
    "__MACOSX/june/._a.txt": "x",
    "page.html": "",
    "page_files/frame.html": "not an article",
    "photo.jpg": "x",
    "old.pages": "x",
}
LOADED = {"june/a.txt", "june/deep/er/table.csv"}


def check_tree(path):
    articles, problems = load(path)
    name = path.name
    assert set(articles["file"]) == {f"{name}/{inner}" for inner in LOADED}
    assert articles["text"].tolist() == [STORY, "One.", "Two."]
    assert set(problems) == {f"{name}/page.html", f"{name}/old.pages"}
    assert "export it as .docx" in problems[f"{name}/old.pages"]


def test_a_zip_is_read_as_the_tree_in_it(tmp_path):
    check_tree(zipped(tmp_path / "news.zip", TREE))


@pytest.mark.parametrize(
    ("name", "mode"),
    [("n.tar", "w"), ("n.tar.gz", "w:gz"), ("n.tgz", "w:gz"), ("n.tar.bz2", "w:bz2"),
     ("n.tar.xz", "w:xz"), ("n.gz", "w:gz")],
)  # fmt: skip
def test_a_tar_however_packed_is_read_as_the_tree_in_it(tmp_path, name, mode):
    check_tree(tarred(tmp_path / name, TREE, mode))


@pytest.mark.parametrize(("ending", "module"), [(".gz", gzip), (".bz2", bz2), (".xz", lzma)])
def test_a_file_packed_alone(tmp_path, ending, module):
    (tmp_path / f"june.csv{ending}").write_bytes(module.compress(b"text\nOne.\nTwo.\n"))
    (tmp_path / f"june.dat{ending}").write_bytes(module.compress(b"x"))
    articles, problems = load(tmp_path)
    assert articles["text"].tolist() == ["One.", "Two."]
    assert set(articles["file"]) == {f"june.csv{ending}"}
    assert articles["article_id"].tolist() == ["june#2", "june#3"]
    assert problems[f"june.dat{ending}"].startswith("'.dat' files are not read")


def test_archives_in_an_archive_one_level_deep(tmp_path):
    inner = raw({"a.txt": STORY, "innermost.zip": raw({"b.txt": STORY})})
    path = zipped(tmp_path / "n.zip", {"i/inner.zip": inner, "t.txt.gz": gzip.compress(b"Two.")})
    articles, problems = load(path)
    assert articles["file"].tolist() == ["n.zip/i/inner.zip/a.txt", "n.zip/t.txt.gz"]
    assert "archive in an archive" in problems["n.zip/i/inner.zip/innermost.zip"]


@pytest.mark.parametrize("make", [zipped, tarred])
def test_names_that_lead_out_are_refused_and_nothing_is_written_there(tmp_path, make):
    names = ["../out.txt", "/out-of-here.txt", "a/../../out.txt", "C:/out.txt", "..\\o.txt"]
    ending = ".zip" if make is zipped else ".tar"
    (tmp_path / "in").mkdir()
    path = make(tmp_path / "in" / f"n{ending}", {**dict.fromkeys(names, "x"), "12:30.txt": STORY})
    articles, problems = load(path)
    assert articles["text"].tolist() == [STORY]
    assert len(problems) == len(names)
    assert all("leads out of the archive" in problem for problem in problems.values())
    assert [p.name for p in tmp_path.iterdir()] == ["in"]


def test_links_and_devices_in_a_tar_are_refused_by_kind(tmp_path):
    kinds = {"s.txt": tarfile.SYMTYPE, "h.txt": tarfile.LNKTYPE, "p.txt": tarfile.FIFOTYPE,
             "c.txt": tarfile.CHRTYPE}  # fmt: skip
    articles, problems = load(
        tarred(tmp_path / "n.tar", {**dict.fromkeys(kinds, ""), "a.txt": STORY}, **kinds)
    )
    assert articles["text"].tolist() == [STORY]
    assert [problems[f"n.tar/{name}"].split(";")[0] for name in kinds] == [
        "is a link", "is a link", "is no file but a device, a pipe or the like",
        "is no file but a device, a pipe or the like",
    ]  # fmt: skip


def test_links_in_a_zip_are_refused(tmp_path):
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    articles, problems = load(zipped(tmp_path / "n.zip", {link: "/etc/passwd", "a.txt": STORY}))
    assert len(articles) == 1
    assert problems["n.zip/link.txt"].startswith("is a link")


def test_encrypted_entries_are_told_what_to_do(tmp_path):
    path = zipped(tmp_path / "n.zip", {"a.txt": STORY, "b.txt": STORY})
    content = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):  # the first entry's flags
        content[content.find(mark) + offset] |= 1
    path.write_bytes(content)
    articles, problems = load(path)
    assert articles["file"].tolist() == ["n.zip/b.txt"]
    assert "unpack it with its password" in problems["n.zip/a.txt"]


def test_a_bomb_is_defused_and_what_stands_beside_it_is_read(tmp_path):
    bomb = b"\0" * 40_000_000
    articles, problems = load(zipped(tmp_path / "n.zip", {"bomb.txt": bomb, "a.txt": STORY}))
    assert articles["text"].tolist() == [STORY]
    assert "more than 300 times its size" in problems["n.zip/bomb.txt"]
    tar = tarred(tmp_path / "n.tar.gz", {"a.txt": STORY, "bomb.txt": bomb}, "w:gz")
    articles, problems = load(tar)
    assert articles["text"].tolist() == [STORY]
    assert any("more than 300 times its size" in problem for problem in problems.values())
    (tmp_path / "n.txt.gz").write_bytes(gzip.compress(bomb))
    articles, problems = load(tmp_path / "n.txt.gz")
    assert len(articles) == 0
    assert "300 times" in problems["n.txt.gz"]


def test_a_workbook_that_is_a_bomb(tmp_path):
    _, problems = load(zipped(tmp_path / "n.xlsx", {"xl/sheet.xml": b" " * 40_000_000}))
    assert "unpacks to 38 MB" in problems["n.xlsx"]


def test_bounds_on_number_and_size(tmp_path, monkeypatch):
    path = zipped(tmp_path / "n.zip", {f"{n}.txt": STORY for n in range(5)})
    monkeypatch.setattr(unpack, "_MEMBERS", 3)
    articles, problems = load(path)
    assert len(articles) == 3
    assert "more than 3 files" in problems["n.zip"]
    monkeypatch.setattr(unpack, "_MEMBER_SIZE", 100)
    path = zipped(tmp_path / "m.zip", {"a.txt": STORY, "b.txt": STORY * 10})
    articles, problems = load(path)
    assert len(articles) == 1
    assert "unpacks to more than" in problems["m.zip/b.txt"]
    monkeypatch.setattr(unpack, "_DIRECTORY", 10)
    assert "list of files" in load(path)[1]["m.zip"]


def test_a_header_of_a_tar_does_not_fill_the_memory(tmp_path):
    header = tarfile.TarInfo("x")
    header.type, header.size = tarfile.XHDTYPE, 2**31
    (tmp_path / "n.tar").write_bytes(header.tobuf(tarfile.USTAR_FORMAT) + b"\0" * 10_240)
    assert "a header in it takes" in load(tmp_path / "n.tar")[1]["n.tar"]


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tar.gz", "a.txt.xz", "a.txt.bz2", "a.tgz"])
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut", b"no archive at all" * 99])
def test_what_is_no_archive_is_said(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    articles, problems = load(tmp_path / name)
    assert len(articles) == 0
    assert len(problems) == 1


def test_a_download_cut_short_gives_what_it_holds(tmp_path):
    path = tarred(tmp_path / "n.tar", {"a.txt": STORY, "b.txt": STORY * 2000})
    path.write_bytes(path.read_bytes()[:20_000])
    articles, problems = load(path)
    assert articles["text"].tolist() == [STORY]
    assert len(problems) >= 1


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["n.zip", "n.tar", "n.tar.gz"]), st.binary(max_size=40), st.integers(0, 1_000)
)
def test_a_broken_archive_stops_nothing(tmp_path, name, dirt, at):
    path = tmp_path / name
    if name.endswith(".zip"):
        zipped(path, TREE)
    else:
        tarred(path, TREE, "w:gz" if name.endswith("gz") else "w")
    content = path.read_bytes()
    at = at * len(content) // 1_000
    path.write_bytes(content[:at] + dirt + content[at + len(dirt) :])
    articles, problems = load(path)
    assert len(articles) or problems
