"""nbgrader's view of this course. `course build` and `course grade` read it too."""

c = get_config()  # noqa: F821 - nbgrader puts it into this file's names

c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "notebooks"
# nbgrader copies every other file of an assignment's folder into the release and into grading.
# The .py files here are the solutions, so they must never be among them.
c.CourseDirectory.ignore = [
    ".ipynb_checkpoints",
    "__pycache__",
    "*.py",
    "*.pyc",
    "predictions.json",
    "predictions.json.part",
]
c.Execute.timeout = 30  # seconds a cell
c.Execute.iopub_timeout = 30  # the default 4 s raises on a busy machine
