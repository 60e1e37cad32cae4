"""spaCy in a program of ours, without torch.

spaCy's library thinc imports torch wherever that is installed, which takes 1.2 s of processor time
and 180 MB; the English model needs none of it. Somebody's own program may want torch in spaCy, so
this is done where a program of ours says so (`leave_torch_out`), and only there.
"""

from __future__ import annotations

import builtins
import importlib.util
import sys
from pathlib import Path
from threading import Lock
from types import ModuleType
from typing import Any

_COMPAT = "thinc.compat"  # the module that looks for torch
_lock = Lock()
_left_out = False


def leave_torch_out() -> None:
    """This process is ours: spaCy, when it is loaded, does without torch."""
    global _left_out
    _left_out = True


def import_spacy() -> Any:
    """The module `spacy`; with torch where torch or thinc was imported already."""
    with _lock:
        compat = _compat() if _left_out and not {"thinc", "torch"} & set(sys.modules) else None
        import spacy

        if compat is not None:
            sys.modules["thinc"].compat = compat  # type: ignore[attr-defined]
        return spacy


def _compat() -> ModuleType | None:
    """What thinc knows of other libraries, looked up without torch."""
    package = importlib.util.find_spec("thinc")
    if package is None or package.origin is None:
        return None
    path = Path(package.origin).with_name("compat.py")
    spec = importlib.util.spec_from_file_location(_COMPAT, path)
    if spec is None or spec.loader is None:
        return None
    module = importlib.util.module_from_spec(spec)
    # An import statement calls what is found here, so no other module is told anything.
    vars(module)["__builtins__"] = {**vars(builtins), "__import__": _without_torch}
    spec.loader.exec_module(module)
    sys.modules[_COMPAT] = module
    return module


def _without_torch(name: str, *arguments: Any, **named: Any) -> Any:
    if name.partition(".")[0] == "torch":
        raise ImportError("torch is left out of spaCy")
    return __import__(name, *arguments, **named)
