#!/usr/bin/env python3
"""Makes the files of this example from the table that scikit-learn ships.

    python3 make-digits.py WHEEL-OR-CSV.GZ [--out DIR]

The argument is a scikit-learn wheel, or the file sklearn/datasets/data/digits.csv.gz out of one. Python 3.9 or later
and its standard library are enough; nothing is fetched. The same input gives the same bytes, whatever the machine.
"""
import argparse
import csv
import gzip
import hashlib
import io
import os
import struct
import zipfile
import zlib

INSIDE_WHEEL = "sklearn/datasets/data/digits.csv.gz"
INPUT_SHA256 = "09f66e6debdee2cd2b5ae59e0d6abbb73fc2b0e0185d2e1957e9ebb51e23aa22"  # of digits.csv.gz
SIDE, DEPTH, COUNT = 8, 16, 1797


def read_input(path):
    """The bytes of digits.csv.gz; refused when they are not the bytes that this example was made from."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as wheel:
            data = wheel.read(INSIDE_WHEEL)
    else:
        with open(path, "rb") as file:
            data = file.read()
    found = hashlib.sha256(data).hexdigest()
    if found != INPUT_SHA256:
        raise SystemExit(f"{path}: SHA-256 of digits.csv.gz is {found}, not {INPUT_SHA256}")
    return data


def read_digits(data):
    """Yields (label, the 64 values from 0 to 16, row by row from the top left)."""
    for line in gzip.decompress(data).decode("ascii").splitlines():
        *pixels, label = (int(float(field)) for field in line.split(","))
        if len(pixels) != SIDE * SIDE or not all(0 <= pixel <= DEPTH for pixel in pixels) or not 0 <= label <= 9:
            raise SystemExit("not a row of 64 values from 0 to 16 and a digit: " + line)
        yield label, pixels


def adler32(data):
    return struct.pack(">I", zlib.adler32(data))


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(pixels):
    """An 8-bit grey PNG of 8 by 8 pixels: 0 is black, 255 is white.

    The image data are stored, not deflated, so that no version of zlib can change a byte.
    """
    grey = [(pixel * 255 + DEPTH // 2) // DEPTH for pixel in pixels]
    raw = b"".join(b"\0" + bytes(grey[at:at + SIDE]) for at in range(0, SIDE * SIDE, SIDE))
    stored = b"\x78\x01\x01" + struct.pack("<HH", len(raw), len(raw) ^ 0xFFFF) + raw + adler32(raw)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", SIDE, SIDE, 8, 0, 0, 0, 0))
            + chunk(b"IDAT", stored) + chunk(b"IEND", b""))


def table(digits):
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["id", "label"] + [f"p{at:02d}" for at in range(SIDE * SIDE)])
    for index, (label, pixels) in enumerate(digits):
        writer.writerow([f"{index:04d}", label] + pixels)
    return text.getvalue().encode("ascii")


def archive(digits):
    """A zip of images/<label>/<id>.png: stored, sorted by name, each dated 1980-01-01, mode 0644."""
    images = sorted((f"images/{label}/{index:04d}.png", png(pixels)) for index, (label, pixels) in enumerate(digits))
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_STORED) as file:
        for name, content in images:
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system, entry.external_attr = 3, 0o100644 << 16
            file.writestr(entry, content)
    return data.getvalue()


def main():
    arguments = argparse.ArgumentParser(description="Makes the files of this example from scikit-learn's table.")
    arguments.add_argument("input", help="a scikit-learn wheel, or digits.csv.gz out of one")
    beside = os.path.dirname(os.path.abspath(__file__))
    arguments.add_argument("--out", default=beside, metavar="DIR", help="default: beside this file")
    arguments = arguments.parse_args()
    digits = list(read_digits(read_input(arguments.input)))
    if len(digits) != COUNT:
        raise SystemExit(f"{len(digits)} rows, not {COUNT}")
    files = {"digits.csv": table(digits), "digits-images.zip": archive(digits)}
    for name, content in files.items():
        with open(os.path.join(arguments.out, name), "wb") as file:
            file.write(content)
    with open(os.path.join(arguments.out, "SHA256SUMS"), "w", encoding="ascii", newline="") as file:
        for name in sorted(files):
            file.write(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n")


if __name__ == "__main__":
    main()
