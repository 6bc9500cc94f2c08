"""Files about the past and the future: series of published figures, and forecasts that are compared with them."""

from corridorsim.model.forecast.backtest import Backtest, Fold, read_backtest
from corridorsim.model.forecast.series import Observation, Series

__all__ = ["Backtest", "Fold", "Observation", "Series", "read_backtest"]
