"""Grades a class: find the submissions, restore what students must not change, execute, store.

nbgrader owns the meaning (metadata, points, gradebook); this package owns how a whole class gets
through it: in parallel, one submission never harming another, every oddity told in one line.

    submissions  who handed in what, and where it lies
    intake       one submission -> a notebook that can run
        reading      the file, bounded, nothing in it believed
        restore      test cells, points and locks as the instructor wrote them
        beside       the student's own files, and the teacher's
        timestamps   when it was handed in
        versions     every release that students may have in hand
    jobs         what a score follows from; what a worker does with one submission
    execute      its notebooks -> the same notebooks, executed (a pure function, in any process)
        session      student's and examiner's process: orders, outputs, what they use
        connection   the lines to them; nobody waits
        limits       what a submission may use, and what it is charged
        taskgroup    a cap on processes that the kernel keeps
        sandbox      walls: namespaces, no rights, limits
        warm         processes that start in milliseconds, inside those walls
        remote       student's and examiner's process, and how values cross between them
    gradebook    nbgrader's database: set up from solutions/, one commit a submission
    workers      where it runs: processes here, or a cluster; a second try, alone
    results      what came of it, one line of JSON
    grade        the batch: resumable, one writer
    late         what it costs, in the transaction that writes the scores
        late_policy  so much a day, grace, free days over the term: a plugin of nbgrader
        extensions   who has more time: extensions.csv
    regrade      after a change of a test: the difference for everybody, and a way back
        row_changes  rows that differ between two gradebooks
        difference   points before and after
    report       the class on one page
    lookalikes   answers that are more alike than the class explains: shapes, similar
    preprocess   the same for `nbgrader autograde` and the formgrader
    formgrade    model answer and comments beside written answers in the formgrader
"""

import sys

# jsonschema, which nbformat imports, builds 38 grammars for kinds of URI that no notebook holds:
# two thirds of the time that a grader takes to start. Without this module it leaves them out.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
