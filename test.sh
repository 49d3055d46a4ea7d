#!/usr/bin/env bash
# Builds once and runs every test project. The last line is "N passed, N failed".
#   ./test.sh                                   everything
#   ./test.sh 'FullyQualifiedName~Filters'      what the filter names (dotnet test --filter); installs only what these tests need
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

configuration=Release # the one that ships; .ci/run uses the same
results="$PWD/artifacts/test-results"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

# Everything that any test needs. With a filter the tests install what they need themselves; here it shows, and costs no test its patience.
install_everything() {
  local folder
  tests/install.sh node npm curl redis-server postgres
  for folder in tests/ScimGateway.Tests/Scimmy tests/ScimGateway.Tests/Scimmy/Express5; do
    [ "$folder/node_modules/.package-lock.json" -nt "$folder/package-lock.json" ] || npm ci --prefix "$folder" --no-audit --no-fund
  done
}

# One number of a project's results; 0 when the run ended before it wrote any.
counter() { # file name
  [ -f "$1" ] || { echo 0; return; }
  grep -o '<Counters [^>]*>' "$1" | sed -n "s/.* $2=\"\([0-9]*\)\".*/\1/p" | grep . || echo 0
}

command -v dotnet >/dev/null || { echo "test.sh: the .NET 10 SDK is missing: https://dot.net/download" >&2; exit 1; }
[ $# -gt 0 ] || install_everything
dotnet build ScimGateway.sln --configuration "$configuration" --verbosity quiet

rm -rf "$results"
passed=0 failed=0
for project in tests/*/*.csproj; do
  name=$(basename "$project" .csproj)
  status=0
  dotnet test "$project" --no-build --configuration "$configuration" --results-directory "$results" \
    --logger "trx;LogFileName=$name.trx" --logger "console;verbosity=minimal" ${1:+--filter "$1"} || status=$?
  bad=$(counter "$results/$name.trx" failed)
  # A project that fails without a failed test (it crashed, or did not build) is one failure.
  if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then
    echo "test.sh: $name ended with $status, and no test of it is to blame." >&2
    bad=1
  fi
  passed=$((passed + $(counter "$results/$name.trx" passed)))
  failed=$((failed + bad))
done

[ $((passed + failed)) -gt 0 ] || echo "test.sh: no test ran." >&2
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
