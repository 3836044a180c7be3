"""Message to text: coloured and wrapped in a terminal, plain in a pipe.

Nothing from outside can send the terminal a command: control characters are dropped.
"""

from collections.abc import Iterator
from io import StringIO

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.style import Style
from rich.table import Table
from rich.text import Text as Styled

from bot.adapters.splitting import on_one_line, printable
from bot.adapters.structure import credit, written_time
from bot.messages import (
    Actions,
    Block,
    Bullets,
    Divider,
    Earlier,
    Heading,
    Inline,
    Line,
    Link,
    Message,
    Note,
    Paragraph,
    Quotation,
    Text,
    Time,
)


def render(message: Message, *, width: int | None = None) -> str:
    """Return the message as text that ends with a newline.

    With a `width` (columns of the terminal) it is coloured and wrapped; without, every paragraph is
    a line and an address stands in brackets behind its words.
    """
    return _coloured(message, width) if width else _plain(message)


def _coloured(message: Message, width: int) -> str:
    out = StringIO()
    console = Console(
        file=out,
        width=max(width, 20),
        force_terminal=True,
        color_system="standard",
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
        _environ={},
    )
    for number, block in enumerate(message.blocks):
        if number and isinstance(block, Heading):
            console.print()
        for part in _styled(block):
            console.print(part)
    return out.getvalue()


def _styled(block: Block) -> Iterator[RenderableType]:
    match block:
        case Heading(line):
            yield _line(line, Style(bold=True, color="cyan"))
        case Paragraph(line):
            yield _line(line)
        case Bullets(items):
            grid = Table.grid(padding=(0, 1))
            grid.add_column()
            grid.add_column(overflow="fold")
            for item in items:
                grid.add_row(Styled("•", "cyan"), _line(item))
            yield Padding(grid, (0, 0, 0, 1))
        case Quotation():
            words = Styled(printable(block.text), Style(italic=True))
            source = _line(credit(block), Style(dim=True))
            yield Padding(Group(words, source) if source.plain else words, (0, 0, 0, 4))
        case Note(line):
            yield _line(line, Style(dim=True))
        case Divider():
            yield Rule(style="dim")
        case Actions():
            return


def _line(line: Line, base: Style | None = None) -> Styled:
    text = Styled(style=base or "")
    for inline in line:
        text.append(_words(inline), _style(inline))
    return text


def _style(inline: Inline) -> Style:
    match inline:
        case Text():
            colour = "green" if inline.code else None
            return Style(bold=inline.bold or None, italic=inline.italic or None, color=colour)
        case Link():
            url = _address(inline)
            return Style(link=url, underline=True) if url else Style()
        case Earlier() | Time():
            return Style()


def _address(link: Link) -> str:
    """Return the address where a terminal may open it, without white space and controls."""
    url = "".join(printable(link.url).split())
    return url if url.lower().startswith(("http://", "https://")) else ""


def _words(inline: Inline) -> str:
    match inline:
        case Text(text):
            return printable(text)
        case Link(text) | Earlier(text):
            return on_one_line(text)
        case Time():
            return written_time(inline)


def _plain(message: Message) -> str:
    lines: list[str] = []
    for block in message.blocks:
        if isinstance(block, Heading | Divider) and lines and lines[-1]:
            lines.append("")
        lines += _rows(block)
    return "\n".join(lines).strip("\n") + "\n"


def _rows(block: Block) -> list[str]:
    match block:
        case Heading(line) | Paragraph(line) | Note(line):
            return [_flat(line)]
        case Bullets(items):
            return [f"- {_flat(item)}" for item in items]
        case Quotation():
            rows = [f"> {row}" for row in printable(block.text).split("\n")]
            source = _flat(credit(block))
            return [*rows, f"  {source}"] if source else rows
        case Divider() | Actions():
            return []


def _flat(line: Line) -> str:
    return "".join(
        f"{_words(inline)} ({_address(inline)})"
        if isinstance(inline, Link) and _address(inline)
        else _words(inline)
        for inline in line
    )
