"""ODK Validate, the checker of ODK itself, from the wheel of pyxform: all forms of a test in one go."""

import subprocess
from collections.abc import Mapping
from pathlib import Path

import pyxform

JAR = Path(pyxform.__file__).parent / "validators" / "odk_validate" / "bin" / "ODK_Validate.jar"
FAILED = "The following files failed validation:"


def refused(java: str, folder: Path, forms: Mapping[str, str]) -> list[str]:
    """The names of the XForms that ODK Validate does not accept."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {str(folder / f"{number}.xml"): name for number, name in enumerate(forms)}
    for path, name in files.items():
        Path(path).write_text(forms[name], encoding="utf-8")
    run = subprocess.run(
        [java, "-Xmx512m", "-jar", str(JAR), *files], capture_output=True, text=True, timeout=300, check=False
    )
    told = run.stdout + run.stderr
    if FAILED not in told:
        assert told.count("Xform is valid!") == len(files), told[-2000:]
        return []
    listed = told.split(FAILED)[1].split("Result:")[0].split("\n")
    return [files[line.strip()] for line in listed if line.strip() in files]
