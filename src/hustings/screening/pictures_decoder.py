"""A picture's file in, grey points out: a program by itself, with little memory and little time.

`python -I pictures_decoder.py`: a PNG or JPEG file on standard input; width, height and points on
standard output. A decoder that a file has tricked is alone here, and may neither write files nor
grow. Nothing of Hustings is imported, so that it starts fast.
"""

import io
import resource
import struct
import sys
import warnings

SECONDS = 30
MEMORY = 1 << 30  # 40 million points in full colour are 160 MB
MOST_POINTS = 40_000_000
HEAD = struct.Struct(">II")


def main() -> int:
    """Limits first, then the decoder. Exit status 1 and a line on standard error: not a picture."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    from PIL import Image, ImageOps  # noqa: PLC0415 - under the limits

    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MOST_POINTS
    try:
        with Image.open(io.BytesIO(sys.stdin.buffer.read()), formats=("PNG", "JPEG")) as opened:
            opened.load()
            upright = ImageOps.exif_transpose(opened)
        if "A" in upright.getbands() or "transparency" in upright.info:
            upright = upright.convert("RGBA")
            paper = Image.new("RGBA", upright.size, "white")
            upright = Image.alpha_composite(paper, upright)
        grey = upright.convert("L")
    except Exception as error:  # noqa: BLE001 - a decoder may raise anything; the caller tells it
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        return 1
    sys.stdout.buffer.write(HEAD.pack(*grey.size) + grey.tobytes())
    return 0


if __name__ == "__main__":
    sys.exit(main())
