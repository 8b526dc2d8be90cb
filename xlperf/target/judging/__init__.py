"""An actual judged against its target: two answers, met and missed, and three honest refusals."""
