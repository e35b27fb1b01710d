#!/usr/bin/env python3
"""Makes the tables of this example from Debian packages.

    python3 make-tongues.py --out DIR PACKAGE.deb...

Give it the packages that packages.txt names, in any order. Python 3.9 or later and its standard library are enough;
nothing is fetched and nothing is unpacked to disk. The same packages give the same bytes.

What it does, in this order: take running prose (paragraphs; not headings, lists, menus, tables or code) out of each
package; split it into sentences; drop what is not a clean sentence of the language it claims to be; drop what occurs
twice; pick a fixed number of sentences per language and table by the SHA-256 of their text; write one CSV table per
source, in the order in which the sentences stand in the source.
"""
import argparse
import csv
import hashlib
import io
import os
import re
import sys
import tarfile
import unicodedata
import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser

LANGUAGES = ["da", "de", "en", "es", "fr", "it", "ja", "nl", "pl", "pt-BR", "ru", "sv", "uk"]

# How many sentences a language may have from each table, filled in this order; and from all of them together.
TABLES = ["metainfo", "httpd", "handbook", "gnome-help"]
AT_MOST = {"metainfo": 160, "httpd": 160, "handbook": 140, "gnome-help": 600}
PER_LANGUAGE = 600

SHORTEST, LONGEST = 20, 130  # characters
HOLE = "\ufffc"              # stands where something that is not prose was left out

HANDBOOK_ROOT = "usr/share/doc/debian-handbook/html/"
HANDBOOK_FOLDERS = {"de-DE": "de", "en-US": "en", "es-ES": "es", "fr-FR": "fr", "it-IT": "it", "ja-JP": "ja",
                    "nl-NL": "nl", "pl-PL": "pl", "pt-BR": "pt-BR", "ru-RU": "ru", "sv-SE": "sv"}
# These chapters are about people by name.
HANDBOOK_SKIPPED = re.compile(r"acknowledg|about-?authors|foreword|preface|the-debian-project|index\.html|conclusion")
HTTPD_ROOT = "usr/share/doc/apache2-doc/manual/"
HTTPD_FOLDERS = {"de": "de", "en": "en", "es": "es", "fr": "fr", "ja": "ja", "pt-br": "pt-BR", "ru": "ru"}
HTTPD_SKIPPED = re.compile(r"/(license|developer/.*|misc/relevant_standards|mod/(directives|quickreference|index)|"
                           r"sitemap|new_features_.*|upgrading)\.html")
GNOME_ROOT = "usr/share/help/"
GNOME_FOLDERS = {"C": "en", "da": "da", "de": "de", "es": "es", "fr": "fr", "it": "it", "ja": "ja", "nl": "nl",
                 "pl": "pl", "pt_BR": "pt-BR", "ru": "ru", "sv": "sv", "uk": "uk"}
METAINFO_ROOT = "usr/share/metainfo/"

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "wbr"}
NOT_PROSE = {"code", "pre", "samp", "kbd", "tt", "var", "sup", "table", "img", "script", "style"}


class Paragraphs(HTMLParser):
    """The text of the paragraphs of an HTML page, and its language; a HOLE for each piece that is not prose."""

    def __init__(self, is_paragraph, is_hole):
        super().__init__(convert_charrefs=True)
        self.is_paragraph, self.is_hole = is_paragraph, is_hole
        self.open, self.found, self.text, self.language = [], [], None, None
        self.paragraph_depth = self.hole_depth = 0

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "html":
            self.language = attributes.get("lang") or attributes.get("xml:lang")
        if tag in VOID:
            if self.text is not None and tag in NOT_PROSE:
                self.text.append(HOLE)
            return
        self.open.append(tag)
        if self.text is None and self.is_paragraph(tag, attributes):
            self.text, self.paragraph_depth = [], len(self.open)
        elif self.text is not None and not self.hole_depth and self.is_hole(tag, attributes):
            self.text.append(HOLE)
            self.hole_depth = len(self.open)

    def handle_endtag(self, tag):
        if tag not in self.open:
            return
        while self.open:
            depth, last = len(self.open), self.open.pop()
            if self.hole_depth == depth:
                self.hole_depth = 0
            if self.text is not None and self.paragraph_depth == depth:
                self.found.append("".join(self.text))
                self.text = None
            if last == tag:
                break

    def handle_data(self, data):
        if self.text is not None and not self.hole_depth:
            self.text.append(data)


