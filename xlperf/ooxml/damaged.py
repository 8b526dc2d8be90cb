"""What is raised for bytes that are no readable workbook package."""


class WorkbookDamagedError(Exception):
    """The bytes are no readable workbook package."""


class EncodingError(WorkbookDamagedError):
    """A part is in UTF-16, in which bytes cannot be put in place."""


class TooLargeError(WorkbookDamagedError):
    """The workbook holds more than is read; the message says what, in the user's words."""
