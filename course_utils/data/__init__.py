"""The data of the course: digits. Loading, caching and verifying; nothing heavy is imported
before it is needed.

- `load_digits_28(source)`  handwritten digits at 28x28
- `DataError`  what a loader raises about a file or folder it cannot use, in one line
"""

from course_utils.data._files import DataError
from course_utils.data.digits import load_digits_28

__all__ = ["DataError", "load_digits_28"]