def html_paragraphs(page, is_paragraph, is_hole):
    parser = Paragraphs(is_paragraph, is_hole)
    parser.feed(page)
    parser.close()
    return parser


def handbook_paragraph(tag, attributes):
    return tag == "div" and attributes.get("class") == "para"


def handbook_hole(tag, attributes):
    return tag in NOT_PROSE or tag in {"div", "ul", "ol", "dl"} or attributes.get("class") in {"command", "footnote"}


def httpd_paragraph(tag, attributes):
    return tag == "p" and not attributes.get("class")


def httpd_hole(tag, attributes):
    return tag in NOT_PROSE or tag in {"ul", "ol", "dl", "div"}


MALLARD = "{http://projectmallard.org/1.0/}"
MALLARD_KEPT = {"em", "gui", "guiseq", "app", "link", "span"}


def mallard_text(element):
    parts = [element.text or ""]
    for child in element:
        name = child.tag.replace(MALLARD, "") if isinstance(child.tag, str) else ""
        empty = not "".join(child.itertext()).strip()
        parts.append(mallard_text(child) if name in MALLARD_KEPT and not empty else HOLE)
        parts.append(child.tail or "")
    return "".join(parts)


def mallard_paragraphs(data):
    page = ElementTree.fromstring(data)
    parents = {child: parent for parent in page.iter() for child in parent}
    for paragraph in page.iter(MALLARD + "p"):
        above, at = set(), paragraph
        while at in parents:
            at = parents[at]
            above.add(at.tag)
        if above & {MALLARD + name for name in ("info", "list", "terms", "table", "media", "item", "steps")}:
            continue
        yield mallard_text(paragraph)


def read_deb(path):
    """Yields (name, bytes) of each regular file in the package, and first its control file under the name ''."""
    with open(path, "rb") as file:
        if file.read(8) != b"!<arch>\n":
            raise SystemExit(f"not a Debian package: {path}")
        while True:
            header = file.read(60)
            if len(header) < 60:
                return
            name, size = header[:16].decode().strip().rstrip("/"), int(header[48:58])
            data = file.read(size + size % 2)[:size]
            if not name.startswith(("control.tar", "data.tar")):
                continue
            with tarfile.open(fileobj=io.BytesIO(data), mode="r:*") as archive:
                for member in archive:
                    inside = member.name[2:] if member.name.startswith("./") else member.name
                    if name.startswith("control"):
                        if inside == "control":
                            yield "", archive.extractfile(member).read()
                    elif member.isfile() and inside.startswith(("usr/share/help/", "usr/share/metainfo/",
                                                                "usr/share/doc/")):
                        yield inside, archive.extractfile(member).read()


def of_handbook(name, data):
    if not name.startswith(HANDBOOK_ROOT) or not name.endswith(".html") or HANDBOOK_SKIPPED.search(name):
        return
    inside = name[len(HANDBOOK_ROOT):]
    language = HANDBOOK_FOLDERS.get(inside.split("/")[0])
    if language:
        page = html_paragraphs(data.decode("utf-8"), handbook_paragraph, handbook_hole)
        for text in page.found:
            yield language, text, inside


def of_httpd(name, data):
    if not name.startswith(HTTPD_ROOT) or not name.endswith(".html") or HTTPD_SKIPPED.search(name):
        return
    inside = name[len(HTTPD_ROOT):]
    language = HTTPD_FOLDERS.get(inside.split("/")[0])
    charset = re.search(rb"charset=([A-Za-z0-9_-]+)", data)
    if language and charset:
        page = html_paragraphs(data.decode(charset.group(1).decode()), httpd_paragraph, httpd_hole)
        if page.language and page.language.lower() == language.lower():  # else: not translated, English instead
            for text in page.found:
                yield language, text, inside


