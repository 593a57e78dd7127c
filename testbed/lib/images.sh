# shellcheck shell=bash
# Stand-ins for official images, which a closed network cannot pull.

stand_ins() { # prints the lines of images.txt
  grep -vE '^#|^$' "$TESTBED/images.txt"
}

# The name containerd looks a reference up by: a tag beside a digest does not count.
full_reference() { # REFERENCE
  local name=$1 digest='' first
  case $name in *@*) digest=@${name#*@} name=${name%@*} ;; esac
  first=${name%%/*}
  if [ "$first" = "$name" ]; then
    name=docker.io/library/$name
  elif [[ $first != *[.:]* && $first != localhost ]]; then
    name=docker.io/$name
  fi
  if [ -n "$digest" ]; then
    [[ ${name##*/} != *:* ]] || name=${name%:*}
  elif [[ ${name##*/} != *:* ]]; then
    name=$name:latest
  fi
  echo "$name$digest"
}

program_path() { # PROGRAM: prints nothing when it is not built
  if [ "$1" = busybox ]; then command -v busybox; else readlink -e "$BIN/$1" || true; fi
}

import_image() { # REFERENCE PROGRAM-FILE PATH USER LIKE
  local options=(--user "$4")
  [[ $5 != *shell* ]] || options+=(--busybox "$(command -v busybox)")
  [[ $5 != *net-bind* ]] || options+=(--net-bind)
  python3 "$TESTBED/make_image.py" "$(full_reference "${1%@*}")" "$2" "$3" "${options[@]}" | containers image import - >/dev/null
  [[ $1 != *@* ]] || containers image tag --force "$(full_reference "${1%@*}")" "$(full_reference "$1")" >/dev/null
}

# Imports what is new since the last time. What is there already is noted in the root, which is copied as a whole.
import_images() { # CONTAINERD-ROOT
  local reference program path user like file noted=$1/stand-ins
  mkdir -p "$noted"
  while read -r reference program path user like; do
    file=$(program_path "$program")
    if [ -z "$file" ]; then
      echo "testbed: no image ${reference%@*}: $program is not built" >&2
    elif [ "$(cat "$noted/$program" 2>/dev/null)" != "$reference $file $path $user $like" ]; then
      import_image "$reference" "$file" "$path" "$user" "$like"
      echo "$reference $file $path $user $like" >"$noted/$program"
    fi
  done < <(echo "registry.k8s.io/pause:3.10 pause /pause 65535 -"; stand_ins)
}

image_store() { # prints the folder in the cache for the programs built now
  local program
  {
    cat "$TESTBED/images.txt" "$TESTBED/make_image.py"
    stand_ins | while read -r _ program _; do program_path "$program"; done
    program_path pause
    stat -f -c %T "$STATE"
  } | sha256sum | sed "s,^\(.\{16\}\).*,$CACHE/images-\1,"
}

# Unpacking is half the work of a start: it is done once, into a root that each run then gets by hard links.
unpack_images() {
  local store pid
  store=$(image_store)
  [ ! -d "$store" ] || return 0
  rm -rf "$PARTIAL_IMAGES" "$CACHE"/images-*
  mkdir -p "$PARTIAL_IMAGES"
  start_containerd "$PARTIAL_IMAGES"
  import_images "$PARTIAL_IMAGES"
  pid=$(process_of containerd)
  kill "$pid"
  while [ -n "$(program_of "$pid")" ]; do sleep 0.05; done
  mv "$PARTIAL_IMAGES" "$store"
}

link_images() {
  local store file
  store=$(image_store)
  # Layers and blobs never change. On another file system than the cache's there are no links.
  if ! cp -al "$store" "$STATE/containerd" 2>/dev/null; then
    rm -rf "$STATE/containerd"
    cp -a "$store" "$STATE/containerd"
  fi
  for file in "$STATE"/containerd/io.containerd.*/*.db "$STATE"/containerd/stand-ins/*; do
    cp "$file" "$file.copy"
    mv "$file.copy" "$file"
  done
}

# A manifest may name an image by a digest, a mirror or another tag: the stand-in of the same last name gets that name too.
alias_image() { # REFERENCE
  local wanted=${1%@*} reference program
  wanted=${wanted##*/} wanted=${wanted%%:*}
  while read -r reference program _; do
    reference=${reference%@*}
    [ "${reference##*/}" != "$wanted:${reference##*:}" ] || break
    reference=
  done < <(stand_ins)
  [ -n "$reference" ] || fail "there is no stand-in named '$wanted' in testbed/images.txt."
  [ -f "$STATE/containerd/stand-ins/$program" ] || fail "$program was not built when the test bed came up: run 'testbed/testbed.sh build $program' and 'up'."
  containers image tag --force "$(full_reference "$reference")" "$(full_reference "$1")" >/dev/null
}
