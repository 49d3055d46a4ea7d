#!/usr/bin/env bash
# Attacks a gateway of its own with what takes memory and CPU, and prints a Markdown table: the memory and CPU of its process, and what a
# quiet client feels before and meanwhile.
#   bench/attack.sh                   10 s each
#   SECONDS_EACH=5 bench/attack.sh
#   ONLY=sorted bench/attack.sh       the attacks whose name has this text
# The attackers and the target yield to the gateway and the quiet client (nice): they would be on other machines.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

seconds=${SECONDS_EACH:-10} backend_port=${BACKEND_PORT:-5811} gateway_port=${GATEWAY_PORT:-5813}
work=$(mktemp -d)
started=()
stop() {
  if [ ${#started[@]} -gt 0 ]; then kill "${started[@]}" 2>/dev/null || true; wait "${started[@]}" 2>/dev/null || true; fi
  rm -rf "$work"
}
trap stop EXIT
trap 'exit 130' INT TERM

start() { # port path-that-says-ready command...
  local port=$1 ready=$2; shift 2
  "$@" >>"$work/log" 2>&1 &
  started+=("$!")
  for _ in $(seq 300); do
    kill -0 "$!" 2>/dev/null || return 1
    curl --silent --fail --noproxy '*' --output /dev/null "http://127.0.0.1:$port$ready" && return 0
    sleep 0.1
  done
  return 1
}

for project in bench/ScimGateway.Bench.Servers src/ScimGateway; do
  dotnet build "$project" --configuration Release --verbosity quiet --nologo >&2
done
servers=artifacts/bin/ScimGateway.Bench.Servers/release/ScimGateway.Bench.Servers.dll
gateway=$PWD/artifacts/bin/ScimGateway/release/scim-gateway.dll

targets="quiet large sorted coded members"
{
  printf 'listen: http://127.0.0.1:%s\npublicUrl: http://127.0.0.1:%s\nclients:\n' "$gateway_port" "$gateway_port"
  for client in quiet $(seq -f 'attacker%g' 0 29); do
    printf -- '  - name: %s\n    profile: strict\n    token: sha256:%s\n    targets: [%s]\n' "$client" \
      "$(printf 'token-of-the-bench-%s-0000' "$client" | sha256sum | cut -d' ' -f1)" "${targets// /, }"
  done
  echo 'targets:'
  for target in $targets; do
    mkdir -p "$work/mappings/$target"
    printf -- '  - name: %s\n    url: http://127.0.0.1:%s/%s\n    auth: none\n    mapping: mappings/%s\n' "$target" "$backend_port" "$target" "$target"
    case $target in
      sorted) can='{ sort: false, pageSize: 500 }' ;;
      members) can='{ filters: false }' ;;
      large) can='{ projection: false }' ;;
      *) can='{}' ;;
    esac
    echo "target({ can: $can, User: {}, Group: {} });" >"$work/mappings/$target/mapping.js"
  done
} >"$work/gateway.yaml"

start "$backend_port" /healthz nice -n 19 dotnet "$servers" heavy "$backend_port" || { cat "$work/log" >&2; exit 1; }
start "$gateway_port" /readyz env --chdir="$work" dotnet "$gateway" gateway.yaml || { cat "$work/log" >&2; exit 1; }

echo "$(date --utc +%F), $(nproc) cores ($(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)), .NET $(dotnet --version), $seconds s each," \
  "load average before $(cut -d' ' -f1 /proc/loadavg)"
echo
dotnet "$servers" attack "http://127.0.0.1:$gateway_port" "${started[1]}" "$seconds" "${ONLY:-}"
