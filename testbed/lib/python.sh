# shellcheck shell=bash
# Programs from PyPI, each with its pins in an environment of its own, which is made anew when they change.

python_environment() { # NAME: its pins are in NAME.txt
  local pins=$TESTBED/$1.txt folder=$CACHE/$1
  cmp -s "$pins" "$folder/installed.txt" || step "$1" make_python_environment "$pins" "$folder"
}

make_python_environment() { # PINS FOLDER
  rm -rf "$2"
  python3 -m venv "$2"
  "$2/bin/pip" install --quiet --disable-pip-version-check --require-hashes --no-deps -r "$1"
  cp "$1" "$2/installed.txt"
}
