"""``python -m xlperf`` is the command line."""

from xlperf.cli import main

raise SystemExit(main())
