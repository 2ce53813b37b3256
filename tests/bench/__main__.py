"""All figures of docs/benchmarks.md, one after the other."""

from tests.bench import plans, start

start.main()
plans.main()
