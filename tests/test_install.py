"""Each wing declares what it imports, and the base install is all that a student needs.

The base install is tried in a virtual environment that holds the course's wheel and links to those
packages of this one that the base requirements lead to. No network is needed.
"""

import ast
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from collections.abc import Iterable, Iterator
from importlib import metadata
from pathlib import Path

import nbformat
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from test_rooms import MODULES, PACKAGE, height, name

from course_utils.author import demo
from course_utils.course import Lesson, find_course, lessons

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
DISTRIBUTIONS = metadata.packages_distributions()  # takes half a second
LESSONS = lessons(find_course(ROOT))
# Of a module by its height: the extras that are installed where it is used.
INSTALLED = {0: [], 1: ["grade", "cluster"], 2: ["author"], 3: [], 4: [], 5: []}


def declared(extras: Iterable[str] = ()) -> set[str]:
    """Distributions that the base install and these extras name, with extras that they contain."""
    found = {canonicalize_name(Requirement(line).name) for line in PROJECT["dependencies"]}
    for extra in extras:
        for requirement in map(Requirement, EXTRAS[extra]):
            ours = requirement.name == PROJECT["name"]
            found |= declared(requirement.extras) if ours else {canonicalize_name(requirement.name)}
    return found


def distributions(path: Path) -> set[str]:
    """Those that a source imports from, wherever in it."""
    modules = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            modules.add(node.module.partition(".")[0])
        elif isinstance(node, ast.Import):
            modules |= {alias.name.partition(".")[0] for alias in node.names}
    others = modules - {"course_utils", *sys.stdlib_module_names}
    return {canonicalize_name(d) for module in others for d in DISTRIBUTIONS[module]}


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_each_wing_declares_what_it_imports(path: Path) -> None:
    assert distributions(path) - declared(INSTALLED[height(name(path))]) == set()


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda x: x.assignment)
def test_lessons_import_what_the_base_install_has(lesson: Lesson) -> None:
    for path in (lesson.source, lesson.variants, lesson.mistakes):
        assert not path.is_file() or distributions(path) <= declared()


def test_constraints_pin_all_that_is_declared() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {canonicalize_name(line.partition("==")[0]) for line in lines}
    assert declared(EXTRAS) - pinned == set()


def required(names: Iterable[str]) -> Iterator[metadata.Distribution]:
    """The distributions of these names, and all that they lead to, here."""
    todo, seen = [Requirement(line) for line in names], set()
    while todo:
        wanted = todo.pop()
        for extra in {"", *wanted.extras}:
            key = canonicalize_name(wanted.name), extra
            if key in seen or (wanted.marker and not wanted.marker.evaluate({"extra": ""})):
                continue
            seen.add(key)
            found = metadata.distribution(wanted.name)
            yield found
            lines = map(Requirement, found.requires or [])
            todo += [x for x in lines if not x.marker or x.marker.evaluate({"extra": extra})]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment with the base install alone, and in it a course folder, all solved."""
    folder = tmp_path_factory.mktemp("base")
    venv.create(folder, symlinks=True)
    packages = Path(sysconfig.get_path("purelib", "venv", {"base": str(folder)}))
    for distribution in required(PROJECT["dependencies"]):
        for file in distribution.files or ():
            top = Path(file.parts[0])
            if top.name == "..":  # scripts are of another Python; JupyterLab's halves are not
                top = file if "share" in file.parts else Path()
            link = Path(os.path.normpath(packages / top))
            link.parent.mkdir(parents=True, exist_ok=True)
            if not link.exists():
                link.symlink_to(Path(str(distribution.locate_file(top))).resolve())
    with zipfile.ZipFile(wheel(folder)) as ours:
        ours.extractall(packages)
    for lesson in LESSONS:
        solved = demo.Person("", {lesson.assignment: demo.lecture(lesson).solutions}, frozenset())
        target = folder / lesson.release.relative_to(ROOT)
        target.parent.mkdir(parents=True)
        release = nbformat.read(lesson.release, as_version=4)
        nbformat.write(demo.fill_in(release, lesson, solved), target)
    return folder


def wheel(folder: Path) -> Path:
    """The course's wheel, built here from a copy of its sources: building leaves files there."""
    source = folder / "source"
    unbuilt = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "course_utils", source / "course_utils", ignore=unbuilt)
    for file in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / file, source)
    build = f"from setuptools import build_meta; build_meta.build_wheel({str(folder)!r})"
    subprocess.run([sys.executable, "-c", build], cwd=source, capture_output=True, check=True)
    (built,) = folder.glob("*.whl")
    return built


