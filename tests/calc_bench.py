"""Steps in a running LibreOffice, read as JSON from standard input and answered as JSON: run by the Python that has UNO.

A step is a list: its name and its arguments. Sheets go by name, cells by their reference (A1), ranges too (A1:B2).
"""

import json
import os
import sys
import time

import uno
from com.sun.star.beans import PropertyValue


def properties(**given):
    made = []
    for name, value in given.items():
        one = PropertyValue()
        one.Name, one.Value = name, value
        made.append(one)
    return tuple(made)


class Bench:
    """The document that the steps work on."""

    def __init__(self, pipe):
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        for _attempt in range(200):
            try:
                context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
                break
            except Exception:
                time.sleep(0.2)
        else:
            raise SystemExit("LibreOffice does not answer")
        self.desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        self.document = None

    def load(self, path, hidden=True):
        self.document = self.desktop.loadComponentFromURL(
            uno.systemPathToFileUrl(path), "_blank", 0, properties(Hidden=hidden, MacroExecutionMode=4)
        )

    def find(self, name):
        """Work on an open document, by the end of its address."""
        opened = self.desktop.Components.createEnumeration()
        while opened.hasMoreElements():
            document = opened.nextElement()
            if uno.fileUrlToSystemPath(document.URL).endswith(name):
                self.document = document

    def attach(self):
        """Work on the document in the window."""
        self.document = self.desktop.getCurrentComponent()

    def cells(self, sheet, reference):
        return self.document.Sheets.getByName(sheet).getCellRangeByName(reference)

    def type(self, sheet, reference, text):
        """Put a text or a number into a cell."""
        cell = self.cells(sheet, reference).getCellByPosition(0, 0)
        if isinstance(text, str):
            cell.String = text
        else:
            cell.Value = text

    def enter(self, sheet, reference, formula):
        """Put what is typed into a cell: a formula is one."""
        self.cells(sheet, reference).getCellByPosition(0, 0).Formula = formula

    def fill(self, sheet, reference, rows):
        """Put rows of formulas and values into a range."""
        self.cells(sheet, reference).setFormulaArray(tuple(map(tuple, rows)))

    def texts(self, sheet, reference, rows):
        """Put rows of texts into a range, as texts."""
        self.cells(sheet, reference).setDataArray(tuple(map(tuple, rows)))

    def read(self, sheet, reference):
        return self.cells(sheet, reference).getDataArray()

    def formulas(self, sheet, reference):
        return self.cells(sheet, reference).getFormulaArray()

    def style(self, sheet, reference, name):
        self.cells(sheet, reference).CellStyle = name

    def calculate(self):
        started = time.monotonic()
        self.document.calculateAll()
        return time.monotonic() - started

    def macro(self, name, *arguments):
        """Run a procedure of the document's VBA."""
        address = f"vnd.sun.star.script:VBAProject.{name}?language=Basic&location=document"
        return self.document.getScriptProvider().getScript(address).invoke(arguments, (), ())[0]

    def _script(self, name):
        address = f"vnd.sun.star.script:xlperf_live.py${name}?language=Python&location=user"
        return self.document.getScriptProvider().getScript(address)

    def counted(self):
        """The functions that cells have asked Python for since the last time."""
        return self._script("counted").invoke((), (), ())[0]

    def click(self, key):
        """What a button does, without its VBA; answer what is said, and the seconds until all that it touched is calculated anew."""
        started = time.monotonic()
        said = self._script("click").invoke((self.document, key), (), ())[0]
        self.document.calculate()
        return [said, time.monotonic() - started]

    def listed(self, name):
        """Run what stands in the menu of macros, on the document in front; the box that it shows goes away at once without a window."""
        self._script(name).invoke((), (), ())

    def filter(self, table, field, word):
        """Filter a table by a word in a column (from 0), as a person does."""
        found = self.document.DatabaseRanges.getByName(table)
        described = found.getFilterDescriptor()
        one = uno.createUnoStruct("com.sun.star.sheet.TableFilterField2")
        one.Field, one.Operator, one.StringValue = field, 2, word
        described.setFilterFields2((one,))
        found.refresh()

    def sort(self, sheet, reference, column, ascending=True):
        """Sort the rows of a range by one of its columns (from 0)."""
        field = uno.createUnoStruct("com.sun.star.table.TableSortField")
        field.Field, field.IsAscending = column, ascending
        fields = uno.Any("[]com.sun.star.table.TableSortField", (field,))
        uno.invoke(self.cells(sheet, reference), "sort", (properties(SortFields=fields, ContainsHeader=False),))

    def automatic(self, wanted):
        """Let the document calculate by itself, or by hand only; answer what it did before."""
        before = self.document.isAutomaticCalculationEnabled()
        self.document.enableAutomaticCalculation(wanted)
        return before

    def heights(self, sheet, first, last):
        rows = self.document.Sheets.getByName(sheet).Rows
        return [rows.getByIndex(row - 1).Height for row in range(first, last + 1)]

    def insert(self, sheet, letters):
        """Insert a column before the one with these letters."""
        columns = self.document.Sheets.getByName(sheet).Columns
        columns.insertByIndex(self.cells(sheet, f"{letters}1").RangeAddress.StartColumn, 1)

    def hidden_rows(self, sheet, first, last):
        rows = self.document.Sheets.getByName(sheet).Rows
        return [row for row in range(first, last + 1) if not rows.getByIndex(row - 1).IsVisible]

    def hidden_columns(self, sheet, count):
        columns = self.document.Sheets.getByName(sheet).Columns
        return [number for number in range(1, count + 1) if not columns.getByIndex(number - 1).IsVisible]

    def select(self, sheet, reference):
        self.document.CurrentController.setActiveSheet(self.document.Sheets.getByName(sheet))
        self.document.CurrentController.select(self.cells(sheet, reference))

    def selected(self):
        return self.document.getCurrentSelection().AbsoluteName

    def protect(self, sheet, password=""):
        self.document.Sheets.getByName(sheet).protect(password)

    def rename(self, old, new):
        self.document.Sheets.getByName(old).Name = new

    def table(self, name):
        area = self.document.DatabaseRanges.getByName(name).DataArea
        return [area.StartRow + 1, area.StartColumn + 1, area.EndRow + 1, area.EndColumn + 1]

    def grow(self, name, rows):
        found = self.document.DatabaseRanges.getByName(name)
        area = found.DataArea
        area.EndRow += rows
        found.DataArea = area

    def undo(self):
        manager = self.document.getUndoManager()
        title = manager.getCurrentUndoActionTitle()
        manager.undo()
        return title

    def sheets(self):
        return list(self.document.Sheets.ElementNames)

    def notes(self, sheet):
        standing = self.document.Sheets.getByName(sheet).Annotations
        found = [standing.getByIndex(index) for index in range(standing.Count)]
        return {f"{each.Position.Row + 1},{each.Position.Column + 1}": each.String for each in found}

    def show_note(self, sheet, reference):
        """Have a note stand beside its cell."""
        place = self.cells(sheet, reference).RangeAddress
        standing = self.document.Sheets.getByName(sheet).Annotations
        for each in map(standing.getByIndex, range(standing.Count)):
            if (each.Position.Row, each.Position.Column) == (place.StartRow, place.StartColumn):
                each.IsVisible = True

    def merged(self, sheet, reference):
        return self.cells(sheet, reference).getIsMerged()

    def buttons(self, sheet):
        page = self.document.Sheets.getByName(sheet).DrawPage
        found = [page.getByIndex(index) for index in range(page.Count)]
        return [[each.Name, each.Position.X, each.Position.Y, each.Size.Width, each.Size.Height] for each in found]

    def on_screen(self, sheet, name):
        """Left, top, width and height, in pixels, of a shape or a cell; right for what scrolling has not moved.

        The window tells what part of the sheet it shows, in hundredths of a millimetre, and on what pixels.
        """
        view = self.document.CurrentController
        seen, pixels = view.VisibleArea, view.VisibleAreaOnScreen
        across, down = pixels.Width / seen.Width, pixels.Height / seen.Height
        page = self.document.Sheets.getByName(sheet).DrawPage
        shapes = [shape for shape in map(page.getByIndex, range(page.Count)) if shape.Name == name]
        thing = shapes[0] if shapes else self.cells(sheet, name)
        left, top = pixels.X + (thing.Position.X - seen.X) * across, pixels.Y + (thing.Position.Y - seen.Y) * down
        return [round(each) for each in (left, top, thing.Size.Width * across, thing.Size.Height * down)]

    def hide(self, sheet, reference):
        """Hide the columns of a range."""
        self.cells(sheet, reference).Columns.IsVisible = False

    def keep_heights(self, sheet, reference):
        """Let the rows of a range keep their heights, whatever is written in them: a height that is set is kept."""
        rows = self.cells(sheet, reference).Rows
        for row in map(rows.getByIndex, range(rows.Count)):
            row.Height = row.Height

    def view(self, setting, value):
        """Set what the window shows besides the cells."""
        setattr(self.document.CurrentController, setting, value)

    def window(self, width, height):
        self.document.CurrentController.Frame.ContainerWindow.setPosSize(0, 0, width, height, 15)

    def save(self, path, kind):
        self.document.storeToURL(uno.systemPathToFileUrl(path), properties(FilterName=kind))

    def close(self):
        self.document.close(True)


def main():
    bench = Bench(sys.argv[1])
    answers = []
    for name, *arguments in json.load(sys.stdin):
        answers.append(getattr(bench, name)(*arguments))
    print(json.dumps(answers), flush=True)
    os._exit(0)  # UNO's bridge now and then crashes while the interpreter is taken down: all was said by then


main()
