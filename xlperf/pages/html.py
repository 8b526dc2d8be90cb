"""The pages of the manual as one HTML page: pictures inside, nothing loaded from anywhere."""

import base64
import re
from collections.abc import Sequence
from pathlib import Path

from markdown_it import MarkdownIt

_STYLE = """
body{font-family:"Microsoft YaHei","Noto Sans CJK SC",sans-serif;color:#1f2a37;max-width:64rem;margin:2rem auto;padding:0 1rem;line-height:1.7}
h1{color:#1f4e79;border-bottom:3px solid #1f4e79;padding-bottom:.3rem;margin-top:3rem}h2{color:#1f4e79;margin-top:2rem}
table{border-collapse:collapse;margin:1rem 0;width:100%}th,td{border:1px solid #c9d3df;padding:.35rem .6rem;text-align:left;vertical-align:top}
th{background:#eaf1f8;color:#1f4e79}code{background:#f1f4f8;padding:.1rem .3rem;border-radius:.2rem}img{max-width:100%;border:1px solid #c9d3df}
"""
_PICTURE = re.compile(r'src="([^":]+\.png)"')


def help_page(pages: Sequence[str], folder: Path) -> str:
    """Return Markdown pages as one HTML page with the pictures of `folder` in it."""
    body = MarkdownIt("commonmark").enable("table").render("\n\n".join(pages))

    def inside(match: re.Match[str]) -> str:
        data = base64.b64encode((folder / match[1]).read_bytes()).decode()
        return f'src="data:image/png;base64,{data}"'

    body = _PICTURE.sub(inside, body)
    head = f'<head><meta charset="utf-8"><title>xlperf 使用手册</title><style>{_STYLE}</style></head>'
    return f'<!DOCTYPE html>\n<html lang="zh-CN">{head}\n<body>\n{body}</body></html>\n'
