"""Numbers: measures of rankings, intervals, comparisons, question sets."""

from evaluation.collection import Question, by_hops, gold_of, load_questions
from evaluation.measures import MEASURES, Gold, Ranking, Values, mean, measure
from evaluation.significance import Comparison, Interval, compare, interval

__all__ = [
    "MEASURES",
    "Comparison",
    "Gold",
    "Interval",
    "Question",
    "Ranking",
    "Values",
    "by_hops",
    "compare",
    "gold_of",
    "interval",
    "load_questions",
    "mean",
    "measure",
]
