"""A refusal has a name: the one exception by which any room says no."""

from typing import Any

from hustings.messages import say


class Refusal(Exception):  # noqa: N818  # it is the field's word, and not an error of the program
    """Raised when something must not or cannot be done; nothing has been changed.

    `code` is the refusal's name (`law.unknown_pack`), stable for programs; `text` is the English
    sentence (what, where, what to do) with {holes}; `facts` fill the holes. Rooms subclass it
    beside the function that raises it, or raise it as it is.
    """

    def __init__(self, code: str, text: str, /, **facts: object) -> None:
        super().__init__(code, text, facts)
        self.code = code
        self.text = text
        self.facts = facts

    def __reduce__(self) -> tuple[Any, ...]:
        """As it was, also from another process: a worker's refusal reaches whoever asked."""
        return _again, (type(self), self.args), self.__dict__

    def say(self, language: str = "en") -> str:
        """The sentence in the reader's language."""
        return say(self.text, language, **self.facts)

    def __str__(self) -> str:
        return self.say()


def _again(kind: type[Refusal], told: tuple[object, ...]) -> Refusal:
    refusal = kind.__new__(kind)
    refusal.args = told
    return refusal
