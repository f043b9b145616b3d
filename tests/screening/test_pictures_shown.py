"""What pages show of a picture is its points written anew, and nothing else of the file."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.screening.pictures_points import Points
from hustings.screening.pictures_shown import grey_png

Image = pytest.importorskip("PIL.Image", reason="the extra pictures (Pillow) is not installed")


@given(st.integers(1, 40), st.integers(1, 40), st.data())
def test_has_the_same_points(width, height, data):
    grey = data.draw(st.binary(min_size=width * height, max_size=width * height))
    with Image.open(io.BytesIO(grey_png(Points(width, height, grey)))) as opened:
        assert (opened.size, opened.mode, opened.tobytes()) == ((width, height), "L", grey)


@pytest.mark.parametrize(("width", "height"), [(4000, 300), (300, 4001), (1601, 1600), (5000, 1)])
def test_is_made_smaller_by_whole_blocks(width, height):
    points = Points(width, height, bytes([200]) * (width * height))
    with Image.open(io.BytesIO(grey_png(points))) as opened:
        assert max(opened.size) <= 1600
        assert opened.getextrema() == (200, 200)
        if min(width, height) > 1:
            assert opened.width / opened.height == pytest.approx(width / height, rel=0.02)
