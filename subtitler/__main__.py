"""`python -m subtitler` is the command `subtitler`."""

from subtitler.cli import main

if __name__ == "__main__":
    main()
