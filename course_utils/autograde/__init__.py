"""Grades a class: find the submissions, restore what students must not change, execute, store.

nbgrader owns the meaning (metadata, points, gradebook); this package owns how a whole class gets
through it: in parallel, one submission never harming another, every oddity told in one line.

    submissions  find and read what was handed in
    restore      test cells, points and locks as the instructor wrote them
    execute      one notebook -> the same notebook, executed (a pure function, in any process)
    gradebook    nbgrader's database: set up from solutions/, one commit a submission
    grade        the batch
    report       the class on one page
"""
