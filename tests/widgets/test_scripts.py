import re
import shutil
import subprocess
from pathlib import Path

import pytest

from analystkit.widgets.parts.base import STATIC, script

ENTRIES = sorted(p.name for p in STATIC.glob("*.js") if "export default" in p.read_text("utf-8"))
IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([\w.]+)";$', re.MULTILINE)
TOP = re.compile(r"^(?:export )?(?:async )?(?:function\*?|class|const|let) (\w+)", re.MULTILINE)


def test_there_is_a_script_for_each_widget():
    stems = " ".join(name.removesuffix(".js") for name in ENTRIES)
    assert stems == "chart compare filters reader registry review table"


@pytest.mark.parametrize("path", sorted(STATIC.glob("*.js")), ids=lambda path: path.stem)
def test_a_module_imports_what_others_export_and_uses_it(path: Path):
    text = path.read_text("utf-8")
    assert len(IMPORT.findall(text)) == len(re.findall("^import ", text, re.MULTILINE))
    for names, other in IMPORT.findall(text):
        exported = (STATIC / other).read_text("utf-8")
        for name in filter(None, (each.strip() for each in names.split(","))):
            assert re.search(rf"^export (function|class|const) {name}\b", exported, re.MULTILINE)
            assert len(re.findall(rf"\b{name}\b", text)) > 1, f"{name} is not used"


@pytest.mark.parametrize("name", ENTRIES)
def test_what_the_browser_gets_is_one_module_with_each_name_once(name, tmp_path):
    text = script(name)
    assert not re.search(r"^import ", text, re.MULTILINE)
    assert re.findall(r"^export .*", text, re.MULTILINE) == ["export default { render };"]
    names = TOP.findall(text)
    assert sorted(set(names)) == sorted(names)
    if node := shutil.which("node"):
        file = tmp_path / "module.mjs"
        file.write_text(text, encoding="utf-8")
        checked = subprocess.run([node, "--check", file], capture_output=True, text=True)
        assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize("name", ENTRIES)
def test_no_module_uses_what_it_does_not_import(name):
    """In the one text that the browser gets, it would be there by chance."""
    seen = [name]
    for each in seen:
        seen += [o for _, o in IMPORT.findall((STATIC / each).read_text("utf-8")) if o not in seen]
    own = {each: set(TOP.findall((STATIC / each).read_text("utf-8"))) for each in seen}
    for each in seen:
        text = (STATIC / each).read_text("utf-8")
        imported = {n.strip() for names, _ in IMPORT.findall(text) for n in names.split(",")}
        foreign = set().union(*(own[other] for other in seen if other != each)) - own[each]
        called = set(re.findall(r"(?<![.\w])(\w+)\(", text)) - {"function"}
        local = set(re.findall(r"(?:function\*?|const|let) (\w+)", text))
        local |= set(re.findall(r"^  \*?(\w+)\(", text, re.MULTILINE))  # methods
        assert (called & foreign) - imported - local == set()
