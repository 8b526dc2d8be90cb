"""The page of the rules: every rule with what it finds, why, wrong and right, and its source, family by family."""

from collections.abc import Iterator

from xlperf.rules import FAMILIES, RULES, SECTIONS, Rule

_HEAD = """# 校验规则

级别从重到轻：错误（肯定不对）、警告（多半不对）、提示（要问一问）。标“严格”的规则问的是审核人会问的事，只在指标值批复以前用；概况的
“校验尺度”填“基本”或“严格”、或运行 `xlperf check 文件 --rules basic|strict` 可以改。不同意的问题可以接受：写进“审核意见”，以后列为
“已接受”，数字变了会重新出现。
"""


def page() -> str:
    """Return the page, in Chinese Markdown."""
    return "\n".join((_HEAD, *_families())).rstrip() + "\n"


def _families() -> Iterator[str]:
    for letter, family in FAMILIES.items():
        own = [each for each in RULES if each.id[0] == letter]
        if own:
            yield f"## {family}\n"
            for each in own:
                yield from _rule(each)


def _rule(each: Rule) -> Iterator[str]:
    strict = "，严格" if each.strict else ""
    yield f"### {each.id} {each.title}（{each.severity}{strict}）\n"
    further = each.manual.partition("\n")[2].partition(f"{SECTIONS[0]}：")[0].strip()
    if further:
        yield further.replace("\n", "") + "\n"
    yield f"{SECTIONS[0]}：{each.section(SECTIONS[0])}\n"
    for name in SECTIONS[1:3]:
        yield f"{name}：\n\n```\n{each.section(name)}\n```\n"
    yield f"{SECTIONS[3]}：{each.section(SECTIONS[3])}\n"
