#!/usr/bin/env bash
# Installs the named programs that are missing: tests/install.sh node npm curl redis-server
# ./test.sh calls it for everything; a test that needs one calls it for that one (Fixtures/Programs.cs).
set -euo pipefail

as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi; }

exec 9>"${TMPDIR:-/tmp}/scim-gateway-install-$(id -u).lock"
flock 9 # apt-get takes one at a time, and tests run beside each other

missing=()
for program in "$@"; do
  command -v "$program" >/dev/null && continue
  case $program in
    node) missing+=(nodejs) ;;
    postgres) # Debian keeps it out of the PATH
      compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null || missing+=(postgresql) ;;
    *) missing+=("$program") ;;
  esac
done
[ ${#missing[@]} -eq 0 ] && exit 0
command -v apt-get >/dev/null || { echo "tests/install.sh: please install ${missing[*]}" >&2; exit 1; }
as_root apt-get update -qq
as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
