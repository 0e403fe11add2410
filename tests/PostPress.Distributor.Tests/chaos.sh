#!/usr/bin/env bash
# Shows that the distributor loses nothing and posts nothing twice: four workers on one PostgreSQL, workers that are killed, a
# database that goes away, a PostPress that misbehaves. Exits with 0 only if every zero of its last line holds.
#   chaos.sh            the full run: 2,000 posts, 100 scheduled, 50 jobs, a kill every 3 s for 75 s
#   chaos.sh --smoke    the same, smaller; before it the unit tests, and whether the generated handlers are up to date
#   chaos.sh --control  without idempotency keys: posts must come twice, or the kills would prove nothing
#   chaos.sh --cost     what it costs: messages a second by posts and workers
set -euo pipefail
cd "$(dirname "$0")"

option=${1:---full}
folder=$(mktemp -d /tmp/distributor.XXXXXX)
chmod 755 "$folder"
mkdir "$folder/db"

finish() {
  status=$?
  [ ! -d "$folder/db/data" ] || bash postgres.sh stop "$folder/db" || true
  if [ "$status" -eq 0 ]; then rm -rf "$folder"; else echo "The logs are in $folder" >&2; fi
}
trap finish EXIT

bash postgres.sh start "$folder/db"

echo "Building"
dotnet build --nologo -v quiet -consoleLoggerParameters:NoSummary

if [ "$option" = "--smoke" ]; then
  dotnet test --no-build --nologo

  generated=../../src/PostPress.Distributor/Internal/Generated
  cp -r "$generated" "$folder/generated"
  ConnectionStrings__Distributor="Host=localhost" PostPress__ApiKey=none \
    dotnet run --no-build --project ../../src/PostPress.Distributor -- codegen write >/dev/null
  if ! diff -r "$folder/generated" "$generated"; then
    echo "The generated handlers are not up to date. Run src/PostPress.Distributor/generate.sh and commit what it writes." >&2
    exit 1
  fi
fi

dotnet run --no-build -- "$folder/db" "$option"
