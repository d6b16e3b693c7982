"""Makes ``python -m derivcheck`` the same as ``derivcheck``."""

from derivcheck.cli import main

if __name__ == "__main__":
    main(prog_name="derivcheck")
