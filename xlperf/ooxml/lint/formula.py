"""Whether a formula is one: Excel throws away what it cannot parse, and tells the user that it repaired the file.

A formula is read as tokens that are either operands or stand between them; what they mean is not looked at.
"""

import re

MAX_FORMULA, MAX_DEPTH = 8192, 64
"""The longest formula, in characters, and the deepest nesting (Excel's specifications and limits)."""

_ERRORS = "NULL!|DIV/0!|VALUE!|REF!|NAME?|NUM!|N/A|GETTING_DATA|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|UNKNOWN!|BUSY!|PYTHON!"
_BRACKETS = r"\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\]"
_WIDE = "[^\\x00-\\x7f≥≤≠×÷，。、；：？！“”‘’（）《》【】％＋－＝＞＜…—]"
"""A character beyond ASCII that may stand in a name: letters and marks of any script, but no sign that is no letter anywhere."""
LETTER = rf"(?:[A-Za-z_\\]|{_WIDE})"
REST = rf"(?:[\w.\\?]|{_WIDE})"
_TOKEN = re.compile(
    r"(?P<space>[ \t\r\n]+)"
    r'|(?P<text>"(?:[^"]|"")*")'
    rf"|(?P<error>#(?:{_ERRORS.replace('?', '[?]')}))"
    rf"|(?P<sheet>(?:'(?:[^']|'')+'|(?:\[[^\[\]]+\])?{REST}+(?::{REST}+)?|\[[^\[\]]+\])?!)"
    r"|(?P<number>(?:\d+\.?\d*|\.\d+)(?:[Ee][+-]?\d+)?)"
    rf"|(?P<name>\$?[A-Za-z]{{1,3}}\$?\d+(?![\w.(])|\$\d+|\$[A-Za-z]{{1,3}}(?!\w)|{LETTER}{REST}*(?:{_BRACKETS})?|{_BRACKETS})"
    r"|(?P<operator><>|<=|>=|[-+*/^&=<>:])"
    r"|(?P<sign>[(){},;@%#])"
)
MAX_LITERAL = 255
"""The longest text that may stand in a formula between quotes."""
_PREFIX = "+-@"


def formula_fault(text: str) -> str:
    """Return the piece at which a formula (without its `=`) stops being one; "" where it is one."""
    if not text.strip():
        return text or "?"
    if len(text) > MAX_FORMULA:
        return f"{text[:20]}… ({len(text)})"
    return _Reading(text).fault()


class _Reading:
    """One pass over the tokens: an operand is due, or something that follows one; open brackets wait on a stack."""

    def __init__(self, text: str):
        self.text, self.at = text, 0
        self.due = True
        self.operand = ""
        """The kind of the last operand; a bracket that closed counts as a name."""
        self.spaced = False
        self.stack: list[str] = []

    def fault(self) -> str:
        while self.at < len(self.text):
            match = _TOKEN.match(self.text, self.at)
            if not match or not self.takes(match.lastgroup or "", match[0]):
                return self.text[self.at : self.at + 20]
            self.at = match.end()
            self.spaced = match.lastgroup == "space"
        return self.text[-20:] if self.due or self.stack else ""

    def takes(self, kind: str, token: str) -> bool:
        """Whether a token may stand here."""
        if kind == "space":
            return True
        if kind == "sheet":
            fits = self.due or (self.spaced and self.operand == "name")
            self.due = True
            return fits
        if kind == "operator":
            return self.operator(token)
        if kind == "sign":
            return self.sign(token)
        fits = self.due or (self.spaced and self.operand == kind == "name")  # a space between two references is their overlap
        fits = fits or (self.operand == "error" and kind in ("name", "error") and not self.spaced)  # #REF!$A$1
        if self.stack[-1:] == ["{"] and kind == "name":
            fits = fits and token.upper() in ("TRUE", "FALSE")
        self.due, self.operand = False, kind
        return fits and not (kind == "text" and len(token) > MAX_LITERAL + 2)

    def operator(self, token: str) -> bool:
        fits = not self.due or token in _PREFIX
        self.due = True
        return fits

    def sign(self, token: str) -> bool:
        if token == "@":
            return self.due
        if token in "%#":
            return not self.due and (token == "%" or self.operand == "name")
        if token in "({":
            return self.opens(token)
        if token in ")}":
            return self.closes(token)
        inside = self.stack[-1] if self.stack else ""
        fits = token in ",;" and (not self.due or inside == "call")
        self.due = True
        return fits and (token == "," or inside == "{")

    def opens(self, token: str) -> bool:
        call = token == "(" and not self.due and self.operand == "name"
        self.stack.append("call" if call else token)
        fits = call or self.due
        self.due = True
        return fits and len(self.stack) <= MAX_DEPTH

    def closes(self, token: str) -> bool:
        opened = self.stack.pop() if self.stack else ""
        fits = (opened in ("call", "(")) if token == ")" else opened == "{"
        fits = fits and (not self.due or opened == "call")
        self.due, self.operand = False, "name" if token == ")" else "array"
        return fits
