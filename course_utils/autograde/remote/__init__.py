"""The boundary between what students wrote and what grades it: two processes and what crosses.

student     the process that runs what was handed in
examiner    the process that runs the tests, and asks the student's for values
arguments   what a test passes to a student's function, and what becomes of it
codec       the values of a student's process as bytes
models      Keras models among them
arrays      arrays and random generators among them
frames      messages on a socket
"""
