import subprocess
import sys

import pytest

import analystkit as ak

HEAVY = ("spacy", "matplotlib", "onnxruntime", "pandera", "ipywidgets", "textblob", "trafilatura")


def test_import_is_light():
    code = (
        "import sys, pandas; before = set(sys.modules); import analystkit; "
        "print(*{m.split('.')[0] for m in set(sys.modules) - before})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) & set(HEAVY) == set()


@pytest.mark.parametrize("name", ak.__all__)
def test_every_public_name_is_there(name):
    assert getattr(ak, name) is not None
    assert name in dir(ak)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'extract_quote'"):
        ak.extract_quote  # noqa: B018
