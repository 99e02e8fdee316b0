"""Ask before you show: a guess that a figure takes before it gives its answer."""

from dataclasses import dataclass, field

from .inputs import Slider


@dataclass(frozen=True)
class Guess:
    """A question that a figure asks first.

    Parameters
    ----------
    question : str
        In words, with its unit.
    output : str
        The number that answers it, by its name among what the model gives.
    low, high : float
        Ends of the scale on which the guess is made, in the output's own unit.
    format : str
        How guess and answer are written.
    at : dict
        The inputs at which the answer is taken, where they are not the figure's defaults.
    """

    question: str
    output: str
    low: float
    high: float
    format: str = ".0f"
    at: dict = field(default_factory=dict)

    @property
    def slider(self):
        """What holds the guess: it starts in the middle, which is no hint."""
        middle = (self.low + self.high) / 2
        return Slider(
            "guess", "Your guess", middle, self.low, self.high, (self.high - self.low) / 100, format=self.format
        )

    def answer(self, explorer):
        """The answer, by the model in numpy."""
        return explorer.point_at(**explorer.defaults | self.at)[self.output]
