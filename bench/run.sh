#!/usr/bin/env bash
# Measures the gateway against bare YARP and against no proxy at all, and prints a Markdown table.
#   bench/run.sh                      5 rounds of 8 s for one user, read and replaced; 3 rounds for a list of 1,000
#   ROUNDS=1 SECONDS_EACH=3 bench/run.sh
# One round is direct, bare YARP, gateway, one after the other, so that a busy neighbour harms them alike.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

rounds=${ROUNDS:-5} list_rounds=${LIST_ROUNDS:-3} seconds=${SECONDS_EACH:-8} warm_up=${WARM_UP:-20} connections=${CONNECTIONS:-16}
backend_port=${BACKEND_PORT:-5801} yarp_port=${YARP_PORT:-5802} gateway_port=${GATEWAY_PORT:-5803}
ready_path=${READY_PATH:-/readyz} patience=30

work=$(mktemp -d)
declare -A pid port
started=()
stop() {
  if [ ${#started[@]} -gt 0 ]; then kill "${started[@]}" 2>/dev/null || true; wait "${started[@]}" 2>/dev/null || true; fi
  rm -rf "$work"
}
trap stop EXIT
trap 'exit 130' INT TERM

as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi; }
say() { echo "bench: $*" >&2; }

install_missing() {
  local missing=() tool
  for tool in wrk curl; do command -v "$tool" >/dev/null || missing+=("$tool"); done
  [ ${#missing[@]} -eq 0 ] && return
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
}

start() { # name port path-that-says-ready command...
  local name=$1; port[$name]=$2; local ready=$3; shift 3
  "$@" >"$work/$name.log" 2>&1 &
  pid[$name]=$!
  started+=("$!")
  for _ in $(seq $((patience * 10))); do
    kill -0 "${pid[$name]}" 2>/dev/null || return 1
    curl --silent --fail --noproxy '*' --output /dev/null "http://127.0.0.1:${port[$name]}$ready" && return 0
    sleep 0.1
  done
  return 1
}

write_gateway_config() {
  mkdir -p "$work/gateway/mappings/bench"
  cat >"$work/gateway/gateway.yaml" <<YAML
listen: http://127.0.0.1:$gateway_port
publicUrl: http://127.0.0.1:$gateway_port

clients:
  - name: bench
    profile: strict
    token: env:BENCH_TOKEN
    target: bench
  - name: bench-function
    profile: strict
    token: env:BENCH_FUNCTION_TOKEN
    target: bench-function

targets:
  - name: bench
    url: http://127.0.0.1:$backend_port/scim/v2
    auth: { bearer: env:BENCH_TARGET_TOKEN }
    mapping: mappings/bench
    limits: { concurrency: 1000, timeout: 10s }
  - name: bench-function
    url: http://127.0.0.1:$backend_port/scim/v2
    auth: { bearer: env:BENCH_TARGET_TOKEN }
    mapping: mappings/function
    limits: { concurrency: 1000, timeout: 10s }
YAML
  cat >"$work/gateway/mappings/bench/mapping.js" <<'JS'
var peakon = "urn:ietf:params:scim:schemas:extension:peakon:2.0:User";
var acme = "urn:acme:2.0:User"; // the company's own attributes

target({
  can: { patch: false, put: true, pageSize: 1000 },
  User: {
    attributes: [
      map("title", peakon + ":Job Title"),
      map(acme + ":unit", peakon + ":Business Unit"),
      map(acme + ":team", peakon + ":Team")
    ]
  }
});
JS
  # The same with a function on one string.
  mkdir -p "$work/gateway/mappings/function"
  sed 's/map("title", peakon + ":Job Title")/map("title", peakon + ":Job Title", { write: function (v) { return v.trim(); }, read: function (v) { return v.trim(); } })/' \
    "$work/gateway/mappings/bench/mapping.js" >"$work/gateway/mappings/function/mapping.js"
}

ticks() { # of a process, user and system, in 1/100 s: fields 14 and 15 of stat, counted after the name in brackets
  sed 's/.*) //' "/proc/$1/stat" | awk '{ print $12 + $13 }'
}

# One measurement: appends "requests/s  CPU µs per request" to a file.
measure() { # name case seconds
  local name=$1 case=$2 before after answer requests rate address token=$BENCH_TOKEN
  [ "$name" = function ] && token=$BENCH_FUNCTION_TOKEN
  case $case in
    one | put) address=/scim/v2/Users/employee_1 ;;
    list) address="/scim/v2/Users?count=1000" ;;
  esac
  local script=(); [ "$case" = put ] && script=(--script "$work/put.lua")
  before=$(ticks "${pid[$name]}")
  answer=$(wrk --threads 1 --connections "$connections" --duration "${3}s" --timeout 10s "${script[@]}" \
    --header "Authorization: Bearer $token" "http://127.0.0.1:${port[$name]}$address")
  after=$(ticks "${pid[$name]}")
  if grep -qE 'Non-2xx|Socket errors' <<<"$answer"; then
    say "$name does not answer '$case' cleanly; its numbers mean nothing: $(grep -E 'Non-2xx|Socket errors' <<<"$answer")"
    return 1
  fi
  requests=$(awk '/requests in/ { print $1 }' <<<"$answer")
  rate=$(awk '/^Requests\/sec/ { print $2 }' <<<"$answer")
  awk -v rate="$rate" -v ticks=$((after - before)) -v requests="$requests" -v hz="$(getconf CLK_TCK)" \
    'BEGIN { printf "%.1f %.1f\n", rate, ticks / hz * 1e6 / requests }' >>"$work/$case.$name"
}

median() { sort -n | awk '{ v[NR] = $1 } END { print (NR % 2) ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

measure_rounds() { # case rounds
  local name _ able=()
  for name in "${names[@]}"; do # the warm-up, for tiered compilation, also tells who can do it at all
    if measure "$name" "$1" "$warm_up"; then able+=("$name"); rm "$work/$1.$name"; fi
  done
  for _ in $(seq "$2"); do
    for name in "${able[@]}"; do measure "$name" "$1" "$seconds"; done
  done
}

table() { # case title
  local name rate cpu yarp
  yarp=$(cut -d' ' -f2 "$work/$1.yarp" | median)
  printf '\n| %s | requests/s | CPU µs per request | CPU, bare YARP = 1 |\n| --- | ---: | ---: | ---: |\n' "$2"
  for name in "${names[@]}"; do
    [ -f "$work/$1.$name" ] || { echo "| $name | - | - | - |"; continue; }
    rate=$(cut -d' ' -f1 "$work/$1.$name" | median)
    cpu=$(cut -d' ' -f2 "$work/$1.$name" | median)
    awk -v n="$name" -v r="$rate" -v c="$cpu" -v y="$yarp" 'BEGIN { printf "| %s | %.0f | %.0f | %.2f |\n", n, r, c, c / y }'
  done
}

install_missing
for project in bench/ScimGateway.Bench.Servers src/ScimGateway; do
  dotnet build "$project" --configuration Release --verbosity quiet --nologo >&2
done

servers=artifacts/bin/ScimGateway.Bench.Servers/release/ScimGateway.Bench.Servers.dll
gateway=$PWD/artifacts/bin/ScimGateway/release/scim-gateway.dll
export BENCH_TOKEN=bench-client-token BENCH_FUNCTION_TOKEN=bench-function-token BENCH_TARGET_TOKEN=bench-target-token
write_gateway_config

start backend "$backend_port" /healthz dotnet "$servers" backend "$backend_port" 1000 || { cat "$work/backend.log" >&2; exit 1; }
start yarp "$yarp_port" /healthz dotnet "$servers" yarp "$yarp_port" "http://127.0.0.1:$backend_port" || { cat "$work/yarp.log" >&2; exit 1; }
names=(backend yarp)
if start gateway "$gateway_port" "$ready_path" env --chdir="$work/gateway" dotnet "$gateway" gateway.yaml; then
  names+=(gateway function)
  pid[function]=${pid[gateway]} port[function]=${port[gateway]} # another client of the same process
else
  say "the gateway did not get ready, so it is not measured. It said:"
  tail -20 "$work/gateway.log" >&2
fi

user=$(curl --silent --fail --noproxy '*' "http://127.0.0.1:$backend_port/scim/v2/Users/employee_1")
# One user after the other: changes of the same one wait for each other in the gateway, as they must.
cat >"$work/put.lua" <<LUA
wrk.method = "PUT"
wrk.headers["Content-Type"] = "application/scim+json"
wrk.body = [==[$user]==]
local number = 0
request = function()
  number = number % 1000 + 1
  return wrk.format(nil, "/scim/v2/Users/employee_" .. number)
end
LUA

measure_rounds one "$rounds"
measure_rounds put "$rounds"
measure_rounds list "$list_rounds"

echo "$(date --utc +%F), $(nproc) cores ($(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)), .NET $(dotnet --version)," \
  "medians of $rounds ($list_rounds for the list) rounds of $seconds s, $connections connections, load average $(cut -d' ' -f1 /proc/loadavg)"
table one "GET one user, ${#user} bytes"
table put "PUT one user"
table list "GET a list of 1,000 users"
