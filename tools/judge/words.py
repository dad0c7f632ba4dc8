"""Han text of sources and outputs, and whether one is whole and in order in the other."""

import html.parser
import pathlib
import re
import subprocess
import tomllib
import urllib.parse
import xml.etree.ElementTree as ET
import zipfile

HAN = re.compile("[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]")

# How far the parts of a sentence may lie from each other in a PDF: a running head, a folio and the notes at the foot
# of a page come between.
REACH = 600


def han(text):
    """The Han characters of a text, nothing else."""
    return "".join(HAN.findall(text))


def source_text(path):
    """The text of a text file, a Markdown file, or a folder of them in the order of its keben.toml, if it has one."""
    path = pathlib.Path(path)
    if path.is_dir() and not (path / "keben.toml").exists():
        return "\n".join(source_text(file) for file in sorted(path.glob("*.md")))
    if path.is_dir():
        chapters = tomllib.loads((path / "keben.toml").read_text("utf-8"))["chapters"]
        files = [name for part in ("front", "body", "back") for name in chapters.get(part, [])]
        return "\n".join(source_text(path / name) for name in files)
    text = path.read_text("utf-8")
    return markdown_text(text) if path.suffix == ".md" else text


def markdown_text(text):
    """Markdown without what no reader sees: attributes, link targets, alternative texts, names of notes."""
    text = re.sub(r"<!--.*?-->", "", text, flags=re.S)
    text = re.sub(r'!\[[^\]]*\]\([^)"]*("[^"]*")?\)', r"\1", text)
    text = re.sub(r"\]\([^)]*\)", "]", text)
    text = re.sub(r"\{([^{}|=#.]*)\|[^{}]*\}", r"\1", text)
    text = re.sub(r"\{[^{}]*\}", "", text)
    text = re.sub(r"\[\^[^\]]*\]", "", text)
    text = re.sub(r"^:::.*$", "", text, flags=re.M)
    return text


def output_text(path):
    """The text that a PDF or EPUB gives to those who copy from it."""
    return epub_text(path) if str(path).endswith(".epub") else pdf_text(path)


def pdf_text(path):
    command = ["pdftotext", "-enc", "UTF-8", str(path), "-"]
    return subprocess.run(command, check=True, capture_output=True, timeout=300).stdout.decode("utf-8")


class Body(html.parser.HTMLParser):
    """Collects what a page of XHTML shows, without ruby readings."""

    SILENT = {"head", "rt", "rp", "script", "style"}

    def __init__(self):
        super().__init__()
        self.silent = [False]  # of each open element
        self.parts = []

    def handle_starttag(self, tag, attrs):
        self.silent.append(self.silent[-1] or tag in self.SILENT or "hidden" in dict(attrs))

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        self.silent.pop()

    def handle_data(self, data):
        if not self.silent[-1]:
            self.parts.append(data)


def epub_text(path):
    """The text of an EPUB's documents in the order of its spine."""
    opf = "{http://www.idpf.org/2007/opf}"
    with zipfile.ZipFile(path) as book:
        container = ET.fromstring(book.read("META-INF/container.xml"))
        package = container.find(".//{urn:oasis:names:tc:opendocument:xmlns:container}rootfile").get("full-path")
        folder = package.rpartition("/")[0]
        root = ET.fromstring(book.read(package))
        hrefs = {item.get("id"): item.get("href") for item in root.iter(opf + "item")}
        body = Body()
        for itemref in root.iter(opf + "itemref"):
            name = urllib.parse.unquote(hrefs[itemref.get("idref")])
            body.feed(book.read(f"{folder}/{name}" if folder else name).decode("utf-8"))
        return "".join(body.parts)


def missing_in_order(source, output):
    """The place in `source` from which its characters cannot be found in `output` in order, or None."""
    at = 0
    for index, character in enumerate(source):
        at = output.find(character, at) + 1
        if at == 0:
            return index
    return None


def missing_runs(source, output):
    """The stretches of Han characters of `source` that `output` (Han only) does not hold, whole or across a page."""
    runs = sorted({run for run in re.findall(f"(?:{HAN.pattern})+", source) if len(run) > 1})
    return [run for run in runs if run not in output and not spread(run, output)]


def spread(run, output):
    """Whether the characters of `run` follow each other in `output` with something in between."""
    start = output.find(run[0])
    while start >= 0:
        at = start + 1
        end = start + len(run) + REACH
        for character in run[1:]:
            at = output.find(character, at, end) + 1
            if at == 0:
                break
        else:
            return True
        start = output.find(run[0], start + 1)
    return False
