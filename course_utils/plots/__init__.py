"""Every figure and widget that the notebooks show, one module a notebook.

A figure that uses the student's own functions shows a grey "waiting for ..." panel until they
are written, so a lesson reads well from the first run.
"""

from course_utils.plots.activations import *  # noqa: F403
from course_utils.plots.convolution import *  # noqa: F403
from course_utils.plots.digits import *  # noqa: F403
from course_utils.plots.losses import *  # noqa: F403
from course_utils.plots.optimizers import *  # noqa: F403
