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
# `nbgrader autograde` and the formgrader's button execute as `course grade` does: from a warm
# process, in a sandbox, tests apart from students' code.
c.Autograde.autograde_preprocessors = [
    "course_utils.autograde.preprocess.Execute",
    "nbgrader.preprocessors.IgnorePattern",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "course_utils.autograde.preprocess.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]
# Feedback withholds hidden tests; HTML and JavaScript of students are inert for whoever reads.
c.GenerateFeedback.preprocessors = [
    "nbgrader.preprocessors.GetGrades",
    "course_utils.autograde.feedback.Withhold",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]
c.HTMLExporter.preprocessors = [
    "course_utils.autograde.feedback.Inert",
    "course_utils.autograde.formgrade.ModelAnswers",  # in the formgrader alone
]
# What it costs to be late; nothing, unless you take the signs away (docs/autograder.md).
# c.AssignLatePenalties.plugin_class = "course_utils.autograde.late_policy.LatePolicy"
# c.LatePolicy.timezone = "Asia/Seoul"  # of dates in extensions.csv, and on feedback
# c.LatePolicy.fraction_a_day = 0.1  # of full marks; or points_a_day
# c.LatePolicy.grace_minutes = 15
# c.LatePolicy.free_days = 3  # over the term, drawn as assignments are due
c.Execute.timeout = 30  # seconds a cell
c.Execute.iopub_timeout = 30  # of nbgrader's own, in `nbgrader validate`: 4 s raises when busy
