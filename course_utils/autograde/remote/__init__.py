"""The boundary between what students wrote and what grades it: two processes and what crosses.

student     the process that runs what was handed in
examiner    the process that runs the tests, and asks the student's for values
wire        how values cross between them
"""
