"""The page and the chart, made of the results of a run. Pure, but for reading the one and writing the other."""
