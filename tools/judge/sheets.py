"""Numbered pages put on sheets, and read back by poppler: each number stands where the plan says."""

import json
import pathlib
import subprocess
import tempfile
import xml.etree.ElementTree

MM = 72 / 25.4
# A hundredth of a millimetre, and what poppler rounds.
NEAR = 0.01 + 0.002
WIDTH, HEIGHT = 105, 148  # A6


def numbered(path, count):
    """A PDF of so many pages, each with its number in big figures, off the middle."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", None, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for page in range(1, count + 1):
        text = f"BT /F 90 Tf 60 170 Td ({page}) Tj ET"
        objects.append(f"<< /Length {len(text)} >>\nstream\n{text}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH * MM:.5f} {HEIGHT * MM:.5f}] "
            f"/Resources << /Font << /F 3 0 R >> >> /Contents {len(objects)} 0 R >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {count} >>"
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    start = len(data)
    data += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode()
    data += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    pathlib.Path(path).write_bytes(data)


def words(path):
    """The words of each page with the middle of their boxes, in millimetres."""
    ran = subprocess.run(["pdftotext", "-bbox", str(path), "-"], capture_output=True, text=True, check=True)
    tree = xml.etree.ElementTree.fromstring(ran.stdout)
    space = "{http://www.w3.org/1999/xhtml}"
    for page in tree.iter(f"{space}page"):
        found = []
        for word in page.iter(f"{space}word"):
            left, top, right, foot = (float(word.get(key)) for key in ("xMin", "yMin", "xMax", "yMax"))
            found.append((word.text, (left + right) / 2 / MM, (top + foot) / 2 / MM))
        yield found


def judge(keben, folder, options):
    """What is wrong with the sheets that keben makes by these options. The file stays in the folder, to be looked at."""
    *options, count = options
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    with tempfile.TemporaryDirectory() as scratch:
        source = pathlib.Path(scratch, "numbers.pdf")
        numbered(source, int(count))
        middles = {word: (x, y) for page in words(source) for word, x, y in page}
        subprocess.run([keben, "impose", source, "-q", "-o", folder, *options], check=True)
        made = next(folder.glob("*-booklet.pdf"))
        ran = subprocess.run([keben, "impose", source, "--plan", "--json", *options], capture_output=True, check=True)
        plan = json.loads(ran.stdout)
    width, height = plan["page_mm"]
    faces = []
    for sheet in plan["sheets"]:
        for side in ("front", "back"):
            if sheet[side]:
                faces.append([sheet[f"{side}{part}"] for part in ("", "_rot", "_mm")])
    read = list(words(made))
    if len(read) != len(faces):
        found.append(f"{len(read)} pages, not {len(faces)}")
    seen = []
    for number, (face, page) in enumerate(zip(faces, read), 1):
        wanted = {}
        for pages, turns, places in zip(*face):
            for name, turn, (left, top) in zip(pages, turns, places):
                if name is not None:
                    x, y = middles[str(name)]
                    wanted[str(name)] = (left + width - x, top + height - y) if turn else (left + x, top + y)
        for word, x, y in page:
            seen.append(word)
            if word not in wanted:
                found.append(f"side {number}: {word} does not belong there")
                continue
            off = max(abs(x - wanted[word][0]), abs(y - wanted[word][1]))
            if off > NEAR:
                found.append(f"side {number}: {word} is {off:.3f} mm from its place")
        missing = set(wanted) - {word for word, _, _ in page}
        if missing:
            found.append(f"side {number}: without {', '.join(sorted(missing))}")
    if sorted(seen, key=int) != [str(page) for page in range(1, int(count) + 1)] and not found:
        found.append("some pages are printed twice")
    return found
