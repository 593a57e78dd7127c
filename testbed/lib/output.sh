# shellcheck shell=bash
# What a person sees: one line per step with its seconds, one sentence when something is wrong.

REFUSED=78

fail() {
  echo "testbed: $*" >&2
  exit "$REFUSED"
}

# `set -e` alone would end without a word.
report_failure() { # STATUS COMMAND FILE LINE
  # 141: the reader of a pipe, such as head, had enough.
  [ "$1" = "$REFUSED" ] || [ "$1" = 141 ] || echo "testbed: '$2' failed with status $1 at ${3##*/}:$4" >&2
}

seconds_since() { # MICROSECONDS
  local passed=$((${EPOCHREALTIME/[.,]/} - $1))
  printf '%d.%d s' $((passed / 1000000)) $((passed % 1000000 / 100000))
}

# The command must not run as a condition: bash would ignore `set -e` inside it.
step() { # TITLE COMMAND...
  local title=$1 start=${EPOCHREALTIME/[.,]/}
  shift
  "$@"
  printf 'testbed: %-44s %8s\n' "$title" "$(seconds_since "$start")"
}

wait_until() { # LOG SECONDS COMMAND...: polls the command; prints the end of that log when time is up
  local log=$1 deadline=$((SECONDS + $2))
  shift 2
  until "$@" >/dev/null 2>&1; do
    if ((SECONDS > deadline)); then
      tail -n 20 "$STATE/logs/$log.log" >&2 || true
      fail "$log did not get ready; the lines above end its log."
    fi
    sleep 0.1
  done
}
