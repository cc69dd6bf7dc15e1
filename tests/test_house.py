"""The package keeps to the plan of its rooms: the table in ``analystkit/README.md``.

Every import statement of the source counts, those for type checking and those inside functions
too.  What stands in strings does not: the lazy table of public names in ``analystkit/__init__.py``
and the readers in ``articles/collect.py``, which are imported when first used.
"""

import ast
import json
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "analystkit"
NOTEBOOKS = sorted((PACKAGE.parent / "notebooks").glob("*.ipynb"))
ROW = re.compile(r"\| `(\w+)` \|[^|]*\| ?([\w, ]*?) ?\|")
MODULES = {
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
}
Import = tuple[str, str]  # the module imported from, the name


def statements(tree: ast.AST) -> Iterator[Import]:
    """What is imported from the package, as it is written; no name where a module is."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            assert not node.level, "imports are absolute"
            found = [(node.module or "", alias.name) for alias in node.names]
        elif isinstance(node, ast.Import):
            found = [(alias.name, "") for alias in node.names]
        else:
            continue
        yield from (pair for pair in found if pair[0].split(".")[0] == "analystkit")


def imports(tree: ast.AST) -> Iterator[Import]:
    """The same with ``from analystkit import charts`` as the module that it means."""
    for module, name in statements(tree):
        yield (f"{module}.{name}", "") if f"{module}.{name}" in MODULES else (module, name)


IMPORTS = {
    module: list(imports(ast.parse(path.read_text("utf-8")))) for module, path in MODULES.items()
}


def rooms() -> dict[str, set[str]]:
    """Each room, in order, and those it may import from."""
    rows = ROW.findall((PACKAGE / "README.md").read_text("utf-8"))
    return {room: set(filter(None, allowed.split(", "))) for room, allowed in rows}


def room_of(module: str) -> str:
    """The room of a module, or "" for the package's own."""
    return module.split(".")[1] if "." in module else ""


def foreign() -> Iterator[tuple[str, str, str]]:
    """Module, module of another room, name imported from there; the public table left out."""
    for module, found in IMPORTS.items():
        for other, name in found:
            if module != "analystkit" and room_of(other) != room_of(module):
                yield module, other, name


def test_the_table_names_every_room_once_and_only_rooms_above_in_a_row():
    seen: set[str] = set()
    for room, allowed in rooms().items():
        assert allowed <= seen, f"{room} stands above {sorted(allowed - seen)}"
        seen.add(room)
    assert seen == {room_of(module) for module in MODULES} - {""}


def test_rooms_import_what_the_table_allows_and_no_more_is_allowed():
    used: dict[str, set[str]] = {room: set() for room in rooms()}
    for module, other, _ in foreign():
        used[room_of(module)].add(room_of(other))
    assert used == rooms()


def test_no_private_name_and_no_private_module_of_another_room_is_imported():
    private = [
        (module, other, name)
        for module, other, name in foreign()
        if any(part.startswith("_") for part in f"{other}.{name}".split("."))
    ]
    assert not private


def test_no_circle_between_modules():
    """A folder's ``__init__`` counts where it is named, not where Python passes through it."""
    left = {module: {other for other, _ in found} - {module} for module, found in IMPORTS.items()}
    while free := [module for module, needs in left.items() if not needs & left.keys()]:
        for module in free:
            del left[module]
    assert not left


def test_at_most_16_python_files_stand_in_a_folder():
    folders = {path.parent for path in MODULES.values()}
    assert {str(f): n for f in folders if (n := len(list(f.glob("*.py")))) > 16} == {}


def test_every_folder_says_what_it_holds_and_only_re_exports():
    for folder in {path.parent for path in MODULES.values()} - {PACKAGE}:
        tree = ast.parse((folder / "__init__.py").read_text("utf-8"))
        assert ast.get_docstring(tree), folder
        for node in tree.body[1:]:
            named = isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
            assert named or isinstance(node, ast.ImportFrom), folder


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebooks_import_public_names_only(path):
    cells = json.loads(path.read_text("utf-8"))["cells"]
    source = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "code")
    for module, name in statements(ast.parse(source)):
        assert module.count(".") <= 1, f"{module} is a module inside a room"
        assert not name or name in import_module(module).__all__ or name in rooms()
