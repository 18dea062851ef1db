"""What was said and is not for everybody to read yet, and what draws the curtain before it."""

from dataclasses import dataclass, field
from typing import Final, NamedTuple
from uuid import UUID

from events.method import Visibility


class Audience(NamedTuple):
    """Who may read something: one person ``only``, or everybody ``but`` one; without either everybody."""

    only: UUID | None = None
    but: UUID | None = None

    def includes(self, person: UUID) -> bool:
        """Tell whether a person may read it."""
        return person != self.but if self.only is None else person == self.only


EVERYBODY: Final = Audience()


class Scene(NamedTuple):
    """A step as it is played for one case; None while there is no case."""

    step: int
    case: UUID | None


class Covered(NamedTuple):
    """Where something was said, and who is kept from reading it."""

    scene: Scene
    visibility: Visibility


@dataclass(slots=True)
class Curtain:
    """What was said in steps that do not show it at once, and which scenes everybody reads by now.

    A scene is shown by hand, or because a later step started, or because the meeting ended. What a
    move showed is covered again when that move is taken back; what was shown by hand stays shown.
    """

    behind: dict[UUID, Covered] = field(default_factory=dict)
    shown: set[Scene] = field(default_factory=set)
    by_starts: list[set[Scene]] = field(default_factory=list)
    """What each start of a step showed, in the order of the runs."""
    by_end: set[Scene] = field(default_factory=set)
    turns: set[int] = field(default_factory=set)
    """The versions at which something that was said before began to show, or to hide."""

    def show_by_hand(self, scenes: set[Scene], version: int) -> None:
        """Show what was written, because somebody said that it is time."""
        self._note(scenes - self.shown, version)
        self.shown |= scenes

    def start(self, over: set[Scene], version: int) -> None:
        """Start a step, after which these scenes are over."""
        new = over - self.shown
        self._note(new, version)
        self.by_starts.append(new)
        self.shown |= new

    def undo(self, version: int) -> None:
        """Cover again what the last start of a step showed."""
        covered = self.by_starts.pop()
        self._note(covered, version)
        self.shown -= covered

    def end(self, open_: set[Scene], version: int) -> None:
        """Show everything but notes, because the meeting ended."""
        self.by_end = open_ - self.shown
        self.shown |= self.by_end
        if any(one.visibility is Visibility.HIDDEN_FROM_CONTRIBUTOR for one in self.behind.values()):
            self.turns.add(version)
        self._note(self.by_end, version)

    def reopen(self, version: int) -> None:
        """Cover again what the end of the meeting showed."""
        self._note(self.by_end, version)
        self.shown -= self.by_end

    def _note(self, scenes: set[Scene], version: int) -> None:
        waiting = (c.scene for c in self.behind.values() if c.visibility is Visibility.AFTER_REVEAL)
        if not scenes.isdisjoint(waiting):
            self.turns.add(version)
