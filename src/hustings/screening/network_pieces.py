"""Texts as the pieces that the network knows: the likeliest cut of each word, found by Viterbi.

A unigram language model over pieces (Kudo 2018, “Subword regularization”): every piece has a
log-probability, and a word is cut where their sum is greatest.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

MARK = "▁"  # stands where a word begins, as in the vocabularies of sentencepiece
UNKNOWN = 10.0  # how much less likely than the least likely piece an unknown letter is
LONGEST_WORD = 200  # letters; what is longer is cut there, so that no text takes long
_KEPT = 200_000
_WORD = re.compile(r"\S+")
MARKS = 8  # on a letter at most; more are letters of their own
_CLUSTER = re.compile(rf".[\u0300-\u036f]{{0,{MARKS}}}", re.DOTALL)


class Pieces:
    """A vocabulary: pieces and their log-probabilities; the first three are begin, end, unknown."""

    def __init__(self, pieces: Sequence[str], scores: Sequence[float]) -> None:
        self.pieces, self.scores = list(pieces), [float(score) for score in scores]
        self._numbers = {piece: number for number, piece in enumerate(self.pieces) if number > 2}  # noqa: PLR2004  # see above
        self.longest = max(map(len, self.pieces), default=1)
        self._unknown = min(self.scores, default=0.0) - UNKNOWN
        self._known: dict[str, list[tuple[int, int]]] = {}

    def cut(self, text: str, most: int) -> list[int]:
        """The numbers of a text's pieces, `most` of them at most."""
        return [number for number, _ in self.placed(text, most)]

    def placed(self, text: str, most: int) -> list[tuple[int, int]]:
        """(number, where in the text its first character stands) of a text's pieces, `most` at most."""
        said: list[tuple[int, int]] = []
        for word, places in _words(text):
            for start in range(0, len(word), LONGEST_WORD):
                part = word[start : start + LONGEST_WORD]
                at = start - (0 if start else len(MARK))
                for number, length in self._word(part if start else MARK + part):
                    said.append((number, places[max(0, at)]))
                    at += length
            if len(said) >= most:
                break
        return said[:most]

    def _word(self, word: str) -> list[tuple[int, int]]:
        """(number, length) of each piece."""
        if word not in self._known:
            if len(self._known) >= _KEPT:
                self._known.clear()
            self._known[word] = self._best(word)
        return self._known[word]

    def _best(self, word: str) -> list[tuple[int, int]]:
        length = len(word)
        best = [0.0, *[float("-inf")] * length]
        last = [(2, 1)] * (length + 1)
        for begin in range(length):
            for end in range(begin + 1, min(length, begin + self.longest) + 1):
                number = self._numbers.get(word[begin:end])
                if number is None and end > begin + 1:
                    continue
                score = best[begin] + (self._unknown if number is None else self.scores[number])
                if score > best[end]:
                    best[end], last[end] = score, (2 if number is None else number, end - begin)
        cut, end = [], length
        while end > 0:
            cut.append(last[end])
            end -= last[end][1]
        return cut[::-1]


def _words(text: str) -> Iterator[tuple[str, list[int]]]:
    """Words with the place of each of their characters; compatibility forms are resolved, letter by
    letter with the marks that stand on it, so that places survive.
    """
    for word in _WORD.finditer(text):
        letters: list[str] = []
        places: list[int] = []
        for cluster in _CLUSTER.finditer(word[0]):
            plain = unicodedata.normalize("NFKC", cluster[0])
            letters.append(plain)
            places += [word.start() + cluster.start()] * len(plain)
        yield "".join(letters), places
