"""Does the grader mark right answers right, and tell wrong ones why? Known answers, graded.

solutions/*/variants.py holds right answers in many styles, mistakes.py what students get wrong.
Here they become two pages in docs/, and `robust` grades the right ones again and again, under
other seeds, hash seeds and numbers of threads: a test that fails one of them by chance is wrong.
"""

import tomllib
from concurrent.futures import Future, as_completed
from pathlib import Path

from course_utils.author import bank, demo
from course_utils.author.audit import Outcome, Step, grade_source, workers
from course_utils.author.demo import Variant
from course_utils.course import Lesson, replace_file

SETTINGS = tuple(
    {
        "PYTHONHASHSEED": hash_seed,
        "OMP_NUM_THREADS": threads,
        "OPENBLAS_NUM_THREADS": threads,
        "TF_NUM_INTRAOP_THREADS": threads,
    }
    for hash_seed, threads in (("0", "1"), ("1", "2"), ("2", "3"), ("random", "4"))
)
MADE = "<!-- Made by `course audit --docs` from solutions/*/variants.py and mistakes.py. -->"
ACCEPTANCE = "acceptance.md"
MISCONCEPTIONS = "misconceptions.md"
FIRST_EDITION = "first_edition.toml"  # in solutions/
BEFORE = (
    "Counted are all ways in which they are written: those that a visible check stops, and those "
    "that it calls by their own name. `before` is the first edition, which had other mistakes too."
)


def known_answers(lesson: Lesson) -> list[Variant]:
    """For each exercise its reference, the right answers in other styles, and the mistakes."""
    made = demo.lecture(lesson)
    answers = []
    for exercise, source in made.solutions.items():
        own = [v for v in made.variants if v.exercise == exercise]
        answers.append(Variant(exercise, source, style="reference"))
        answers += sorted(own, key=lambda v: not v.style)
    return answers


def styles(lesson: Lesson) -> dict[str, list[Variant]]:
    """Exercise -> its right answers, the reference first."""
    found: dict[str, list[Variant]] = {}
    for answer in known_answers(lesson):
        if answer.style:
            found.setdefault(answer.exercise, []).append(answer)
    return found


def grade_known(
    chosen: list[Lesson], number: int, step: Step | None = None
) -> list[tuple[Lesson, Variant, Outcome]]:
    """The verdict on every known answer.

    Args:
        number: of workers.
    """
    answers = [(lesson, answer) for lesson in chosen for answer in known_answers(lesson)]
    with workers(number) as executor:
        jobs = [executor.submit(grade_source, x, a.exercise, a.source) for x, a in answers]
        for done, _ in enumerate(as_completed(jobs), start=1):
            if step:
                step(done, len(jobs))
        return [(x, a, job.result()) for (x, a), job in zip(answers, jobs, strict=True)]


def misjudged(graded: list[tuple[Lesson, Variant, Outcome]]) -> list[str]:
    """A line for each right answer that failed, and each mistake that passed."""
    return [
        f"{answer.exercise}, {answer.style or answer.mistake}: {outcome.message or 'passes'}"
        for _, answer, outcome in graded
        if outcome.passed != bool(answer.style)
    ]


def robust(
    chosen: list[Lesson], number: int, runs: int = 200, step: Step | None = None
) -> list[str]:
    """Right answers that did not get full marks, a line each; [] if all did.

    Every exercise is graded `runs` times, its right answers taking turns.

    Args:
        number: of workers.
    """
    total = runs * sum(len(styles(lesson)) for lesson in chosen)
    lines, done = [], 0
    for turn, setting in enumerate(SETTINGS):
        with workers(number, **setting) as executor:
            waiting: dict[Future[Outcome], str] = {}
            for lesson in chosen:
                for exercise, answers in styles(lesson).items():
                    for seed in range(turn, runs, len(SETTINGS)):
                        answer = answers[seed // len(SETTINGS) % len(answers)]
                        told = f"{exercise}, {answer.style}, seed {seed}, {setting}"
                        job = executor.submit(grade_source, lesson, exercise, answer.source, seed)
                        waiting[job] = told
            for future in as_completed(waiting):
                done += 1
                if step:
                    step(done, total)
                outcome = future.result()
                if not outcome.passed:
                    lines.append(f"{waiting[future]}: {outcome.message}")
    return sorted(lines)


def acceptance_page(chosen: list[Lesson]) -> str:
    """docs/acceptance.md: which right answers are known to get full marks."""
    lines, count = [], 0
    for lesson in chosen:
        lines += [f"\n## {lesson.assignment}\n", "| exercise | right answers |", "|---|---|"]
        for exercise, answers in styles(lesson).items():
            names = ", ".join(answer.style.replace("_", " ") for answer in answers)
            lines.append(f"| `{exercise}` | {names} |")
            count += len(answers)
    return _page("Right answers that get full marks", f"{count} right answers.", lines)


def misconception_page(chosen: list[Lesson]) -> str:
    """docs/misconceptions.md: known mistakes, and what a student who makes one reads."""
    path = chosen[0].root / "solutions" / FIRST_EDITION
    before = tomllib.loads(path.read_text(encoding="utf-8"))
    lines, count = [], 0
    for lesson in chosen:
        found = bank.read(lesson)
        lines += [f"\n## {lesson.assignment}\n", "| exercise | mistakes | ways to write them "]
        lines[-1] += "| stopped by the visible check | named there | before: mistakes | stopped |"
        lines.append("|---|---|---|---|---|---|---|")
        for exercise, entry in found.items():
            stopped, named = bank.told(entry)
            known, seen = before.get(lesson.assignment, {}).get(exercise, ("", ""))
            numbers = (len(entry["mistakes"]), len(entry["first"]), stopped, named, known, seen)
            lines.append(f"| `{exercise}` | " + " | ".join(map(str, numbers)) + " |")
            count += len(entry["mistakes"])
        lines += ["", "| exercise | mistake | the student reads |", "|---|---|---|"]
        for exercise, entry in found.items():
            for name, (says, _) in entry["mistakes"].items():
                lines.append(f"| `{exercise}` | {name} | {says.replace('|', chr(92) + '|')} |")
    summary = f"{count} mistakes. {BEFORE}"
    return _page("Mistakes, and what a student reads", summary, lines)


def _page(title: str, summary: str, lines: list[str]) -> str:
    return "\n".join([f"# {title}\n\n{MADE}\n\n{summary}", *lines]) + "\n"


def write_docs(
    chosen: list[Lesson], folder: Path, number: int, step: Step | None = None
) -> list[str]:
    """Write both pages; what was `misjudged`."""
    replace_file(folder / ACCEPTANCE, acceptance_page(chosen))
    replace_file(folder / MISCONCEPTIONS, misconception_page(chosen))
    return misjudged(grade_known(chosen, number, step))