def run(base: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """This Python there, in the course folder, with nothing of this one's environment."""
    return subprocess.run(
        [base / "bin" / "python", *arguments], cwd=base, capture_output=True, encoding="utf-8",
        env={"PATH": os.environ["PATH"], "HOME": str(base), "COURSE_DATA": "bundled"},
    )  # fmt: skip


def course(base: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """The script that pip makes of the wheel's entry point."""
    code = "from importlib.metadata import entry_points as e; e(name='course')['course'].load()()"
    return run(base, "-c", code, *arguments)


def test_the_wheel_holds_every_file_of_the_package(base: Path) -> None:
    """Not Python alone: templates, the answer bank, weights."""
    here = {path for path in PACKAGE.rglob("*") if path.is_file() and path.suffix != ".pyc"}
    (built,) = base.glob("*.whl")
    with zipfile.ZipFile(built) as ours:
        assert {str(path.relative_to(ROOT)) for path in here} <= set(ours.namelist())


def test_the_base_install_imports_every_module_of_the_students_wing(base: Path) -> None:
    ours = [name(path) for path in MODULES if height(name(path)) == 0]
    ran = run(base, "-c", f"import importlib; [importlib.import_module(x) for x in {ours!r}]")
    assert ran.returncode == 0, ran.stderr
    ran = run(base, "-c", "import nbgrader")
    assert "ModuleNotFoundError: No module named 'nbgrader'" in ran.stderr


def test_the_base_install_does_all_lessons(base: Path) -> None:
    ran = course(base, "check", "--json")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    reports = [json.loads(line) for line in ran.stdout.splitlines()]
    assert len(reports) == len(LESSONS)
    told = [(e["name"], e["state"], e["told"]) for r in reports for e in r["exercises"]]
    assert len(told) > 50
    assert [x for x in told if x[1] != "done"] == []


def test_the_doctor_finds_the_base_install_well(base: Path) -> None:
    ran = course(base, "doctor", "--json")
    findings = {f["part"]: f for f in json.loads(ran.stdout)}
    assert [f for f in findings.values() if f["state"] != "ok"] == [findings["sandbox"]]
    assert findings["sandbox"]["text"] == (
        "only to grade a class, learning needs none; "
        "grading needs: pip install 'course-utils[grade]'"
    )
    assert ran.returncode == 0


@pytest.mark.parametrize(
    ("command", "needs"),
    [
        ("grade", "grading needs: pip install 'course-utils[grade]'"),
        ("report", "grading needs: pip install 'course-utils[grade]'"),
        ("feedback", "grading needs: pip install 'course-utils[grade]'"),
        ("export", "grading needs: pip install 'course-utils[grade]'"),
        ("build", "changing the course needs: pip install 'course-utils[author]'"),
        ("demo", "changing the course needs: pip install 'course-utils[author]'"),
        ("audit", "changing the course needs: pip install 'course-utils[author]'"),
        ("site", "making the site needs: pip install 'course-utils[site]'"),
    ],
)
def test_commands_of_wings_that_are_not_installed_say_so(
    base: Path, command: str, needs: str
) -> None:
    ran = course(base, command)
    assert (ran.returncode, ran.stdout, ran.stderr) == (2, "", f"course: {needs}\n")
