"""The pages of the manual as one HTML page: its contents beside it, pictures inside, nothing loaded from anywhere."""

import base64
import html
import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

_STYLE = """
body{font-family:"Microsoft YaHei","Noto Sans CJK SC",sans-serif;color:#1f2a37;margin:0 0 0 17rem;line-height:1.7}
main{max-width:64rem;padding:0 2rem 4rem}nav{position:fixed;left:0;top:0;bottom:0;width:16rem;overflow:auto;background:#f4f7fb;
border-right:1px solid #c9d3df;font-size:.9rem;padding:1rem 0;box-sizing:border-box}nav a{display:block;color:#1f2a37;text-decoration:none;
padding:.1rem 1rem .1rem 2rem}nav a:hover{background:#dfe9f4}nav summary{cursor:pointer;padding:.15rem 1rem;font-weight:bold;color:#1f4e79}
nav summary a{display:inline;padding:0;color:#1f4e79}
h1{color:#1f4e79;border-bottom:3px solid #1f4e79;padding-bottom:.3rem;margin-top:3rem}h2{color:#1f4e79;margin-top:2rem}
table{border-collapse:collapse;margin:1rem 0;width:100%}th,td{border:1px solid #c9d3df;padding:.35rem .6rem;text-align:left;vertical-align:top;
overflow-wrap:anywhere}th{background:#eaf1f8;color:#1f4e79}code{background:#f1f4f8;padding:.1rem .3rem;border-radius:.2rem}
pre{background:#f1f4f8;padding:.6rem 1rem;overflow:auto}pre code{padding:0}img{max-width:100%;border:1px solid #c9d3df}
@media(max-width:60rem){body{margin:0}nav{position:static;width:auto;border:0}}@media print{body{margin:0}nav{display:none}h1{break-before:page}}
"""
_PICTURE = re.compile(r'src="([^":]+\.png)"')
_LINK = re.compile(r'href="([\w-]+)\.md"')


def help_page(pages: Sequence[tuple[str, str]], folder: Path) -> str:
    """Return Markdown pages, each with its name, as one HTML page with the pictures of `folder` in it."""
    reader = MarkdownIt("commonmark").enable("table")
    reader.add_render_rule("softbreak", _joined)
    contents, bodies = [], []
    for name, text in pages:
        tokens = reader.parse(text)
        contents.append(_contents(name, tokens))
        bodies.append(_LINK.sub(r'href="#\1"', reader.renderer.render(tokens, reader.options, {})))

    def inside(match: re.Match[str]) -> str:
        data = base64.b64encode((folder / match[1]).read_bytes()).decode()
        return f'src="data:image/png;base64,{data}"'

    body = _PICTURE.sub(inside, "".join(bodies))
    head = f'<head><meta charset="utf-8"><title>xlperf 使用手册</title><style>{_STYLE}</style></head>'
    return f'<!DOCTYPE html>\n<html lang="zh-CN">{head}\n<body>\n<nav>\n{"".join(contents)}</nav>\n<main>\n{body}</main></body></html>\n'


def _joined(_renderer: object, tokens: Sequence[Token], number: int, *_how: object) -> str:
    """Return what stands for the end of a line of the source: nothing beside Chinese, which has no spaces between words."""
    beside = tokens[number - 1].content[-1:] + (tokens[number + 1].content[:1] if number + 1 < len(tokens) else "")
    return "" if re.search("[\u3000-\u9fff\uff00-\uffef]", beside) else "\n"


def _contents(name: str, tokens: Sequence[Token]) -> str:
    """Return the entry of a page in the contents; its headings get the names that the entry leads to."""
    entries = []
    for number, (opening, text) in enumerate(pairwise(tokens)):
        if opening.type == "heading_open" and opening.tag in ("h1", "h2", "h3"):
            rule = re.match(r"[A-Z]\d{3}\b", text.content)
            anchor = name if opening.tag == "h1" else rule[0] if rule else f"{name}-{number}"
            opening.attrSet("id", anchor)
            if opening.tag != "h3":
                entries.append(f'<a href="#{anchor}">{html.escape(text.content)}</a>')
    return f"<details><summary>{entries[0]}</summary>{''.join(entries[1:])}</details>\n"