def of_gnome(name, data):
    match = re.match(re.escape(GNOME_ROOT) + r"([^/]+)/gnome-help/[^/]+\.page$", name)
    language = GNOME_FOLDERS.get(match.group(1)) if match else None
    if language:
        for text in mallard_paragraphs(data):
            yield language, text, name[len(GNOME_ROOT):]


def of_metainfo(name, data):
    if not name.startswith(METAINFO_ROOT) or not name.endswith(".xml"):
        return
    component = ElementTree.fromstring(data)
    if (component.findtext("metadata_license") or "").strip() != "CC0-1.0":
        return
    for description in component.findall("description"):
        for paragraph in description.findall("p"):
            tag = paragraph.get("{http://www.w3.org/XML/1998/namespace}lang", "en").replace("_", "-")
            if tag in LANGUAGES:
                yield tag, "".join(paragraph.itertext()), name[len(METAINFO_ROOT):]


ABBREVIATIONS = set("""e.g i.e etc vs cf mr mrs dr st no fig approx bzw ca evtl ggf vgl usw inkl sog max min z.b d.h u.a
o.ä z zb dh f.eks bl.a mv osv dvs evt nr pga fx t.ex m.fl bl.a s.k dvs osv p.ex par p ex sr sra ej pág núm ecc es cap
bijv enz o.a d.w.z np itp tj tzn m.in pt т.е т.д т.п т др напр см рис стор тощо англ рос напр тобто""".split())
SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”»“’)\]]*\s+(?=[\"“„«¿¡‘(\[]?[A-ZÀ-ÖØ-ÞĀ-ŽА-ЯЁІЇЄҐ])")


def sentences(text, language):
    text = unicodedata.normalize("NFC", re.sub(r"[\s\u00a0\u202f]+", " ", text)).strip()
    if language == "ja":
        text = re.sub(f"(?<={JAPANESE}) (?={JAPANESE})", "", text)  # a line break in the source is not a space
        for sentence in re.findall(r"[^。！？]+[。！？]", text):
            yield sentence.strip()
        return
    start = 0
    for match in SENTENCE_END.finditer(text):
        before = text[start:match.start()]
        last = before.rstrip(".").split(" ")[-1].lstrip("(„“\"«").lower()
        if before.endswith(".") and (last in ABBREVIATIONS or len(last) <= 1 or re.fullmatch(r"(\w\.)+\w", last)):
            continue
        yield text[start:match.end()].strip()
        start = match.end()
    yield text[start:].strip()


# A translation with one of these words in it was not finished, or quotes English.
ENGLISH = re.compile(r"\b(the|and|with|this|that|which|from|your|you|are|contains|should|some|does|may|parameters|"
                     r"request)\b", re.IGNORECASE)
JAPANESE = "[\u3000-\u30ff\u3400-\u9fff\uff01-\uff60]"
UNCLEAN = re.compile(r"[\ufffc\ufffd<>{}|=$#^~`\\_*@%&+\[\]•→►®©™]|https?:|www\.|\w/\w|//|\s/|--|\.\.|\b\w+\(\)|"
                     r"\.(conf|html|com|org|net|deb|txt|py|xml|gz|cgi|shtml|so|c)\b|[a-z][A-Z]{2}|"
                     r"\b[a-z]+[A-Z][a-z]+[A-Z]")
OPENING = "\"“„«¿¡‘'(「『"
PAIRS = [("(", ")"), ("«", "»"), ("「", "」"), ("『", "』"), ("（", "）")]


def is_clean(sentence, language):
    if not SHORTEST <= len(sentence) <= LONGEST or UNCLEAN.search(sentence):
        return False
    if language == "ja":
        if not sentence.endswith(("。", "！", "？")):
            return False
    elif not re.search(r"[.!?][\"”»“’)]?$", sentence) or sentence.count(" ") < 3:
        return False
    elif not (sentence[0].isupper() or sentence[0] in OPENING and sentence[1].isupper()):
        return False
    if any(sentence.count(left) != sentence.count(right) for left, right in PAIRS):
        return False
    if sentence.count('"') % 2 or re.search(r"\s[.,;:!?](\s|$)", sentence) and language != "fr":
        return False
    if re.search(r"\s[.,](\s|$)|,,|\d{5,}|\d+\.\d+\.\d+", sentence):
        return False
    letters = [letter for letter in sentence if letter.isalpha()]
    visible = len(sentence.replace(" ", ""))
    if len(letters) < 0.8 * visible:
        return False
    scripts = {"latin": 0, "cyrillic": 0, "kana": 0, "han": 0, "other": 0}
    for letter in letters:
        name = unicodedata.name(letter, "")
        scripts["latin" if name.startswith(("LATIN", "FULLWIDTH LATIN")) else
                "cyrillic" if name.startswith("CYRILLIC") else
                "kana" if name.startswith(("HIRAGANA", "KATAKANA")) else
                "han" if name.startswith("CJK") else "other"] += 1
    if language == "ja":
        if scripts["kana"] < 4 or scripts["latin"] > 0.2 * len(letters) or scripts["cyrillic"]:
            return False
    elif language in ("ru", "uk"):
        if scripts["latin"] > 0.2 * len(letters) or scripts["kana"] + scripts["han"]:
            return False
        if re.search("[іїєґІЇЄҐ]" if language == "ru" else "[ыэъёЫЭЪЁ]", sentence):  # letters of the other one
            return False
    elif scripts["latin"] != len(letters):
        return False
    return language == "en" or not ENGLISH.search(sentence)


READERS = {"metainfo": of_metainfo, "httpd": of_httpd, "gnome-help": of_gnome, "handbook": of_handbook}
PACKAGES = {"apache2-doc": "httpd", "gnome-user-docs": "gnome-help", "debian-handbook": "handbook"}


def read_package(path):
    """All clean sentences of one package: (table, language, text, source)."""
    package = version = table = None
    for name, data in read_deb(path):
        if name == "":
            fields = dict(re.findall(r"^(Package|Version): (.*)$", data.decode("utf-8"), re.MULTILINE))
            package, version = fields["Package"], fields["Version"]
            table = PACKAGES.get(package, "metainfo")
            continue
        for language, text, inside in READERS[table](name, data):
            for sentence in sentences(text, language):
                if is_clean(sentence, language):
                    yield table, language, sentence, f"{package} {version} {inside}"


def digest(text):
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def choose(rows):
    """The rows to keep: none that occurs in two languages, each text once, a fixed number per language and table."""
    languages_of = {}
    for _, language, text, _ in rows:
        languages_of.setdefault(text.casefold(), set()).add(language)
    chosen, seen, have = [], set(), dict.fromkeys(LANGUAGES, 0)
    for table in TABLES:
        for language in LANGUAGES:
            candidates = []
            for at, row in enumerate(rows):
                key = row[2].casefold()
                if row[:2] == (table, language) and key not in seen and len(languages_of[key]) == 1:
                    seen.add(key)
                    candidates.append((digest(row[2]), at))
            room = min(AT_MOST[table], PER_LANGUAGE - have[language])
            kept = [at for _, at in sorted(candidates)[:room]]
            have[language] += len(kept)
            chosen += sorted(kept)
    return [rows[at] for at in chosen]


def main():
    arguments = argparse.ArgumentParser(description="Makes the tables of this example from Debian packages.")
    arguments.add_argument("--out", required=True, help="the folder to write the tables to")
    arguments.add_argument("packages", nargs="+", metavar="PACKAGE.deb")
    arguments = arguments.parse_args()
    rows = []
    for path in sorted(arguments.packages, key=os.path.basename):
        rows += read_package(path)
    rows.sort(key=lambda row: (TABLES.index(row[0]), row[1], row[3]))  # stable: within a file, the file's own order
    chosen = choose(rows)
    for table in TABLES:
        with open(os.path.join(arguments.out, table + ".csv"), "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["id", "language", "text", "source"])
            number = {}
            for _, language, text, source in (row for row in chosen if row[0] == table):
                number[language] = number.get(language, 0) + 1
                writer.writerow([f"{table}-{language}-{number[language]:04d}", language, text, source])
        counts = ", ".join(f"{language} {count}" for language, count in number.items())
        print(f"{table}.csv: {sum(number.values())} sentences ({counts})", file=sys.stderr)


if __name__ == "__main__":
    main()
